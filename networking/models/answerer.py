from django.db import models
from django.db.models import Q

from foundation.lib.states import Table
from networking.models.whose import of_its_person


class AnswererQuerySet(models.QuerySet["Answerer"]):
    def standing(self) -> "AnswererQuerySet":
        """Of people who still have the place with which they said so."""
        return self.filter(of_its_person("ticket", at="said_at"))

    def offered(self) -> "AnswererQuerySet":
        return self.standing().filter(state=Answerer.OFFERED)


class Answerer(models.Model):
    """Somebody who can help with an ask. Moved only by networking.domain.answerers.

    OFFERED: they tapped "I can help" at an open question. PROPOSED: the host thinks of them for a private one, of which
    they know nothing yet; ACCEPTED: its asker said yes (`accepted_at`) and they are shown the topic; AGREED: so did
    they. Declined and withdrawn say nothing to the other side: to the asker an accepted one looks open for good.
    """

    OFFERED, PROPOSED, ACCEPTED, AGREED = "offered", "proposed", "accepted", "agreed"
    DECLINED, WITHDRAWN = "declined", "withdrawn"
    TRANSITIONS = Table(
        first=(OFFERED, PROPOSED),
        moves={
            OFFERED: (WITHDRAWN,),
            PROPOSED: (ACCEPTED, DECLINED, WITHDRAWN),
            ACCEPTED: (AGREED, DECLINED, WITHDRAWN),
            AGREED: (WITHDRAWN,),
            DECLINED: (),
            WITHDRAWN: (OFFERED, PROPOSED),
        },
    )

    ask = models.ForeignKey("networking.Ask", on_delete=models.CASCADE, related_name="answerers")
    ticket = models.ForeignKey("attendees.Ticket", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, default=OFFERED)
    said_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = AnswererQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="answerer_once", fields=["ask", "ticket"]),
            models.UniqueConstraint(
                name="answerer_one_proposed",
                fields=["ask"],
                condition=Q(state__in=["proposed", "accepted", "agreed"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} for question {self.ask_id}"
