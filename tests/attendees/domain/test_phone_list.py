import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from attendees.domain import check_in, giving, phone_list, tickets
from attendees.domain.phone_list import digest
from attendees.models import Ticket
from tests.support.factories import EventFactory, ProfileFactory, SignUpFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def read(event, *, suiting=None):
    event.refresh_from_db()
    return phone_list.read(event, suiting=suiting or {}, may_overfill=False, now=event.starts_at)


def test_line_holds_what_the_door_needs_and_nothing_else(event, ticket):
    (line,) = read(event)["people"]

    assert line == {
        "id": ticket.pk,
        "order": ticket.sign_up_id,
        "name": "Ada",
        "code": digest(ticket.door_code),
        "letters": digest(ticket.door_code[:6]),
        "in": None,
        "by": "",
        "owes": 0,
        "nth": None,
        "first": False,
        "note": "",
        "look_out": None,
        "meet": [],
    }


def test_names_are_as_long_as_tells_two_people_apart_and_no_code_or_address_is_there(event, ticket):
    SignUpFactory(event=event, buyer=ProfileFactory(name="Ada Zimmer", email="zimmer@work.example"))

    found = json.dumps(read(event))

    assert [person["name"] for person in json.loads(found)["people"]] == ["Ada A", "Ada Z"]
    for hidden in ("Attendee", "Zimmer", "zimmer@", "ada@", ticket.door_code, ticket.manage_code, ticket.letters):
        assert hidden not in found


def test_who_is_in_says_since_when_and_by_whom(event, ticket):
    check_in.check_in(event, ticket, by="Dora", now=event.starts_at)

    (line,) = read(event)["people"]

    assert (line["in"], line["by"]) == (event.starts_at.isoformat(), "Dora")


def test_money_owed_is_of_the_whole_order(event):
    SignUpFactory(event=event, people=["Tess Tanner", "Cem Candy"], way="door")

    assert [person["owes"] for person in read(event)["people"]] == [1000, 1000]


def test_places_given_back_and_codes_given_on_are_there_with_their_reason(event, ticket, frozen):
    old_code = ticket.door_code
    giving.give(ticket, name="Bea Bright", email="bea@mail.example", by="Ada", now=event.starts_at)
    given_on = Ticket.objects.get(pk=ticket.pk)
    gone = SignUpFactory(event=event).tickets.get()
    tickets.cancel(Ticket.objects.filter(pk=gone.pk), reason=tickets.REFUNDED, now=event.starts_at)

    found = read(event)

    assert [person["code"] for person in found["people"]] == [digest(given_on.door_code)]
    assert found["void"] == [
        {
            "code": digest(gone.door_code),
            "kind": "stop",
            "word": "Not valid",
            "why": "The money for this place went back.",
        },
        {
            "code": digest(old_code),
            "kind": "stop",
            "word": "No ticket",
            "why": "This ticket is an old one: the place was given to somebody else, who has the new one.",
        },
    ]


def test_line_says_whom_its_person_suits_by_number_only(event):
    one, other = (SignUpFactory(event=event, sector="tech").tickets.get() for _ in range(2))

    found = read(event, suiting={one.pk: {"look_out": other.pk, "meet": [other.pk]}})

    assert [(person["look_out"], person["meet"]) for person in found["people"]] == [(other.pk, [other.pk]), (None, [])]
    assert "tech" not in json.dumps(found)


def test_evening_says_what_it_costs_when_it_is_full_and_when_phones_forget(event):
    found = read(event)

    assert {key: value for key, value in found.items() if key not in ("people", "void")} == {
        "event": event.pk,
        "title": "June evening",
        "zone": "Europe/London",
        "closes": (event.ends_at + dt.timedelta(hours=12)).isoformat(),
        "is_on": True,
        "price": 500,
        "currency": "gbp",
        "left": 10,
        "may_overfill": False,
        "is_closing": False,
        "rings": [],
    }


@pytest.mark.parametrize("people", [1, 3])
def test_number_of_queries_is_the_same_for_one_and_three(people):
    event = EventFactory()
    for _ in range(people):
        SignUpFactory(event=event)

    with CaptureQueriesContext(connection) as queries:
        phone_list.read(event, suiting={}, may_overfill=False, now=event.starts_at)

    assert len(queries) == 8
