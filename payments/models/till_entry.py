from django.db import models
from django.db.models import Q

from foundation.lib.money import Money


class TillEntry(models.Model):
    """Money taken at the door: cash, or a card on the host's own reader. Undone entries stay on record."""

    CASH, CARD = "cash", "card"

    event = models.ForeignKey("events.Event", on_delete=models.PROTECT, related_name="+")
    sign_up = models.ForeignKey("attendees.SignUp", on_delete=models.PROTECT, related_name="till_entries")
    key = models.CharField(max_length=80, unique=True)
    way = models.CharField(max_length=5, choices=[(CASH, "cash"), (CARD, "card")])
    amount = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    quantity = models.PositiveSmallIntegerField(default=1)
    given_amount = models.PositiveIntegerField(null=True, blank=True)
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=120)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name_plural = "till entries"
        constraints = [
            models.CheckConstraint(
                name="till_undone_whole",
                condition=Q(undone_at__isnull=True, undone_by="") | Q(undone_at__isnull=False) & ~Q(undone_by=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.amount}"

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def change(self) -> Money | None:
        """What went back over the table, when the cash given was noted."""
        if self.given_amount is None:
            return None
        return Money(self.given_amount, self.currency) - self.money
