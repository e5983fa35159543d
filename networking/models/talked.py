from django.db import models
from django.db.models import F, Q


class Talked(models.Model):
    """`by` says "we talked" about somebody of the same evening. Both ways, or an agreed swap, make a tie."""

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("attendees.Ticket", on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey("attendees.Ticket", on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "talked"
        constraints = [
            models.UniqueConstraint(name="talked_once", fields=["by", "to"]),
            models.CheckConstraint(name="talked_not_to_oneself", condition=~Q(by=F("to"))),
        ]
        indexes = [models.Index(name="talked_by_event", fields=["event"])]

    def __str__(self) -> str:
        return f"talked {self.pk}"
