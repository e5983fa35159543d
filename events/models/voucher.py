import datetime as dt

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from foundation.lib.form_money import LEAST_BY_CARD
from foundation.lib.money import Money


class Voucher(models.Model):
    """A code that people type or follow to pay less at a series' evenings, or at one of them.

    `value` is a percentage off, an amount off in minor units, or nothing for free. `most_places` is how many places it
    may bring in all. `set_aside` places of its one evening were set aside for it; `reserved` of them are left: they are
    taken already, and come back when the code ends. Written only by events.domain.vouchers.
    """

    PERCENT, FIXED, FREE = "percent", "fixed", "free"
    KINDS = ((PERCENT, "A percentage off"), (FIXED, "An amount off each place"), (FREE, "Free of charge"))

    series = models.ForeignKey("events.Series", on_delete=models.CASCADE, related_name="vouchers")
    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, null=True, blank=True, related_name="vouchers")
    words = models.CharField(max_length=30)
    note = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=8, choices=KINDS)
    value = models.PositiveIntegerField(default=0)
    most_places = models.PositiveIntegerField(null=True, blank=True)
    set_aside = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                Lower("words"), "series", name="voucher_words_once_while_open", condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="voucher_percent_to_100", condition=~Q(kind="percent") | Q(value__range=(1, 100))
            ),
            models.CheckConstraint(
                name="voucher_reserves_at_one_evening", condition=Q(reserved=0) | Q(event__isnull=False)
            ),
            models.CheckConstraint(
                name="voucher_reserves_what_was_set_aside", condition=Q(reserved__lte=models.F("set_aside"))
            ),
            models.CheckConstraint(
                name="voucher_ended_reserves_nothing", condition=Q(ended_at__isnull=True) | Q(reserved=0)
            ),
        ]

    def __str__(self) -> str:
        return self.words

    def price(self, price: Money) -> Money:
        """What a place of this price costs with the code; what is too little for a card is free."""
        if self.kind == self.PERCENT:
            amount = price.amount * (100 - self.value) // 100
        else:
            amount = price.amount - (price.amount if self.kind == self.FREE else self.value)
        return Money(amount if amount >= LEAST_BY_CARD else 0, price.currency)

    def is_open(self, now: dt.datetime) -> bool:
        return self.ended_at is None and (self.ends_at is None or now < self.ends_at)
