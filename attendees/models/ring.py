from django.db import models
from django.db.models import Q


class Ring(models.Model):
    """Somebody with a ticket stands somewhere and cannot find us; who has seen it goes to look for them."""

    ticket = models.ForeignKey("attendees.Ticket", on_delete=models.CASCADE, related_name="rings")
    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="+")
    rang_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["rang_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="ring_once_until_seen", fields=["ticket"], condition=Q(seen_at__isnull=True)),
            models.CheckConstraint(
                name="ring_seen_whole",
                condition=Q(seen_at__isnull=True, seen_by="") | Q(seen_at__isnull=False) & ~Q(seen_by=""),
            ),
        ]

    def __str__(self) -> str:
        return f"ring of ticket {self.ticket_id}"
