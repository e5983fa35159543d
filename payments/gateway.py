"""The door to Stripe, and the only module that imports `stripe`. Real time; plain values in, frozen values out.

Never called inside a transaction: a row lock must not wait for somebody else's network.
"""

import datetime as dt
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import stripe
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from redis.exceptions import RedisError

from foundation.lib import clock

if TYPE_CHECKING:
    from stripe.params import RefundCreateParams
    from stripe.params.checkout import SessionCreateParams

log = logging.getLogger(__name__)
CONNECT_SECONDS, READ_SECONDS = 3, 6
RESTING, RESTS_FOR = "stripe-rests", 15
TOLERANCE = dt.timedelta(seconds=300)
SHORTEST_SESSION = dt.timedelta(minutes=30)
BUSY = 409
MOMENTARY = {401, 403, BUSY, 429}
"""Answers that say nothing about what was asked: a wrong key is ours to mend, a busy key or a rate passes."""


class GatewayDown(Exception):
    """Stripe could not be asked, or could not answer: nothing is known, ask again later."""


class GatewayBusy(GatewayDown):
    """The very same is being asked at this moment by somebody else of us: a double click."""


class GatewayRefused(Exception):
    """Stripe understood and said no; `code` is its word for why ("charge_already_refunded"), or empty."""

    def __init__(self, sentence: str, *, code: str) -> None:
        super().__init__(sentence)
        self.code = code


class Forged(Exception):
    """A message that Stripe did not send to us, or not now."""


@dataclass(frozen=True)
class Order:
    """What is to be paid for. `code` is our reference there and the idempotency key; `amount` is of one place."""

    code: str
    line: str
    amount: int
    quantity: int
    currency: str
    email: str
    expires_at: dt.datetime
    success_url: str
    cancel_url: str


@dataclass(frozen=True)
class Session:
    """A Checkout session as it is now. `fee` is what Stripe keeps of the money, once it is known."""

    id: str
    url: str
    status: str
    is_paid: bool
    amount: int
    currency: str
    reference: str
    intent_id: str
    fee: int | None

    @property
    def is_expired(self) -> bool:
        return self.status == "expired"


@dataclass(frozen=True)
class Returned:
    """Money on its way back, or back: `status` is pending, succeeded, failed or canceled. `key` is ours, or empty."""

    id: str
    intent_id: str
    amount: int
    currency: str
    status: str
    key: str
    failure: str


@dataclass(frozen=True)
class Contested:
    """A dispute: the payer's bank took the money back, for now or for good."""

    id: str
    intent_id: str
    amount: int
    currency: str
    status: str


@dataclass(frozen=True)
class Happening:
    """Something that happened at Stripe, from a webhook or the list of events."""

    id: str
    type: str
    body: dict[str, Any]


def rests() -> bool:
    """Whether Stripe left somebody without any answer within the last 15 seconds.

    Who serves a person does not ask then: a Stripe that hangs must not hold every thread of the site.
    """
    try:
        return bool(cache.get(RESTING))
    except (OSError, RedisError):
        return False


def create_session(order: Order) -> Session:
    """Open a hosted payment page; asked twice with the same order it is the same session.

    Raises GatewayBusy when it is being opened by another request at this moment.
    """
    params: SessionCreateParams = {
        "mode": "payment",
        "allowed_payment_method_types": ["card"],
        "line_items": [
            {
                "quantity": order.quantity,
                "price_data": {
                    "currency": order.currency,
                    "unit_amount": order.amount,
                    "product_data": {"name": order.line},
                },
            }
        ],
        "client_reference_id": order.code,
        "customer_email": order.email,
        "expires_at": int(order.expires_at.timestamp()),
        "locale": "en-GB",
        "submit_type": "book",
        "success_url": order.success_url,
        "cancel_url": order.cancel_url,
        "payment_intent_data": {"description": order.line, "metadata": {"payment": order.code}},
    }
    with _asking() as client:
        return _session(client.v1.checkout.sessions.create(params, {"idempotency_key": order.code}))


def retrieve_session(session_id: str) -> Session:
    """The session with its payment and fee."""
    with _asking() as client:
        return _session(
            client.v1.checkout.sessions.retrieve(
                session_id, {"expand": ["payment_intent.latest_charge.balance_transaction"]}
            )
        )


def expire_session(session_id: str) -> Session:
    """Close the payment page; raises GatewayRefused when it is paid or closed already."""
    with _asking() as client:
        return _session(client.v1.checkout.sessions.expire(session_id))


def refund(*, key: str, intent_id: str, amount: int) -> Returned:
    """Send money back; asked twice with the same key it goes back once (Stripe remembers keys for a day)."""
    params: RefundCreateParams = {"payment_intent": intent_id, "amount": amount, "metadata": {"refund": key}}
    with _asking() as client:
        return _returned(client.v1.refunds.create(params, {"idempotency_key": f"refund:{key}"}))


def list_refunds(intent_id: str) -> list[Returned]:
    """All money that went back of one payment, oldest first, whoever sent it."""
    with _asking() as client:
        found = client.v1.refunds.list({"payment_intent": intent_id, "limit": 100})
        return [_returned(one) for one in reversed(list(found.auto_paging_iter()))]


