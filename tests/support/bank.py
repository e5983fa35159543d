"""The payments' side of a test: a Stripe simulator on loopback, and its webhooks brought to our own door."""

import pytest

from foundation.lib import clock
from payments.domain import checkout, inbox, owed, reconcile, refunds, returns
from payments.models import Payment
from tests.support import stripe_desk

BACK = "http://localhost:8000/back/"


class Bank:
    """`bank.pay(payment)` is the payer, `bank.deliver()` Stripe's courier, `bank.sweep()` a minute of our sweeps."""

    def __init__(self, desk, client):
        self.desk, self.client = desk, client
        self.delivered = 0

    def checkout(self, sign_up):
        """An open payment with its page."""
        payment = checkout.begin(sign_up, now=clock.now())
        checkout.start(payment, back_to=BACK, now=clock.now())
        return Payment.objects.get(pk=payment.pk)

    def pay(self, payment, **wish):
        assert self.desk.control(f"sessions/{payment.session_id}/pay", **wish) == {"outcome": "paid"}

    def expire(self, payment):
        self.desk.control(f"sessions/{payment.session_id}/expire")

    def change(self, payment, **wish):
        """What a mistake or a fraud at Stripe would look like."""
        self.desk.control(f"sessions/{payment.session_id}/change", **wish)

    def refund(self, payment, **wish):
        """From Stripe's dashboard."""
        return self.desk.control("refunds", payment_intent=payment.intent_id, **wish)

    def dispute(self, payment, **wish):
        return self.desk.control("disputes", payment_intent=payment.intent_id, **wish)

    def be(self, mode, **wish):
        """`be("unavailable")`, `be("hang")`, `be("lose-answers", requests=1)`, `be("none")`."""
        self.desk.control("outage", mode=mode, **wish)

    def post(self, body, signature):
        return self.client.post(
            "/stripe/webhook/", body, content_type="application/json", headers={"Stripe-Signature": signature}
        )

    def courier(self):
        """Bring the webhooks that are due; their answers."""
        self.desk.settle()
        news = self.desk.inbox.got[self.delivered :]
        self.delivered = len(self.desk.inbox.got)
        return [self.post(body, signature).status_code for body, signature in news]

    def deliver(self):
        """Bring the webhooks that are due, and let the inbox work on them."""
        assert set(self.courier()) <= {200}
        inbox.process(now=clock.now())

    def catch_up(self):
        """Fetch what happened at Stripe whose webhook never came, and let the inbox work on it."""
        reconcile.fetch_missed(sweep="a test's")
        inbox.process(now=clock.now())

    def sweep(self):
        """A minute of our sweeps, without any webhook."""
        now = clock.now()
        reconcile.close_abandoned(now=now)
        reconcile.ask(now=now)
        owed.sweep(now=now)
        refunds.send_due(now=now)
        returns.follow_up(now=now)


@pytest.fixture
def bank(db, settings, client):
    """A Stripe simulator that the product talks to."""
    with stripe_desk.opened() as desk:
        settings.STRIPE_API_URL = desk.url
        settings.STRIPE_WEBHOOK_SECRET = stripe_desk.SECRET
        yield Bank(desk, client)
