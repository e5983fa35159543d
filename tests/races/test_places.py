"""Many people for few places, on real connections: never one too many."""

import threading
import time

import pytest
from django.db import connections

from attendees.domain import sign_up as sign_ups
from attendees.domain import wishes
from attendees.models import SignUp, Ticket
from events.domain import places
from events.models import Places
from foundation.lib import clock
from tests.support.at_once import at_once, raised
from tests.support.buyers import Buyer
from tests.support.factories import EventFactory
from tests.support.filled_forms import code_shown

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]
PAGE = "/pmo-london/june/take/"


def wish(number, **fields):
    return wishes.Wish(name=f"Person {number}", email=f"person{number}@mail.example", **fields)


def take(event, number, **fields):
    return lambda: sign_ups.take(event, wish(number, **fields), now=clock.now())


def held(event):
    return Ticket.objects.for_event(event.pk).live().count()


def taken(event):
    return Places.objects.get(event=event).taken


@pytest.fixture
def site(product, bank, series):
    """The web server with four processes, its Stripe, and no limits for one address."""
    product.with_env(
        STRIPE_API_URL=bank.desk.url, HOLD_SHARE_PER_ADDRESS="1000", LAPSED_HOLDS_PER_ADDRESS_PER_HOUR="100000"
    )
    product.web(workers=2, threads=16)
    return product


@pytest.mark.slow
def test_50_buyers_for_10_places_get_exactly_10(site, series, monkeypatch):
    event = EventFactory(series=series, slug="june", capacity=10)
    code = code_shown(monkeypatch)
    buyers = [Buyer(site.url, code) for _ in range(50)]

    answers = [one.value for one in at_once(*(lambda buyer=buyer: buyer.take(PAGE) for buyer in buyers))]

    got, rest = [one for one in answers if one.status == 303], [one for one in answers if one.status != 303]
    assert len(got) == len({one.location for one in got}) == taken(event) == held(event) == 10
    assert {(one.status, one.heading) for one in rest} == {(200, "Full")}


def test_30_wishes_for_5_places_get_exactly_5(db):
    event = EventFactory(capacity=5)

    outcomes = at_once(*(take(event, number) for number in range(30)))

    assert raised(outcomes) == ["Full"] * 25
    assert held(event) == taken(event) == 5


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_200_rushes_never_oversell(db):
    for _ in range(200):
        event = EventFactory(capacity=5)

        at_once(*(take(event, number) for number in range(20)))

        assert held(event) == taken(event) == 5


def test_without_the_guards_the_same_wishes_oversell(without_claim, without_constraint):
    event = EventFactory(capacity=5)

    at_once(*(take(event, number) for number in range(30)))

    assert held(event) > 5


def test_with_the_constraint_alone_they_still_do_not_oversell(without_claim, db):
    event = EventFactory(capacity=5)

    outcomes = at_once(*(take(event, number) for number in range(30)))

    assert held(event) == taken(event) == 5
    assert set(raised(outcomes)) <= {"Full", "IntegrityError"}


@pytest.mark.slow
def test_free_and_paid_places_together_never_exceed_capacity_at_any_moment(db):
    event = EventFactory(capacity=60, pay_at_door=True)
    reserve = [take(event, number, at_door=True) for number in range(200)]
    pay = [take(event, number) for number in range(200, 250)]
    seen, done = [], threading.Event()

    def watch():
        while not done.is_set():
            seen.append(held(event))
            time.sleep(0.005)
        connections.close_all()

    watcher = threading.Thread(target=watch)
    watcher.start()
    outcomes = at_once(*(act for pair in zip(reserve[:50], pay, strict=True) for act in pair), *reserve[50:])
    done.set()
    watcher.join()

    assert raised(outcomes) == ["Full"] * 190
    assert held(event) == taken(event) == 60
    assert max(seen) <= 60
    assert len(seen) > 5


@pytest.mark.slow
def test_ten_clicks_at_once_are_one_hold_and_one_page(site, series, bank, monkeypatch):
    event = EventFactory(series=series, slug="june", capacity=10)
    code = code_shown(monkeypatch)
    clicks = [Buyer(site.url, code, email="ada@mail.example") for _ in range(10)]

    answers = [one.value for one in at_once(*(lambda click=click: click.take(PAGE) for click in clicks))]

    sessions = bank.desk.client.v1.checkout.sessions.list().data
    assert {(one.status, one.location) for one in answers} == {(303, sessions[0].url)}
    assert (SignUp.objects.count(), taken(event), len(sessions)) == (1, 1, 1)


def test_claim_that_is_refused_writes_nothing(db):
    event = EventFactory(capacity=1)

    outcomes = at_once(lambda: places.claim(event.pk, 2), lambda: places.claim(event.pk, 1))

    assert raised(outcomes) == ["Full"]
    assert taken(event) == 1