def retrieve_dispute(dispute_id: str) -> Contested:
    with _asking() as client:
        found = client.v1.disputes.retrieve(dispute_id)
        return Contested(
            id=found.id,
            intent_id=_id(found.payment_intent),
            amount=found.amount,
            currency=found.currency,
            status=found.status,
        )


def list_events(*, since: dt.datetime, types: Sequence[str]) -> Iterator[Happening]:
    """What happened at Stripe since then, newest first; it remembers 30 days."""
    with _asking() as client:
        found = client.v1.events.list({"created": {"gte": int(since.timestamp())}, "types": list(types), "limit": 100})
        for one in found.auto_paging_iter():
            yield Happening(id=one.id, type=one.type, body=one.to_dict())


def read_webhook(body: bytes, *, signature: str) -> Happening:
    """The event in a webhook's body. Raises Forged unless Stripe signed it with our secret within 300 seconds of now,
    before or after, with the v1 scheme, and in the mode (test or live) of our key.
    """
    try:
        stripe.WebhookSignature.verify_header(
            body, signature, settings.STRIPE_WEBHOOK_SECRET, tolerance=int(TOLERANCE.total_seconds())
        )
        event = stripe.Webhook.construct_event_without_verification(body)
        signed_at = dt.datetime.fromtimestamp(_timestamp(signature), dt.UTC)
    except (stripe.SignatureVerificationError, ValueError, AttributeError, TypeError) as error:
        raise Forged(str(error)) from error
    if signed_at > clock.real_now() + TOLERANCE:
        raise Forged("signed in the future")
    if event.livemode != is_live():
        raise Forged("of the other mode, test or live")
    return Happening(id=event.id, type=event.type, body=event.to_dict())


def is_live() -> bool:
    """Whether our key moves real money."""
    return "_live_" in settings.STRIPE_SECRET_KEY


@contextmanager
def _asking() -> Iterator[stripe.StripeClient]:
    """The client, outside of any transaction, with Stripe's many errors turned into two."""
    _refuse_inside_transaction()
    try:
        yield _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_URL)
    except stripe.APIConnectionError as error:
        _remember_rest()
        raise GatewayDown(str(error)) from error
    except stripe.StripeError as error:
        status = error.http_status or 500
        if status == BUSY:
            raise GatewayBusy(str(error)) from error
        if status >= 500 or status in MOMENTARY:
            raise GatewayDown(str(error)) from error
        raise GatewayRefused(str(error), code=error.code or "") from error


def _remember_rest() -> None:
    try:
        cache.set(RESTING, True, timeout=RESTS_FOR)
    except (OSError, RedisError) as error:
        log.warning("a resting Stripe is not remembered", extra={"error": type(error).__name__})


def _refuse_inside_transaction() -> None:
    """As Django's own `durable`: the outermost transaction of a test does not count."""
    blocks = transaction.get_connection().atomic_blocks
    if blocks and not blocks[-1]._from_testcase:
        raise RuntimeError("Stripe was asked inside a transaction")


@lru_cache(maxsize=4)
def _client(key: str, url: str) -> stripe.StripeClient:
    return stripe.StripeClient(
        key,
        base_addresses={"api": url} if url else {},
        http_client=stripe.RequestsClient(timeout=(CONNECT_SECONDS, READ_SECONDS)),
        max_network_retries=1,
    )


def _session(found: stripe.checkout.Session) -> Session:
    intent = found.payment_intent
    return Session(
        id=found.id,
        url=found.url or "",
        status=found.status or "",
        is_paid=found.payment_status == "paid",
        amount=found.amount_total or 0,
        currency=found.currency or "",
        reference=found.client_reference_id or "",
        intent_id=_id(intent),
        fee=_fee(intent),
    )


def _fee(intent: str | stripe.PaymentIntent | None) -> int | None:
    """In the account's own currency; known once the charge is booked."""
    charge = intent.latest_charge if isinstance(intent, stripe.PaymentIntent) else None
    booked = charge.balance_transaction if isinstance(charge, stripe.Charge) else None
    return booked.fee if isinstance(booked, stripe.BalanceTransaction) else None


def _returned(found: stripe.Refund) -> Returned:
    return Returned(
        id=found.id,
        intent_id=_id(found.payment_intent),
        amount=found.amount,
        currency=found.currency,
        status=found.status or "",
        key=_label(found.metadata, "refund"),
        failure=getattr(found, "failure_reason", None) or "",
    )


def _id(found: str | stripe.StripeObject | None) -> str:
    if isinstance(found, str):
        return found
    return str(found["id"]) if found else ""


def _label(metadata: Mapping[str, str] | stripe.StripeObject | None, name: str) -> str:
    """One of the labels that we put on what we make there."""
    return str(metadata[name]) if metadata and name in metadata else ""


def _timestamp(signature: str) -> int:
    """The moment in a Stripe-Signature header (t=…,v1=…) that was found good."""
    return int(next(part for part in signature.split(",") if part.startswith("t="))[2:])
