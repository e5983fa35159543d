from django.db import models
from django.db.models import F, Q

from foundation.lib.states import Table


class Promise(models.Model):
    """An "I will send you …" between two who agreed to swap. Moved only by networking.domain.promises.

    Sent is what its maker says; dropped ("no longer needed") is what either says.
    """

    OPEN, SENT, DROPPED = "open", "sent", "dropped"
    TRANSITIONS = Table(first=(OPEN,), moves={OPEN: (SENT, DROPPED), SENT: (), DROPPED: ()})

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("attendees.Ticket", on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey("attendees.Ticket", on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=200)
    state = models.CharField(max_length=7, default=OPEN)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="promise_not_to_oneself", condition=~Q(by=F("to"))),
            models.CheckConstraint(
                name="promise_ended_has_time",
                condition=Q(state="open", ended_at__isnull=True) | ~Q(state="open") & Q(ended_at__isnull=False),
            ),
        ]
        indexes = [models.Index(name="promise_by_event", fields=["event", "state"])]

    def __str__(self) -> str:
        return f"promise {self.pk}, {self.state}"
