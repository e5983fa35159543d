from django.db import models
from django.db.models import Q


class Feedback(models.Model):
    """Three questions about one evening, answered once by a ticket's person and changeable by them.

    `met`: did you meet somebody you would like to see again; `included`: did you always have somebody to talk to;
    `again`: would you come again. Each 1 (no) to 3 (yes), or not said. The host sees sums and words, never whose.
    """

    NO, PARTLY, YES = 1, 2, 3
    ANSWERS = ((NO, "No"), (PARTLY, "Partly"), (YES, "Yes"))

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="+")
    ticket = models.OneToOneField("attendees.Ticket", on_delete=models.CASCADE, related_name="+")
    met = models.PositiveSmallIntegerField(choices=ANSWERS, null=True, blank=True)
    included = models.PositiveSmallIntegerField(choices=ANSWERS, null=True, blank=True)
    again = models.PositiveSmallIntegerField(choices=ANSWERS, null=True, blank=True)
    words = models.CharField(max_length=500, blank=True)
    said_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "feedback"
        constraints = [
            models.CheckConstraint(
                name=f"feedback_{name}_known",
                condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__in": [1, 2, 3]}),
            )
            for name in ("met", "included", "again")
        ]

    def __str__(self) -> str:
        return f"feedback {self.pk}"
