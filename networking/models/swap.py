from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from foundation.lib.states import Table


class Swap(models.Model):
    """Two people of one evening who may swap details. Moved only by networking.domain.swaps.

    Nothing but a first name is shown before both said yes. Each side's `shares` is a list of names of fields
    (networking.domain.swaps.FIELDS) that the other then sees as they are now; withdrawing ends that at once.
    A decline is silent: to the asker it looks as if it were still open.
    """

    ASKED, AGREED, DECLINED, WITHDRAWN = "asked", "agreed", "declined", "withdrawn"
    TRANSITIONS = Table(
        first=(ASKED,),
        moves={ASKED: (AGREED, DECLINED, WITHDRAWN), AGREED: (WITHDRAWN,), DECLINED: (), WITHDRAWN: ()},
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

    class Meta:
        constraints = [
            models.CheckConstraint(name="swap_not_oneself", condition=~Q(asker=F("other"))),
            models.UniqueConstraint(
                Least("asker", "other"),
                Greatest("asker", "other"),
                name="swap_one_a_pair_while_it_stands",
                condition=Q(state__in=["asked", "agreed", "declined"]),
            ),
            models.CheckConstraint(
                name="swap_times",
                condition=Q(state="asked", answered_at__isnull=True, ended_at__isnull=True)
                | Q(state__in=["agreed", "declined"], answered_at__isnull=False, ended_at__isnull=True)
                | Q(state="withdrawn", ended_at__isnull=False),
            ),
        ]
        indexes = [models.Index(name="swap_by_event", fields=["event", "state"])]

    def __str__(self) -> str:
        return f"swap {self.pk}, {self.state}"
