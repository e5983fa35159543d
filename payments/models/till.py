from django.db import models
from django.db.models import Q

from foundation.lib.money import Money


class Till(models.Model):
    """The cash box of one evening: what lay in it before the first coin came, and what was counted at the end.

    `expected_amount` is float and cash as they stood when it was closed: cash taken or undone later shows as a
    difference to it, not in it. Open again, it has neither count nor closing; the journal keeps what they were.
    """

    event = models.OneToOneField("events.Event", on_delete=models.PROTECT, primary_key=True, related_name="+")
    float_amount = models.PositiveIntegerField(default=0)
    float_at = models.DateTimeField()
    float_by = models.CharField(max_length=120)
    expected_amount = models.PositiveIntegerField(null=True, blank=True)
    counted_amount = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="till_closed_whole",
                condition=Q(closed_at__isnull=True, closed_by="", expected_amount=None, counted_amount=None)
                | Q(closed_at__isnull=False, expected_amount__isnull=False, counted_amount__isnull=False)
                & ~Q(closed_by=""),
            )
        ]

    def __str__(self) -> str:
        return f"till of event {self.event_id}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def float(self) -> Money:
        return Money(self.float_amount, self.event.currency)

    @property
    def expected(self) -> Money | None:
        return None if self.expected_amount is None else Money(self.expected_amount, self.event.currency)

    @property
    def counted(self) -> Money | None:
        return None if self.counted_amount is None else Money(self.counted_amount, self.event.currency)

    @property
    def difference(self) -> Money | None:
        """Below zero when money is missing."""
        if self.counted is None or self.expected is None:
            return None
        return self.counted - self.expected
