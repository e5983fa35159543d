import datetime as dt

import pytest

from attendees.domain import guests
from attendees.domain.guests import Guests
from attendees.domain.refused import AttendeeRefused
from attendees.models import Profile, SignUp, Ticket
from events.domain.places import Full
from events.models import Event, JournalEntry, Places
from foundation.mail.models import Message
from tests.support.factories import EventFactory, SignUpFactory

pytestmark = pytest.mark.usefixtures("frozen")


def put_on_list(event, frozen, *people, **more):
    return guests.put_on_list(event, Guests(people=people, **more), by="Henry", now=frozen.now)


def walk_in(event, frozen, *people, **more):
    return guests.walk_in(event, Guests(people=people, **more), by="Dora", now=frozen.now)


def taken(event):
    return Places.objects.get(event=event).taken


def test_guest_with_an_address_gets_a_place_and_a_ticket_by_mail(event, frozen):
    made = put_on_list(event, frozen, "Gina Guest", email="Gina@Work.example", form_code="x")

    ticket = made.tickets.get()
    assert (made.way, made.price_amount, made.email) == ("host", 0, "gina@work.example")
    assert (ticket.state, ticket.confirmed_at, ticket.holder.email) == ("valid", frozen.now, "gina@work.example")
    assert ticket.door_hash is not None
    assert taken(event) == 1
    assert [(mail.to, mail.template) for mail in Message.objects.all()] == [
        ("gina@work.example", "attendees/guest_added")
    ]
    assert [(entry.by, entry.sentence) for entry in JournalEntry.objects.all()] == [
        ("Henry", "put Gina Guest on the list")
    ]


def test_guest_without_an_address_gets_a_place_and_nobody_a_mail(event, frozen):
    made = put_on_list(event, frozen, "Gina Guest")

    assert (made.buyer, made.email, made.tickets.get().holder) == (None, "", None)
    assert not Message.objects.exists()
    assert not Profile.objects.filter(name="Gina Guest").exists()


@pytest.mark.parametrize("let_in", [put_on_list, walk_in])
def test_same_form_twice_is_one_place(event, frozen, let_in):
    first, again = (let_in(event, frozen, "Gina Guest", form_code="x") for _ in range(2))

    assert first == again
    assert taken(event) == 1
    assert JournalEntry.objects.count() == 1


@pytest.mark.parametrize("let_in", [put_on_list, walk_in])
def test_full_evening_takes_more_only_when_the_host_says_so(series, frozen, let_in):
    event = EventFactory(series=series, capacity=1)
    SignUpFactory(event=event)

    with pytest.raises(Full):
        let_in(event, frozen, "Gina Guest", form_code="x")
    nothing_yet = (taken(event), SignUp.objects.count())
    let_in(event, frozen, "Gina Guest", form_code="x", over_capacity=True)

    row = Places.objects.get(event=event)
    assert nothing_yet == (1, 1)
    assert (row.taken, row.capacity, row.ceiling) == (2, 1, 2)


def test_lapsed_hold_makes_room(series, frozen):
    event = EventFactory(series=series, capacity=1)
    SignUpFactory(event=event, state="held")
    frozen.move(hours=1)

    walk_in(event, frozen, "Gina Guest")

    assert sorted(Ticket.objects.values_list("state", flat=True)) == ["expired", "valid"]
    assert taken(event) == 1


def test_who_has_a_place_is_not_put_on_the_list_again(event, ticket, frozen):
    with pytest.raises(AttendeeRefused, match="has a place already"):
        put_on_list(event, frozen, "Ada", email="ada@mail.example")

    assert taken(event) == 1


def test_walk_in_is_inside_at_once_and_owes(event, frozen):
    frozen.set(event.starts_at)

    made = walk_in(event, frozen, "Will Walk", "Wanda Walk")

    tickets = list(made.tickets.all())
    assert (made.way, made.owes, made.price_amount) == ("door", True, 500)
    assert [(one.name, one.state, one.checked_in_at, one.checked_in_by) for one in tickets] == [
        ("Will Walk", "valid", event.starts_at, "Dora"),
        ("Wanda Walk", "valid", event.starts_at, "Dora"),
    ]
    assert taken(event) == 2
    assert not Message.objects.exists()
    assert JournalEntry.objects.get().sentence == "let Will Walk and Wanda Walk in without a ticket"


def test_walk_in_of_a_free_evening_owes_nothing(event, frozen):
    Event.objects.filter(pk=event.pk).update(price_amount=0)
    event.refresh_from_db()

    made = walk_in(event, frozen, "Will Walk")

    assert (made.way, made.owes) == ("free", False)


def test_walk_in_with_an_address_counts_as_a_person(event, ada, frozen):
    made = walk_in(event, frozen, "Ada", email="ada@mail.example")

    assert made.tickets.get().holder == ada.profile


def test_undone_walk_in_frees_its_places_once(event, frozen):
    made = walk_in(event, frozen, "Will Walk", "Wanda Walk")

    for _ in range(2):
        guests.undo_walk_in(made, by="Dora", now=frozen.now)

    assert {(one.state, one.checked_in_at) for one in made.tickets.all()} == {("cancelled", None)}
    assert taken(event) == 0
    assert JournalEntry.objects.filter(sentence="undid letting Will Walk in").count() == 1


@pytest.mark.parametrize("people", [(), ("A", "B", "C", "D", "E")])
def test_one_to_four_are_let_in_at_once(event, frozen, people):
    with pytest.raises(AttendeeRefused, match="one to 4 people"):
        walk_in(event, frozen, *people)


def test_nobody_is_let_in_to_what_is_over_or_off(event, frozen):
    frozen.set(event.ends_at + dt.timedelta(minutes=1))

    with pytest.raises(AttendeeRefused, match="This evening is over"):
        walk_in(event, frozen, "Will Walk")
