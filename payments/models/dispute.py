from django.db import models


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def took_money(self) -> "DisputeQuerySet":
        """Those whose money is with the payer's bank: not won, and not a mere question of the bank."""
        return self.exclude(state__in=Dispute.WITHOUT_LOSS)


class Dispute(models.Model):
    """A payer's bank took the money back, for now or for good. `state` is Stripe's word (needs_response, won, lost)."""

    WITHOUT_LOSS = ("won", "warning_needs_response", "warning_under_review", "warning_closed", "prevented")

    payment = models.ForeignKey("payments.Payment", on_delete=models.PROTECT, related_name="disputes")
    stripe_id = models.CharField(max_length=120, unique=True)
    amount = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=30)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = DisputeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.stripe_id

    @property
    def is_closed(self) -> bool:
        return self.state in ("won", "lost", "warning_closed", "prevented")

    @property
    def took_money(self) -> bool:
        return self.state not in self.WITHOUT_LOSS
