"""Places set aside for a code that lapse, are bought and are given back at the same moment, on PostgreSQL."""

import datetime as dt

import pytest

from attendees.domain import departures, reserves, sign_up, tickets
from attendees.domain.wishes import Wish
from attendees.models import Ticket
from events.domain import vouchers
from events.models import Event, Places, Voucher
from foundation.lib import clock
from tests.support.at_once import at_once, raised
from tests.support.factories import EventFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
REPEATS = 10


def buy(event, email, *, code=None):
    def act():
        voucher = Voucher.objects.get(pk=code.pk) if code else None
        wish = Wish(name="Zed", email=email, voucher=voucher, at_door=voucher is None)
        return sign_up.take(Event.objects.get(pk=event.pk), wish, now=clock.now())

    return act


def lapsed(number):
    """An evening of four places, two of them set aside for a code, held by it and never paid."""
    event = EventFactory(capacity=4, slug=f"june-{number}")
    values = {"words": f"CODE{number}", "kind": "percent", "value": 50, "event": event, "reserved": 2}
    code = vouchers.create(event.series, values=values, by="Henry", now=clock.now())
    for name in ("ada", "ben"):
        buy(event, f"{name}{number}@mail.example", code=code)()
    Ticket.objects.for_event(event.pk).update(held_until=clock.now() - dt.timedelta(minutes=1))
    return event, code


def test_without_giving_back_the_reserve_melts_away(monkeypatch):
    """The negative control."""
    monkeypatch.setattr(reserves, "give_back", lambda event_id, ticket_ids, *, now: 0)
    _, code = lapsed(0)

    tickets.expire_all_lapsed(clock.now())

    assert Voucher.objects.get(pk=code.pk).reserved == 0
    assert not Ticket.objects.filter(sign_up__voucher=code).live().exists()


@pytest.mark.slow
def test_place_of_a_reserve_is_set_aside_again_once_however_many_hurry():
    for number in range(REPEATS):
        event, code = lapsed(number)
        free = [buy(event, f"free{number}-{at}@mail.example")() for at in range(2)]

        outcomes = at_once(
            lambda: tickets.expire_all_lapsed(clock.now()),
            lambda: tickets.expire_all_lapsed(clock.now()),
            *(buy(event, f"code{number}-{at}@mail.example", code=code) for at in range(3)),
            *(buy(event, f"more{number}-{at}@mail.example") for at in range(2)),
            lambda free=free: departures.cancel(list(free[0].tickets.all()), by="Zed", now=clock.now()),
        )

        row, left = Places.objects.get(event=event), Voucher.objects.get(pk=code.pk).reserved
        live = Ticket.objects.for_event(event.pk).live()
        came = live.filter(sign_up__voucher=code).count()
        assert set(raised(outcomes)) <= {"Full"}
        assert row.taken == live.count() + left <= row.capacity
        assert came + left >= 2
