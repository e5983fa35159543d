from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from foundation.lib.states import Table


class SwapQuerySet(models.QuerySet["Swap"]):
    def of(self, ticket_id: int) -> "SwapQuerySet":
        return self.filter(Q(asker=ticket_id) | Q(other=ticket_id))

    def between(self, one: int, other: int) -> "SwapQuerySet":
        """Of two tickets, whoever of them asked."""
        return self.filter(Q(asker=one, other=other) | Q(asker=other, other=one))

    def standing(self) -> "SwapQuerySet":
        """Not taken back and not ended; a declined one stands, because to its asker it is open."""
        return self.filter(ended_at__isnull=True)

    def agreed(self) -> "SwapQuerySet":
        return self.filter(state=Swap.AGREED)


class Swap(models.Model):
    """Two people of one evening who may swap details. Moved only by networking.domain.swaps.

    Nothing but a first name is shown before both said yes. Each side's `shares` is a list of names of fields
    (networking.domain.swaps.FIELDS) that the other then sees as they are now; withdrawing ends that at once.
    A decline is silent: to the asker it looks as if it were still open. One whose asker takes it back stays declined,
    with `ended_at`, so that asking again is no second question to somebody who said no.
    """

    ASKED, AGREED, DECLINED, WITHDRAWN = "asked", "agreed", "declined", "withdrawn"
    TRANSITIONS = Table(
        first=(ASKED,),
        moves={ASKED: (AGREED, DECLINED, WITHDRAWN), DECLINED: (AGREED,), AGREED: (WITHDRAWN,), WITHDRAWN: ()},
    )

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="+")
    asker = models.ForeignKey("attendees.Ticket", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("attendees.Ticket", on_delete=models.CASCADE, related_name="+")
    asker_shares = models.JSONField(default=list)
    other_shares = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, default=ASKED)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SwapQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="swap_not_oneself", condition=~Q(asker=F("other"))),
            models.UniqueConstraint(
                Least("asker", "other"),
                Greatest("asker", "other"),
                name="swap_one_a_pair_while_it_stands",
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="swap_times",
                condition=Q(state="asked", answered_at__isnull=True, ended_at__isnull=True)
                | Q(state="agreed", answered_at__isnull=False, ended_at__isnull=True)
                | Q(state="declined", answered_at__isnull=False)
                | Q(state="withdrawn", ended_at__isnull=False),
            ),
        ]
        indexes = [models.Index(name="swap_by_event", fields=["event", "state"])]

    def __str__(self) -> str:
        return f"swap {self.pk}, {self.state}"
