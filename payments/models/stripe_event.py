from django.db import models

from foundation.lib.states import Table


class StripeEvent(models.Model):
    """A verified webhook of Stripe, once per id, kept 90 days. Times are real time."""

    RECEIVED, PROCESSED = "received", "processed"
    TRANSITIONS = Table(first=(RECEIVED,), moves={RECEIVED: (PROCESSED,), PROCESSED: ()})

    id = models.CharField(max_length=120, primary_key=True)
    type = models.CharField(max_length=80)
    state = models.CharField(max_length=10, default=RECEIVED)
    payload = models.JSONField()
    received_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.type} {self.id}"
