import datetime as dt
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

from foundation.lib.money import Money
from foundation.lib.states import Table

GREETING = (
    "You need not know anybody. {host} stands at the door with the list of names: say that it is your first time, and "
    "you are introduced to somebody at once. Then everybody moves round the room in small groups, each with a question "
    "to start from, so that nobody has to begin from nothing."
)


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> "EventQuerySet":
        """What anybody may see: published, or cancelled after it had been published."""
        return self.filter(state__in=[Event.PUBLISHED, Event.CANCELLED], published_at__isnull=False)

    def published(self) -> "EventQuerySet":
        return self.filter(state=Event.PUBLISHED)

    def upcoming(self, now: dt.datetime) -> "EventQuerySet":
        return self.filter(ends_at__gt=now).order_by("starts_at")

    def with_room(self, count: int = 1) -> "EventQuerySet":
        """Those where anybody can take so many places: enough are left and nobody waits."""
        return self.filter(places__taken__lte=F("places__capacity") - count, places__waiting=0)

    def past(self, now: dt.datetime) -> "EventQuerySet":
        return self.filter(ends_at__lte=now).order_by("-starts_at")


class Event(models.Model):
    """One evening of a series. Times are UTC in the row and the event's zone everywhere else.

    Over is a time, not a state. `diary_revision` rises on time, zone, venue, title and cancel.
    A real change (not a small correction) sets `moved_at`, `moved_sentence` and `moved_revision`, the diary revision
    it made, and opens keep-or-refund to those who knew an earlier one. Empty words for first-timers and house rules
    mean those of the series. `repeats_on` is the date of the series' rhythm that this evening stands for, wherever it
    was moved since.
    """

    DRAFT, PUBLISHED, CANCELLED = "draft", "published", "cancelled"
    TRANSITIONS = Table(first=(DRAFT,), moves={DRAFT: (PUBLISHED, CANCELLED), PUBLISHED: (CANCELLED,), CANCELLED: ()})

    series = models.ForeignKey("events.Series", on_delete=models.PROTECT, related_name="events")
    venue = models.ForeignKey("events.Venue", on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=100)
    state = models.CharField(max_length=10, default=DRAFT)

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.CharField(max_length=40)
    repeats_on = models.DateField(null=True, blank=True)
    description = models.TextField(blank=True)
    agenda = models.TextField(blank=True)
    first_time = models.TextField(blank=True)
    house_rules = models.TextField(blank=True)
    door_note = models.CharField(max_length=300, blank=True)

    price_amount = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    pay_at_door = models.BooleanField(default=False)
    refund_hours = models.PositiveSmallIntegerField(default=24)

    week_before_at = models.TimeField(default=dt.time(9, 0))
    two_days_before_at = models.TimeField(default=dt.time(9, 0))
    morning_at = models.TimeField(default=dt.time(8, 0))
    morning_after_at = models.TimeField(default=dt.time(9, 0))

    tonight_line = models.CharField(max_length=200, blank=True)
    tonight_changed_at = models.DateTimeField(null=True, blank=True)
    word = models.CharField(max_length=20, blank=True)
    closing_since = models.DateTimeField(null=True, blank=True)  # the host has come to the close

    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)
    moved_sentence = models.CharField(max_length=500, blank=True)
    moved_revision = models.PositiveIntegerField(default=0)
    diary_revision = models.PositiveIntegerField(default=0)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(name="event_address", fields=["series", "slug"]),
            models.UniqueConstraint(
                name="event_once_a_date_of_the_rhythm",
                fields=["series", "repeats_on"],
                condition=Q(repeats_on__isnull=False),
            ),
            models.CheckConstraint(name="event_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="event_cancelled_has_time",
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_at__isnull=True)),
            ),
        ]
        indexes = [models.Index(name="event_by_start", fields=["series", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.title} {self.starts_at:%Y-%m-%d}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def starts_local(self) -> dt.datetime:
        return self.starts_at.astimezone(self.zone)

    @property
    def ends_local(self) -> dt.datetime:
        return self.ends_at.astimezone(self.zone)

    @property
    def price(self) -> Money:
        return Money(self.price_amount, self.currency)

    @property
    def refund_until(self) -> dt.datetime:
        """Until then a place can be cancelled for its money or moved (UTC)."""
        return self.starts_at - dt.timedelta(hours=self.refund_hours)

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.CANCELLED

    @property
    def is_draft(self) -> bool:
        return self.state == self.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == self.PUBLISHED

    @property
    def first_time_words(self) -> str:
        return self.first_time or self.series.first_time

    @property
    def welcome_words(self) -> str:
        """What a first-timer is told; without words of the host's who greets them, by what sign, what will happen."""
        return self.first_time_words or GREETING.format(host=self.series.host_name)

    @property
    def house_rules_words(self) -> str:
        return self.house_rules or self.series.house_rules

    def is_over(self, now: dt.datetime) -> bool:
        return now >= self.ends_at
