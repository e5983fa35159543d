import datetime as dt

from django.db import models
from django.db.models import Exists, OuterRef, Q

from attendees.models import Ticket
from foundation.lib import codes
from foundation.lib.money import Money
from foundation.lib.states import Table


class PaymentQuerySet(models.QuerySet["Payment"]):
    def open(self) -> "PaymentQuerySet":
        return self.filter(state=Payment.OPEN)

    def succeeded(self) -> "PaymentQuerySet":
        return self.filter(state=Payment.SUCCEEDED)

    def abandoned(self) -> "PaymentQuerySet":
        """Those whose sign-up holds no place any more."""
        held = Ticket.objects.filter(sign_up=OuterRef("sign_up"), state=Ticket.HELD)
        return self.exclude(Exists(held))


class Payment(models.Model):
    """Money by card for a sign-up. `code` is our reference at Stripe and the idempotency key of the session.

    `expires_at` is stored before Stripe is asked: a retry with another value would be an error. It, `created_at` and
    `asked_at` are real time; `paid_at` is the product's.
    """

    OPEN, SUCCEEDED, FAILED, EXPIRED = "open", "succeeded", "failed", "expired"
    TRANSITIONS = Table(
        first=(OPEN,),
        moves={OPEN: (SUCCEEDED, FAILED, EXPIRED), EXPIRED: (SUCCEEDED,), FAILED: (SUCCEEDED,), SUCCEEDED: ()},
    )

    sign_up = models.ForeignKey("attendees.SignUp", on_delete=models.PROTECT, related_name="payments")
    code = models.CharField(max_length=26, unique=True, default=codes.random_code)
    state = models.CharField(max_length=10, default=OPEN)
    amount = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    quantity = models.PositiveSmallIntegerField()
    expires_at = models.DateTimeField()
    session_id = models.CharField(max_length=120, blank=True, db_index=True)
    session_url = models.URLField(max_length=1000, blank=True)
    intent_id = models.CharField(max_length=120, blank=True, db_index=True)
    fee_amount = models.PositiveIntegerField(null=True, blank=True)
    payer_name = models.CharField(max_length=120, blank=True)
    payer_company = models.CharField(max_length=120, blank=True)
    payer_address = models.TextField(blank=True)
    created_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="payment_one_open_per_sign_up", fields=["sign_up"], condition=Q(state="open")),
            models.CheckConstraint(
                name="payment_succeeded_has_time",
                condition=Q(state="succeeded", paid_at__isnull=False)
                | (~Q(state="succeeded") & Q(paid_at__isnull=True)),
            ),
        ]
        indexes = [models.Index(name="payment_open", fields=["expires_at"], condition=Q(state="open"))]

    def __str__(self) -> str:
        return f"payment {self.code}"

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    def session_is_open(self, now: dt.datetime) -> bool:
        return bool(self.session_url) and now < self.expires_at
