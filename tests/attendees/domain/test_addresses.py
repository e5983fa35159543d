import datetime as dt

import pytest

from attendees.domain import addresses, consents, letters, tickets
from attendees.models import Consent, Profile, SignUp
from events.models import JournalEntry
from foundation.lib import clock
from foundation.mail.domain import delivery
from foundation.mail.models import Message
from tests.support.diary_linter import value
from tests.support.factories import ProfileFactory, SeriesFactory, SignUpFactory


@pytest.fixture
def typo(frozen, event):
    """Ada mistyped her address; Ben is with her by name, Cleo by an address of her own."""
    buyer = ProfileFactory(email="aad@mail.example", name="Ada")
    sign_up = SignUpFactory(event=event, buyer=buyer, people=["Ada", "Ben", "Cleo"])
    sign_up.tickets.filter(seat=3).update(email="cleo@mail.example")
    return sign_up


def entry_in(message):
    """METHOD, the sign-up's id and SEQUENCE of a mail's diary file."""
    content = message.diary_file.content
    return value(content, "METHOD"), value(content, "UID").partition("@")[0], int(value(content, "SEQUENCE"))


def code_in(message):
    return next(word for word in message.text.split() if word.isdigit() and len(word) == 6)


def test_code_goes_to_the_new_address_and_nothing_changes_yet(typo, frozen):
    addresses.begin(typo, email="ADA@mail.example", now=frozen.now)

    message = Message.objects.get()
    assert (message.to, message.template, message.priority) == ("ada@mail.example", "attendees/address_code", 0)
    assert SignUp.objects.get().email == "aad@mail.example"
    assert not Profile.objects.filter(email="ada@mail.example").exists()


def test_mailed_code_fits_and_others_use_up_the_tries(typo, frozen):
    attempt = addresses.begin(typo, email="ada@mail.example", now=frozen.now)
    code = code_in(Message.objects.get())
    wrong = f"{(int(code) + 1) % 1_000_000:06}"

    tried = [addresses.try_code(attempt, typo, typed) for typed in (wrong, "", f" {code[:3]} {code[3:]} ")]

    assert (tried, attempt.tries_left, attempt.is_open) == ([False, False, True], 2, True)


def test_code_of_another_sign_up_or_address_does_not_fit(typo, frozen, event):
    attempt = addresses.begin(typo, email="ada@mail.example", now=frozen.now)
    code = code_in(Message.objects.get())
    attempt.email = "eve@mail.example"

    assert addresses.try_code(attempt, typo, code) is False
    attempt.email = "ada@mail.example"
    assert addresses.try_code(attempt, SignUpFactory(event=event), code) is False


def test_attempt_ends_after_five_tries_or_fifteen_minutes(typo, frozen, monkeypatch):
    attempt = addresses.begin(typo, email="ada@mail.example", now=frozen.now)
    stored = addresses.Attempt.read(attempt.as_dict())
    for _ in range(5):
        addresses.try_code(attempt, typo, "000000")
    real_now = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: real_now + dt.timedelta(minutes=15))

    assert (attempt.is_open, stored.is_open, stored.tries_left) == (False, False, 5)


def test_proved_address_takes_over_with_new_codes_and_the_tickets_go_there(typo, frozen):
    old_page, old = typo.manage_code, [ticket.door_code for ticket in typo.tickets.all()]

    addresses.change(typo, email="ada@mail.example", now=frozen.now)

    after = SignUp.objects.get()
    assert (after.email, after.buyer.email) == ("ada@mail.example", "ada@mail.example")
    assert after.manage_code != old_page
    assert SignUp.objects.filter(manage_hash=after.manage_hash).exists()
    assert [(t.email, t.holder and t.holder.email, t.door_code != old[t.seat - 1]) for t in after.tickets.all()] == [
        ("ada@mail.example", "ada@mail.example", True),
        ("", None, True),
        ("cleo@mail.example", None, False),
    ]
    assert [(message.to, message.template) for message in Message.objects.all()] == [
        ("ada@mail.example", "attendees/resent")
    ]
    assert after.manage_code in Message.objects.get().text
    assert JournalEntry.objects.get().sentence == "gave another e-mail address for their places"


