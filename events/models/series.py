import datetime as dt
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from foundation.lib.money import Money


class Series(models.Model):
    """A recurring meet-up, for example PMO Flashmob London, and what its evenings have in common.

    `offer_hours`: so long a place that came free is kept for who waited first, until the last day.
    """

    DRAFTS, PUBLISHED = "drafts", "published"

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=40, unique=True)
    tagline = models.CharField(max_length=160, blank=True)
    about = models.TextField(blank=True)
    what_happens = models.TextField(blank=True)
    first_time = models.TextField(blank=True)
    house_rules = models.TextField(blank=True)
    host_name = models.CharField(max_length=80)
    host_intro = models.TextField(blank=True)
    host_phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(max_length=254)

    time_zone = models.CharField(max_length=40, default="Europe/London")
    currency = models.CharField(max_length=3, default="gbp")
    price_amount = models.PositiveIntegerField(default=500)
    capacity = models.PositiveIntegerField(default=60)
    starts_at_time = models.TimeField(default=dt.time(18, 30))
    ends_at_time = models.TimeField(default=dt.time(21, 0))
    venue = models.ForeignKey("events.Venue", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    pay_at_door = models.BooleanField(default=False)
    refund_hours = models.PositiveSmallIntegerField(default=24)
    offer_hours = models.PositiveSmallIntegerField(default=24)

    repeats_week = models.SmallIntegerField(null=True, blank=True)  # 1 to 4, or -1 for the last one of the month
    repeats_weekday = models.PositiveSmallIntegerField(null=True, blank=True)  # Monday is 0
    repeats_as = models.CharField(
        max_length=10, default=DRAFTS, choices=[(DRAFTS, "drafts to look at first"), (PUBLISHED, "published dates")]
    )

    supplier_name = models.CharField(max_length=120, blank=True)
    supplier_address = models.TextField(blank=True)
    vat_number = models.CharField(max_length=20, blank=True)
    vat_percent = models.PositiveSmallIntegerField(default=20)
    complaints_contact = models.CharField(max_length=200, blank=True)

    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "series"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="series_repeats_whole",
                condition=Q(repeats_week__isnull=True, repeats_weekday__isnull=True)
                | Q(repeats_week__isnull=False, repeats_weekday__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def price(self) -> Money:
        return Money(self.price_amount, self.currency)
