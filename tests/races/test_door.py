"""Phones that tell the same at once, and a form that was sent twice: one stamp, one place, one payment; PostgreSQL."""

import datetime as dt

import pytest

from attendees.domain import check_in, door_acts, door_phones, guests
from attendees.domain.check_in import IN, STOP
from attendees.domain.guests import Guests
from attendees.models import DoorAct, SignUp, Ticket
from events.models import Event, JournalEntry, Places
from foundation.lib import clock
from payments.domain import till
from payments.models import TillEntry
from tests.support import careless
from tests.support.at_once import at_once, raised
from tests.support.factories import EventFactory, SignUpFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def scan(ticket_id):
    ticket = Ticket.objects.select_related("event").get(pk=ticket_id)
    return lambda: check_in.check_in(ticket.event, ticket, by="Dora", now=clock.now()).kind


def look_then_write(ticket_id, *, together):
    """A check-in without its guard: so many look, then each writes."""
    look = careless.looked_at_by_all(Ticket.objects.get, together)

    def naive():
        if look(pk=ticket_id).checked_in_at:
            return STOP
        Ticket.objects.filter(pk=ticket_id).update(checked_in_at=clock.now(), checked_in_by="Dora")
        return IN

    return naive


def test_one_of_many_scans_of_a_ticket_lets_in():
    ticket = SignUpFactory().tickets.get()

    outcomes = at_once(*(scan(ticket.pk) for _ in range(12)))

    assert raised(outcomes) == []
    assert sorted(one.value for one in outcomes) == [IN] + [STOP] * 11


def test_without_the_guard_several_scans_let_in():
    """The negative control."""
    ticket = SignUpFactory().tickets.get()

    outcomes = at_once(*[look_then_write(ticket.pk, together=12)] * 12)

    assert [one.value for one in outcomes] == [IN] * 12


def let_in(event_id, form_code):
    event = Event.objects.get(pk=event_id)
    wanted = Guests(people=("Will",), form_code=form_code)
    return lambda: guests.walk_in(event, wanted, by="Dora", now=clock.now())


def test_form_sent_six_times_at_once_lets_in_one():
    event = EventFactory()

    outcomes = at_once(*(let_in(event.pk, "the same") for _ in range(6)))

    assert raised(outcomes) == []
    assert len({one.value.pk for one in outcomes}) == 1
    assert (SignUp.objects.count(), Places.objects.get(event=event).taken) == (1, 1)


def test_without_row_locks_the_form_sent_twice_is_an_error(without_row_locks):
    """The negative control: the constraint still forbids two, but the helper would see an error page."""
    kinds = set()
    for number in range(10):
        event = EventFactory()
        kinds |= set(raised(at_once(*(let_in(event.pk, f"form {number}") for _ in range(6)))))

    assert "IntegrityError" in kinds


def test_last_place_goes_to_one_of_many_who_walk_in():
    event = EventFactory(capacity=1)

    outcomes = at_once(*(let_in(event.pk, f"form {number}") for number in range(8)))

    assert raised(outcomes) == ["Full"] * 7
    assert (SignUp.objects.count(), Places.objects.get(event=event).taken) == (1, 1)


def test_money_is_taken_once_however_often_it_is_tapped():
    sign_up = SignUpFactory(way="door")

    at_once(*(lambda: till.take([sign_up], way="cash", key="k", by="Dora", now=clock.now()) for _ in range(6)))

    sign_up.refresh_from_db()
    assert TillEntry.objects.count() == 1
    assert not sign_up.owes


def told(ticket_id, *, code, minutes_ago, now, nonce):
    """An act of a phone that let this ticket in so long ago."""
    ticket = Ticket.objects.select_related("event").get(pk=ticket_id)
    phone = door_phones.hear(ticket.event, code=code * 26, name="Dora", unsent=0, now=now)
    said = door_acts.told(phone, nonce=nonce * 26, ago=dt.timedelta(minutes=minutes_ago), now=now)
    return lambda: door_acts.check_in(ticket.event, ticket, said).outcome


def conflicts():
    return JournalEntry.objects.filter(sentence__contains="as another phone had too").count()


def test_act_sent_eight_times_at_once_is_one_and_no_conflict():
    now = clock.now()
    ticket = SignUpFactory().tickets.get()

    outcomes = at_once(*(told(ticket.pk, code="d", minutes_ago=9, now=now, nonce="a") for _ in range(8)))

    assert [one.value for one in outcomes] == ["counted"] * 8
    assert (DoorAct.objects.count(), conflicts()) == (1, 0)


def test_without_row_locks_the_same_act_is_a_conflict_with_itself(without_row_locks):
    """The negative control."""
    now = clock.now()
    for number in range(10):
        ticket = SignUpFactory().tickets.get()
        at_once(*(told(ticket.pk, code="d", minutes_ago=9, now=now, nonce=str(number)) for _ in range(8)))

    assert conflicts() > 0


def test_of_six_phones_that_tell_at_once_the_earliest_counts():
    now = clock.now()
    for _ in range(5):
        ticket = SignUpFactory().tickets.get()
        phones = enumerate("abcdef", start=1)

        at_once(*(told(ticket.pk, code=code, minutes_ago=late, now=now, nonce=code) for late, code in phones))

        ticket.refresh_from_db()
        acts = DoorAct.objects.filter(ticket=ticket)
        assert ticket.checked_in_at == now - dt.timedelta(minutes=6)
        assert list(acts.values_list("outcome", flat=True)) == ["counted", *["doubled"] * 5]
