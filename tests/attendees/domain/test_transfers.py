import datetime as dt

import pytest

from attendees.domain import departures, transfers
from attendees.domain.refused import AttendeeRefused
from attendees.models import Transfer
from events.models import JournalEntry
from foundation.mail.models import Message
from tests.support.ticket_pages import states


def ask(pair, now, *, name="Cleo", email="Cleo@mail.example"):
    return transfers.ask(pair.tickets.get(seat=2), name=name, email=email, now=now)


def mails():
    return sorted(Message.objects.values_list("to", "template", "state"))


def test_place_stays_whose_it_is_until_they_say_yes(pair, frozen):
    before = pair.tickets.get(seat=2)

    transfer = ask(pair, frozen.now)

    after = pair.tickets.get(seat=2)
    assert (after.name, after.email, after.door_code) == ("Ben", "ben@mail.example", before.door_code)
    assert (transfer.state, transfer.email, transfers.find(transfer.code)) == ("asked", "cleo@mail.example", transfer)
    assert mails() == [("cleo@mail.example", "attendees/place_offered", "due")]


def test_yes_makes_it_theirs_with_new_codes_and_both_hear_of_it(pair, frozen):
    before = pair.tickets.get(seat=2)
    transfer = ask(pair, frozen.now)

    first, second = (transfers.take(transfers.find(transfer.code), now=frozen.now) for _ in "12")

    assert (first.name, first.email, first.holder.email) == ("Cleo", "cleo@mail.example", "cleo@mail.example")
    assert {first.door_code, first.manage_code}.isdisjoint({before.door_code, before.manage_code})
    assert second == first
    assert mails() == [
        ("ben@mail.example", "attendees/given_away", "due"),
        ("cleo@mail.example", "attendees/companion", "due"),
        ("cleo@mail.example", "attendees/place_offered", "withdrawn"),
    ]
    assert Message.objects.get(to="ben@mail.example").diary_file.method == "CANCEL"
    assert [(entry.by, entry.sentence) for entry in JournalEntry.objects.all()] == [
        ("Ada", "gave the place of Ben to Cleo")
    ]


def test_no_leaves_everything_and_tells_the_buyer_once(pair, frozen):
    transfer = ask(pair, frozen.now)

    for _ in "12":
        transfers.decline(transfers.find(transfer.code), now=frozen.now)

    assert states(pair) == [("Ada", "valid"), ("Ben", "valid")]
    assert mails() == [
        ("ada@mail.example", "attendees/place_declined", "due"),
        ("cleo@mail.example", "attendees/place_offered", "withdrawn"),
    ]
    with pytest.raises(AttendeeRefused, match="You said no to this place"):
        transfers.take(transfers.find(transfer.code), now=frozen.now)


def test_another_offer_takes_the_first_one_back(pair, frozen):
    first = ask(pair, frozen.now)

    second, again = ask(pair, frozen.now, name="Dee", email="dee@mail.example"), None
    again = ask(pair, frozen.now, name="Dee", email="dee@mail.example")

    assert again == second
    assert transfers.why_closed(transfers.find(first.code), now=frozen.now) == (
        "This place is not offered to you any more."
    )
    with pytest.raises(AttendeeRefused, match="not offered to you any more"):
        transfers.take(transfers.find(first.code), now=frozen.now)


def test_offer_dies_with_the_place(pair, frozen):
    transfer = ask(pair, frozen.now)
    departures.cancel([pair.tickets.get(seat=2)], by="Ada", now=frozen.now)

    assert transfers.why_closed(transfers.find(transfer.code), now=frozen.now) == (
        "This place cannot be given away any more."
    )
    with pytest.raises(AttendeeRefused, match="not yours any more"):
        transfers.take(transfers.find(transfer.code), now=frozen.now)
    assert transfers.find(transfer.code).state == Transfer.ASKED


def test_giving_by_name_ends_the_offer(pair, frozen):
    transfer = ask(pair, frozen.now)

    offer = transfers.pass_on(pair.tickets.get(seat=2), name="Dee", email="", by="Ada", now=frozen.now)

    assert offer is None
    assert states(pair) == [("Ada", "valid"), ("Dee", "valid")]
    assert transfers.find(transfer.code).state == Transfer.WITHDRAWN


@pytest.mark.parametrize("moved", [dt.timedelta(0), dt.timedelta(hours=1)])
def test_nothing_is_offered_once_the_evening_is_over(pair, frozen, moved):
    frozen.set(pair.event.ends_at + moved)

    with pytest.raises(AttendeeRefused, match="This evening is over"):
        ask(pair, frozen.now)


def test_unknown_code_finds_nothing(pair, frozen):
    assert transfers.find("nothing") is None


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_offers_are_forgotten_30_days_after_the_evening(pair, frozen, days, left):
    ask(pair, frozen.now)

    transfers.forget_old(pair.event.ends_at + dt.timedelta(days=days))

    assert Transfer.objects.count() == left
