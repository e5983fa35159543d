"""The control API under /_control: what a test or the demo wants Stripe to do. README.md lists it."""

import json
import re
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import fields, replace
from typing import Any

from payments.simulator import (
    cards,
    charges,
    checkout,
    deliveries,
    disputes,
    events,
    payment_intents,
    refunds,
    sessions,
    settings,
    webhooks,
)
from payments.simulator.call import Call
from payments.simulator.checkout import Asked, Closed, Declined, Paid
from payments.simulator.errors import StripeError
from payments.simulator.exchange import Request, Response, json_response
from payments.simulator.payer import Payer
from payments.simulator.store import Object

Wish = dict[str, Any]
CHANGEABLE = ("amount_total", "client_reference_id", "currency", "metadata", "payment_status")


def answer(call: Call, request: Request) -> Response:
    """JSON in, JSON out, for this machine only. A GET changes nothing."""
    if not request.from_this_machine:
        return json_response({"error": "The control API answers this machine only."}, status=403)
    for method, pattern, act in ROUTES:
        match = re.fullmatch(pattern, request.path)
        if match and method == request.method:
            return _run(call, request, act, match.groups())
    return json_response({"error": "There is no such control. See README.md."}, status=404)


def _run(call: Call, request: Request, act: Callable[..., Any], ids: tuple[str, ...]) -> Response:
    try:
        if request.method == "GET":
            return json_response(act(call, *ids))
        with nullcontext() if act in (send_again, settle) else call.store.transaction():
            return json_response(act(call, *ids, wish=_wish(request)))
    except StripeError as refusal:
        return json_response(refusal.body(), status=refusal.status)
    except (TypeError, ValueError, KeyError) as problem:
        return json_response({"error": f"That wish was not understood: {problem!r}"}, status=400)


def _wish(request: Request) -> Wish:
    """A page on another site can make a browser post here, but not as JSON."""
    if request.headers["content-type"].split(";")[0].strip() != "application/json":
        raise ValueError("send application/json")
    wish = json.loads(request.text or "{}")
    if not isinstance(wish, dict):
        raise TypeError("send an object")
    return wish


def show(call: Call) -> Wish:
    return {
        "webhooks": vars(settings.webhooks(call.store)),
        "outage": vars(settings.outage(call.store)),
        "refunds": vars(settings.refunding(call.store)),
        "endpoint": call.endpoint.url if call.endpoint else None,
    }


def set_webhooks(call: Call, *, wish: Wish) -> Wish:
    """What is not named keeps its value."""
    with call.store.transaction():
        settings.keep(call.store, "webhooks", replace(settings.webhooks(call.store), **wish))
    return show(call)


def set_endpoint(call: Call, *, wish: Wish) -> Wish:
    known = settings.Endpoint(url=wish["url"], secret=wish["secret"])
    call.store.set("endpoint", vars(known))
    return {**show(call), "endpoint": known.url}


def set_outage(call: Call, *, wish: Wish) -> Wish:
    """What is not named goes back to its default."""
    if wish.get("mode", "none") not in settings.OUTAGES:
        raise ValueError(f"mode is one of {', '.join(settings.OUTAGES)}")
    settings.keep(call.store, "outage", settings.Outage(**wish))
    return show(call)


def set_refunds(call: Call, *, wish: Wish) -> Wish:
    """What is not named goes back to its default; pending ones stay pending unless `seconds` is given."""
    outcome = wish.get("outcome", "succeed")
    if outcome not in settings.REFUNDS:
        raise ValueError(f"outcome is one of {', '.join(settings.REFUNDS)}")
    never = {"seconds": -1.0} if outcome == "pending" else {}
    settings.keep(call.store, "refunding", settings.Refunding(**{**never, **wish}))
    return show(call)


def pay(call: Call, id: str, *, wish: Wish) -> Wish:
    """As if the payer had done it on the page: `card`, `confirm` (the answer to the bank), Payer's fields."""
    card = cards.find(wish.pop("card", cards.PRACTICE.number))
    confirm = wish.pop("confirm", None)
    session = sessions.find(call, id)
    if card is None:
        raise ValueError("card is none of the test cards")
    known = {one.name for one in fields(Payer)}
    if set(wish) - known:
        raise ValueError(f"a payer has {', '.join(sorted(known))}")
    payer = Payer(**{"email": session["customer_email"] or "payer@flashmob.example", **wish})
    outcome = checkout.pay(call, id, card=card, payer=payer)
    if isinstance(outcome, Asked) and confirm is not None:
        outcome = checkout.answer(call, id, confirmed=confirm)
    return _told(outcome)


def _told(outcome: checkout.Outcome) -> Wish:
    match outcome:
        case Paid():
            return {"outcome": "paid"}
        case Declined(sentence):
            return {"outcome": "declined", "sentence": sentence}
        case Asked(url):
            return {"outcome": "asked", "url": url}
        case Closed(status):
            return {"outcome": "closed", "status": status}


