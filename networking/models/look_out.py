from django.db import models
from django.db.models import Q

from foundation.lib.states import Table
from networking.models.whose import of_its_person


class LookOutQuerySet(models.QuerySet["LookOut"]):
    def standing(self) -> "LookOutQuerySet":
        """Of regulars who still have the place with which they said so."""
        return self.filter(of_its_person("regular", at="said_at"))

    def paired(self) -> "LookOutQuerySet":
        """Those whose newcomer, proposed or agreed, still has their place too."""
        return self.standing().filter(of_its_person("newcomer", at="said_at"))


class LookOut(models.Model):
    """A regular who looks out for a first-timer at one evening. Moved only by networking.domain.look_outs.

    WILLING: the regular said they would, for somebody. PROPOSED: a newcomer was found for them. AGREED: that newcomer
    said yes please. A newcomer's "no, thank you" makes the regular willing again. `said_at`: when it became what it is.
    """

    WILLING, PROPOSED, AGREED, WITHDRAWN = "willing", "proposed", "agreed", "withdrawn"
    TRANSITIONS = Table(
        first=(WILLING,),
        moves={
            WILLING: (PROPOSED, WITHDRAWN),
            PROPOSED: (AGREED, WILLING, WITHDRAWN),
            AGREED: (WILLING, WITHDRAWN),
            WITHDRAWN: (WILLING,),
        },
    )

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="+")
    regular = models.ForeignKey("attendees.Ticket", on_delete=models.CASCADE, related_name="+")
    newcomer = models.ForeignKey("attendees.Ticket", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, default=WILLING)
    said_at = models.DateTimeField()

    objects = LookOutQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="look_out_regular_once", fields=["regular"]),
            models.UniqueConstraint(
                name="look_out_newcomer_once", fields=["newcomer"], condition=Q(state__in=["proposed", "agreed"])
            ),
            models.CheckConstraint(
                name="look_out_found_has_newcomer",
                condition=Q(state__in=["proposed", "agreed"], newcomer__isnull=False)
                | Q(state__in=["willing", "withdrawn"], newcomer__isnull=True),
            ),
        ]
        indexes = [models.Index(name="look_out_by_event", fields=["event", "state"])]

    def __str__(self) -> str:
        return f"look-out {self.pk}, {self.state}"
