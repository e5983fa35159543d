from django.db import models

from foundation.lib.money import Money


class Unmatched(models.Model):
    """Money or a message of Stripe that fits nothing here; shown to the team until somebody settles it."""

    key = models.CharField(max_length=160, unique=True)
    event = models.ForeignKey("events.Event", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=300)
    amount = models.IntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    seen_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name_plural = "unmatched"
        constraints = [
            models.CheckConstraint(
                name="unmatched_settled_whole",
                condition=models.Q(settled_at__isnull=True, settled_by="")
                | models.Q(settled_at__isnull=False) & ~models.Q(settled_by=""),
            )
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def money(self) -> Money | None:
        return None if self.amount is None else Money(self.amount, self.currency)
