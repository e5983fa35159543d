import pytest

from attendees.domain import giving
from attendees.domain.refused import AttendeeRefused
from attendees.models import AccessNeed, Ticket
from events.models import JournalEntry, Places
from foundation.mail.models import Message
from tests.support.factories import ProfileFactory, SignUpFactory


@pytest.fixture
def pair(frozen, event):
    """Ada bought two places, one of them for Ben, who has his own address."""
    sign_up = SignUpFactory(
        event=event, buyer=ProfileFactory(email="ada@mail.example", name="Ada"), people=["Ada", "Ben"]
    )
    sign_up.tickets.filter(seat=2).update(email="ben@mail.example", holder=ProfileFactory(email="ben@mail.example"))
    return sign_up


def mails():
    return sorted(Message.objects.values_list("to", "template"))


def test_spelling_is_corrected_and_codes_stay(pair):
    ben = pair.tickets.get(seat=2)

    giving.correct(ben, name="Benjamin")

    after = pair.tickets.get(seat=2)
    assert (after.name, after.manage_code, after.door_code) == ("Benjamin", ben.manage_code, ben.door_code)
    assert mails() == []


def test_nothing_is_corrected_on_the_ticket_of_who_has_the_place_since(pair, frozen):
    pair.tickets.filter(seat=2).update(email="", holder=None)
    ben = pair.tickets.get(seat=2)
    giving.give(ben, name="Zoe", email="zoe@mail.example", by="Ada", now=frozen.now)

    with pytest.raises(AttendeeRefused, match="Zoe has this place now"):
        giving.correct(ben, name="Benjamin")
    with pytest.raises(AttendeeRefused, match="Zoe has this place now"):
        giving.send_to(ben, name="Benjamin", email="ben@mail.example", by="Ada", now=frozen.now)

    after = pair.tickets.get(seat=2)
    assert (after.name, after.email) == ("Zoe", "zoe@mail.example")


def test_name_gets_an_address_of_its_own_and_keeps_the_codes(pair, frozen):
    pair.tickets.filter(seat=2).update(email="", holder=None)
    ben = pair.tickets.get(seat=2)

    for _ in range(2):
        giving.send_to(ben, name="Ben Ito", email="Ben@mail.example", by="Ada", now=frozen.now)

    after = pair.tickets.get(seat=2)
    assert (after.name, after.email, after.holder.email) == ("Ben Ito", "ben@mail.example", "ben@mail.example")
    assert (after.manage_code, after.door_code) == (ben.manage_code, ben.door_code)
    assert mails() == [("ben@mail.example", "attendees/companion")]
    assert JournalEntry.objects.get().sentence == "had the ticket of Ben Ito sent to them"


def test_who_is_in_the_room_gets_an_address_and_keeps_the_name(pair, frozen):
    pair.tickets.filter(seat=2).update(email="", holder=None, checked_in_at=frozen.now, checked_in_by="Henry")
    ben = pair.tickets.get(seat=2)

    with pytest.raises(AttendeeRefused, match="Ben is already checked in"):
        giving.send_to(ben, name="Cleo", email="ben@mail.example", by="Ada", now=frozen.now)
    for _ in range(2):
        giving.send_to(ben, name="Ben", email="ben@mail.example", by="Ada", now=frozen.now)

    after = pair.tickets.get(seat=2)
    assert (after.name, after.email, after.holder.email) == ("Ben", "ben@mail.example", "ben@mail.example")
    assert mails() == [("ben@mail.example", "attendees/companion")]
    with pytest.raises(AttendeeRefused, match="Ben is already checked in"):
        giving.send_to(after, name="Ben", email="other@mail.example", by="Ada", now=frozen.now)


@pytest.mark.parametrize(("seat", "email"), [(1, "ada.two@mail.example"), (2, "Ada@mail.example")])
def test_buyers_own_address_is_changed_elsewhere(pair, frozen, seat, email):
    with pytest.raises(AttendeeRefused, match="Your own address is changed on your ticket"):
        giving.send_to(pair.tickets.get(seat=seat), name="Ada", email=email, by="Ada", now=frozen.now)

    assert mails() == []