def test_old_address_that_got_the_ticket_hears_once_that_it_went_and_loses_the_entry(typo, frozen, smtp):
    letters.confirmed(typo.tickets.all(), now=frozen.now)
    delivery.send_due(frozen.now)

    for _ in range(2):
        addresses.change(SignUp.objects.get(), email="ada@mail.example", now=frozen.now)

    left = Message.objects.get(template="attendees/address_left")
    after = SignUp.objects.get()
    assert (left.to, left.to_name, Message.objects.count()) == ("aad@mail.example", "", 4)
    assert not [
        word for word in (after.manage_code, "/t/", "ada@", "Ada", "Ben", "Cleo") if word in left.text + left.html
    ]
    assert entry_in(left) == ("CANCEL", typo.public_id, 1)
    assert entry_in(Message.objects.get(template="attendees/resent")) == ("REQUEST", typo.public_id, 2)
    assert Message.objects.get(to="cleo@mail.example").diary_file.method == "REQUEST"


def test_old_address_of_places_given_back_has_nothing_left_in_its_diary(typo, frozen, smtp):
    letters.confirmed(typo.tickets.all(), now=frozen.now)
    delivery.send_due(frozen.now)
    tickets.cancel(typo.tickets.all(), reason="person", now=frozen.now)

    addresses.change(typo, email="ada@mail.example", now=frozen.now)

    left = Message.objects.get(template="attendees/address_left")
    assert (left.files, "file" in left.text) == ([], False)


def test_old_address_that_got_nothing_hears_nothing_and_its_mails_stay_here(typo, frozen):
    letters.confirmed(typo.tickets.all(), now=frozen.now)

    addresses.change(typo, email="ada@mail.example", now=frozen.now)

    assert [(m.to, m.template, m.state) for m in Message.objects.order_by("pk")] == [
        ("aad@mail.example", "attendees/confirmed", "withdrawn"),
        ("cleo@mail.example", "attendees/companion", "due"),
        ("ada@mail.example", "attendees/resent", "due"),
    ]


def test_yes_to_the_next_dates_goes_along_and_an_older_one_stays(typo, frozen, event):
    consents.give(typo.buyer, event.series, source="sign-up page", now=typo.created_at)
    other = SeriesFactory()
    consents.give(typo.buyer, other, source="sign-up page", now=frozen.now - dt.timedelta(days=90))

    addresses.change(typo, email="ada@mail.example", now=frozen.move(minutes=5))

    standing = Consent.objects.filter(withdrawn_at=None).values_list("profile__email", "series", "source", "given_at")
    assert sorted(standing) == [
        ("aad@mail.example", other.pk, "sign-up page", frozen.now - dt.timedelta(days=90, minutes=5)),
        ("ada@mail.example", event.series_id, "sign-up page", frozen.now),
    ]


def test_changing_twice_to_the_same_changes_once(typo, frozen):
    addresses.change(typo, email="ada@mail.example", now=frozen.now)
    page = typo.manage_code

    addresses.change(SignUp.objects.get(), email="ada@mail.example", now=frozen.now)

    assert (SignUp.objects.get().manage_code, Message.objects.count()) == (page, 1)


def test_cancelled_places_stay_cancelled(typo, frozen):
    typo.tickets.filter(seat=1).update(state="cancelled", cancelled_at=frozen.now, cancel_reason="person")

    addresses.change(typo, email="ada@mail.example", now=frozen.now)

    assert [(t.state, t.holder_id) for t in typo.tickets.filter(seat=1)] == [("cancelled", None)]


def test_two_taps_at_the_same_moment_change_the_codes_once(typo, frozen):
    again = SignUp.objects.get(pk=typo.pk)

    def change(sign_up):
        addresses.change(sign_up, email="ada@mail.example", now=frozen.now)

    change(typo)
    mails = Message.objects.count()
    change(again)

    assert [ticket.issue for ticket in typo.tickets.order_by("seat")] == [2, 2, 1]
    assert (again.manage_code, again.email) == (typo.manage_code, "ada@mail.example")
    assert Message.objects.count() == mails
