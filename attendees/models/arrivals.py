from django.db import models
from django.db.models import Q


class Arrivals(models.Model):
    """That the host settled who came: before this, nobody is told that they were missed."""

    event = models.OneToOneField("events.Event", on_delete=models.CASCADE, primary_key=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name_plural = "arrivals"
        constraints = [
            models.CheckConstraint(
                name="arrivals_settled_whole",
                condition=Q(settled_at__isnull=True, settled_by="") | Q(settled_at__isnull=False) & ~Q(settled_by=""),
            )
        ]

    def __str__(self) -> str:
        return f"arrivals of event {self.event_id}"
