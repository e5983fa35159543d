from django.db import models
from django.db.models import Q


class NotWelcome(models.Model):
    """A host's word that somebody is not to come to a series again: why, since when, by whom. Only hosts see it.

    `address_code` stands for the e-mail (`codes.pseudonym`), so that the rule outlives what we know of the person.
    """

    series = models.ForeignKey("events.Series", on_delete=models.CASCADE, related_name="+")
    profile = models.ForeignKey("attendees.Profile", on_delete=models.CASCADE, related_name="+")
    address_code = models.CharField(max_length=26, db_index=True)
    reason = models.CharField(max_length=300)
    marked_at = models.DateTimeField()
    marked_by = models.CharField(max_length=120)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name_plural = "not welcome"
        constraints = [
            models.UniqueConstraint(
                name="not_welcome_once_while_it_stands",
                fields=["series", "address_code"],
                condition=Q(lifted_at__isnull=True),
            ),
            models.CheckConstraint(
                name="not_welcome_lifted_whole",
                condition=Q(lifted_at__isnull=True, lifted_by="") | Q(lifted_at__isnull=False) & ~Q(lifted_by=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile} and {self.series}"
