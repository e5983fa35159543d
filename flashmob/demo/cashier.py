"""Paying for the demo's seeded places on the Stripe simulator, before the site itself runs."""

import datetime as dt
import json
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from django.conf import settings

from attendees.models import SignUp
from flashmob import embedded
from payments.domain import checkout, settlement
from payments.simulator import server


class TakeMoney(Protocol):
    def __call__(self, place: SignUp, *, now: dt.datetime) -> None: ...


@contextmanager
def at_work() -> Iterator[TakeMoney]:
    """The simulator answers at its address inside this block, as it will when the site runs."""
    desk = server.make(
        embedded.with_simulator(embedded.nothing_else, webhook=False), host="127.0.0.1", port=settings.PORT
    )
    threading.Thread(target=desk.serve_forever, daemon=True).start()
    try:
        yield take_money
    finally:
        desk.shutdown()
        desk.server_close()


def take_money(place: SignUp, *, now: dt.datetime) -> None:
    """Pay a sign-up by card with the practice card and settle it; nothing for places paid at the door."""
    if place.way != SignUp.CARD:
        return
    payment = checkout.begin(place, now=now)
    checkout.start(payment, back_to=settings.SITE_URL, now=now)
    request = urllib.request.Request(  # noqa: S310 - our own simulator on this machine
        f"{settings.STRIPE_API_URL}/_control/sessions/{payment.session_id}/pay",
        data=json.dumps({"email": place.email, "name": place.name}).encode(),
        headers={"Content-Type": "application/json"},
    )
    urllib.request.urlopen(request, timeout=10).close()  # noqa: S310
    settlement.settle(payment.pk, now=now)