def expire(call: Call, id: str, *, wish: Wish) -> Object:
    return sessions.expire(call, id)


def change_session(call: Call, id: str, *, wish: Wish) -> Object:
    """Makes a session differ from what was asked for: what a mistake or a fraud at Stripe would look like."""
    if set(wish) - set(CHANGEABLE):
        raise ValueError(f"only {', '.join(CHANGEABLE)} can be changed")
    session = sessions.find(call, id)
    session.update(wish)
    call.store.save(session)
    return session


def _charge(call: Call, wish: Wish) -> Object:
    if "charge" in wish:
        return charges.retrieve(call, wish["charge"])
    intent = payment_intents.retrieve(call, wish["payment_intent"])
    return charges.retrieve(call, intent["latest_charge"] or "")


def open_dispute(call: Call, *, wish: Wish) -> Object:
    charge = _charge(call, wish)
    reason = wish.get("reason", "fraudulent")
    return disputes.open(call, charge, reason=reason, amount=wish.get("amount"))


def close_dispute(call: Call, id: str, *, wish: Wish) -> Object:
    if wish.get("outcome") not in ("won", "lost"):
        raise ValueError("outcome is won or lost")
    return disputes.close(call, id, won=wish["outcome"] == "won")


def refund(call: Call, *, wish: Wish) -> Object:
    """As if somebody had refunded in Stripe's dashboard."""
    charge = _charge(call, wish)
    given = {"amount": wish["amount"]} if "amount" in wish else {}
    return refunds.create(call, {"charge": charge["id"], "reason": "requested_by_customer", **given})


def succeed_refund(call: Call, id: str, *, wish: Wish) -> Object:
    return refunds.succeed(call, id)


def fail_refund(call: Call, id: str, *, wish: Wish) -> Object:
    return refunds.fail(call, id, **wish)


def fast_forward(call: Call, *, wish: Wish) -> Wish:
    """What would come of itself within so many seconds comes now. Clocks and timestamps stay real."""
    seconds = float(wish["seconds"])
    deliveries.hurry(call.store, seconds=seconds)
    sessions.expire_overdue(call, ahead=seconds)
    refunds.settle_due(call, ahead=seconds)
    return {"seconds": seconds}


def list_deliveries(call: Call) -> list[Wish]:
    return deliveries.listed(call.store)


def send_again(call: Call, *, wish: Wish) -> Wish:
    """Posts an event once more, now, as it was or forged: `timestamp`, `secret`, `body`, `scheme`,
    `signature` (null: none at all). Gives the endpoint's answer."""
    if call.endpoint is None:
        raise ValueError("there is no endpoint")
    body = wish.get("body") or webhooks.payload(events.retrieve(call, wish["event"]))
    signature = wish.get(
        "signature",
        webhooks.sign(
            body,
            wish.get("secret", call.endpoint.secret),
            int(wish.get("timestamp", time.time())),
            scheme=wish.get("scheme", "v1"),
        ),
    )
    status, problem = webhooks.post(call.endpoint, body, signature=signature)
    return {"status": status, "problem": problem}


def settle(call: Call, *, wish: Wish) -> Wish:
    """Waits until nothing is due at the webhook, now or in the time that shuffling takes: at most `timeout`
    seconds. Later tries and delayed ones do not count."""
    end = time.monotonic() + float(wish.get("timeout", 5))
    while not deliveries.idle(call.store, now=time.time() + deliveries.SHUFFLE_WINDOW):
        if time.monotonic() > end:
            return {"idle": False}
        time.sleep(0.02)
    return {"idle": True}


def reset(call: Call, *, wish: Wish) -> Wish:
    call.store.clear()
    return {}


ID = r"([A-Za-z0-9_]+)"
ROUTES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("GET", "/_control/?", show),
    ("POST", "/_control/webhooks", set_webhooks),
    ("POST", "/_control/endpoint", set_endpoint),
    ("POST", "/_control/outage", set_outage),
    ("POST", "/_control/refund-outcome", set_refunds),
    ("POST", f"/_control/sessions/{ID}/pay", pay),
    ("POST", f"/_control/sessions/{ID}/expire", expire),
    ("POST", f"/_control/sessions/{ID}/change", change_session),
    ("POST", "/_control/disputes", open_dispute),
    ("POST", f"/_control/disputes/{ID}/close", close_dispute),
    ("POST", "/_control/refunds", refund),
    ("POST", f"/_control/refunds/{ID}/succeed", succeed_refund),
    ("POST", f"/_control/refunds/{ID}/fail", fail_refund),
    ("POST", "/_control/fast-forward", fast_forward),
    ("GET", "/_control/deliveries", list_deliveries),
    ("POST", "/_control/deliveries", send_again),
    ("POST", "/_control/settle", settle),
    ("POST", "/_control/reset", reset),
)
