from django.db import models
from django.db.models import Q

from foundation.lib.money import Money
from foundation.lib.states import Table


class RefundQuerySet(models.QuerySet["Refund"]):
    def standing(self) -> "RefundQuerySet":
        """Money that went back or is to go back: all but those that failed."""
        return self.exclude(state=Refund.FAILED)


class Refund(models.Model):
    """Money going back. `key` says why and makes it happen once: `cancelled:<ticket>`, `late:<payment>`,
    `desk:<token>`, `again:<refund>` (the second try of one that came back), `stripe:<id>` (made in Stripe's dashboard).

    The refunds of a payment never exceed it (checked under the payment's row lock). `try_after` is real time.
    """

    DUE, REQUESTED, DONE, FAILED = "due", "requested", "done", "failed"
    TRANSITIONS = Table(
        first=(DUE,),
        moves={DUE: (REQUESTED, DONE, FAILED), REQUESTED: (DONE, FAILED), FAILED: (DUE, DONE), DONE: (FAILED,)},
    )

    payment = models.ForeignKey("payments.Payment", on_delete=models.PROTECT, related_name="refunds")
    ticket = models.ForeignKey("attendees.Ticket", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=160, unique=True)
    instead_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="tried_again"
    )
    state = models.CharField(max_length=10, default=DUE)
    amount = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=200)
    by = models.CharField(max_length=120)
    stripe_id = models.CharField(max_length=120, blank=True, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    try_after = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = RefundQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="refund_is_some_money", condition=Q(amount__gt=0))]
        indexes = [models.Index(name="refund_waiting", fields=["id"], condition=Q(state__in=["due", "requested"]))]

    def __str__(self) -> str:
        return self.key

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)