def test_somebody_else_gets_new_codes_and_a_ticket_and_the_former_hears_of_it(pair, frozen):
    before = pair.tickets.get(seat=2)
    AccessNeed.objects.create(ticket=before, words="A chair", told_at=frozen.now)

    after = giving.give(before, name="Cleo", email="Cleo@mail.example", by="Ada", now=frozen.now)

    assert (after.name, after.email, after.holder.email, after.state) == (
        "Cleo", "cleo@mail.example", "cleo@mail.example", "valid",
    )  # fmt: skip
    assert {after.manage_code, after.door_code}.isdisjoint({before.manage_code, before.door_code})
    assert not Ticket.objects.filter(manage_hash=before.manage_hash).exists()
    assert not Ticket.objects.filter(door_hash=before.door_hash).exists()
    assert not AccessNeed.objects.exists()
    assert mails() == [("ben@mail.example", "attendees/given_away"), ("cleo@mail.example", "attendees/companion")]
    assert Message.objects.get(to="ben@mail.example").diary_file.method == "CANCEL"
    assert JournalEntry.objects.get().sentence == "gave the place of Ben to Cleo"


def test_buyer_gives_the_own_place_and_keeps_the_page(pair, frozen):
    page = pair.manage_code

    after = giving.give(pair.tickets.get(seat=1), name="Cleo", email="cleo@mail.example", by="Ada", now=frozen.now)

    pair.refresh_from_db()
    assert (pair.manage_code, pair.email, pair.buyer.email) == (page, "ada@mail.example", "ada@mail.example")
    assert after.holder.email == "cleo@mail.example"
    assert mails() == [("ada@mail.example", "attendees/given_away"), ("cleo@mail.example", "attendees/companion")]
    assert page not in Message.objects.get(to="cleo@mail.example").text
    assert after.manage_code not in Message.objects.get(to="ada@mail.example").text


def test_name_alone_is_enough_and_the_page_is_passed_on_by_hand(pair, frozen):
    after = giving.give(pair.tickets.get(seat=2), name="Cleo", email="", by="Ada", now=frozen.now)

    assert (after.name, after.email, after.holder, after.issue) == ("Cleo", "", None, 2)
    assert mails() == [("ben@mail.example", "attendees/given_away")]


def test_giving_twice_to_the_same_gives_once(pair, frozen):
    ben = pair.tickets.get(seat=2)

    first, second = (giving.give(ben, name="Cleo", email="cleo@mail.example", by="Ada", now=frozen.now) for _ in "12")

    assert (first.issue, second.issue, Message.objects.count()) == (2, 2, 2)


def test_sold_out_and_late_evening_can_still_be_given_away(pair, frozen):
    Places.objects.update(capacity=2, ceiling=2)
    frozen.set(pair.event.starts_at)

    giving.give(pair.tickets.get(seat=2), name="Cleo", email="", by="Ada", now=frozen.now)

    assert (pair.tickets.get(seat=2).name, Places.objects.get().taken) == ("Cleo", 2)


def test_person_with_another_ticket_of_the_evening_stands_on_one(pair, frozen, event):
    other = SignUpFactory(event=event)

    after = giving.give(pair.tickets.get(seat=2), name="Other", email=other.email, by="Ada", now=frozen.now)

    assert (after.holder, other.tickets.get().holder) == (None, other.buyer)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"state": "cancelled", "cancel_reason": "person"}, "not yours any more"),
        ({"checked_in_by": "Henry"}, "Ben is already checked in"),
    ],
)
def test_place_that_went_or_is_in_is_refused(pair, frozen, changes, sentence):
    stamp = "cancelled_at" if "state" in changes else "checked_in_at"
    pair.tickets.filter(seat=2).update(**changes, **{stamp: frozen.now})
    ben = pair.tickets.get(seat=2)

    with pytest.raises(AttendeeRefused, match=sentence):
        giving.give(ben, name="Cleo", email="", by="Ada", now=frozen.now)
    with pytest.raises(AttendeeRefused, match=sentence):
        giving.correct(ben, name="Cleo")


def test_evening_that_is_over_is_refused(pair, frozen):
    frozen.set(pair.event.ends_at)

    with pytest.raises(AttendeeRefused, match="This evening is over"):
        giving.give(pair.tickets.get(seat=2), name="Cleo", email="", by="Ada", now=frozen.now)
