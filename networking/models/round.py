from django.db import models
from django.db.models import F, Q

from foundation.lib.states import Table


class RoundQuerySet(models.QuerySet["Round"]):
    def for_event(self, event_id: int) -> "RoundQuerySet":
        return self.filter(event_id=event_id).order_by("number")

    def live(self) -> "RoundQuerySet":
        return self.filter(state=Round.LIVE)


class Round(models.Model):
    """One round of an evening: who sits where, and until when. Moved only by networking.domain.rounds;
    drafts are made by networking.domain.mixing.

    A draft may be planned anew; a live one is played, and so is a closed one: both stay as they are. `ends_at` is the
    clock time that every phone shows; while `paused_at` is set it does not count, and going on moves it.
    `opener` is the sentence to start with.
    """

    DRAFT, LIVE, CLOSED = "draft", "live", "closed"
    TRANSITIONS = Table(first=(DRAFT,), moves={DRAFT: (LIVE,), LIVE: (CLOSED,), CLOSED: ()})

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=6, default=DRAFT)
    opener = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    is_told = models.BooleanField(default=False)  # its tables were shown to people already

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="round_number_once", fields=["event", "number"]),
            models.UniqueConstraint(name="round_one_live", fields=["event"], condition=Q(state="live")),
            models.CheckConstraint(
                name="round_played_has_times",
                condition=Q(state="draft", starts_at__isnull=True, ends_at__isnull=True)
                | ~Q(state="draft") & Q(starts_at__isnull=False, ends_at__gte=F("starts_at")),
            ),
            models.CheckConstraint(
                name="round_paused_only_live", condition=Q(paused_at__isnull=True) | Q(state="live")
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.number}"
