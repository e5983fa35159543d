import datetime as dt

import pytest

from attendees.domain import addresses
from attendees.models import Profile, SignUp
from foundation.lib import clock
from foundation.mail.models import Message
from tests.support.factories import ProfileFactory, SignUpFactory


@pytest.fixture
def typo(frozen, event):
    """Ada mistyped her address; Ben is with her by name, Cleo by an address of her own."""
    buyer = ProfileFactory(email="aad@mail.example", name="Ada")
    sign_up = SignUpFactory(event=event, buyer=buyer, people=["Ada", "Ben", "Cleo"])
    sign_up.tickets.filter(seat=3).update(email="cleo@mail.example")
    return sign_up


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


def test_changing_twice_to_the_same_changes_once(typo, frozen):
    addresses.change(typo, email="ada@mail.example", now=frozen.now)
    page = typo.manage_code

    addresses.change(SignUp.objects.get(), email="ada@mail.example", now=frozen.now)

    assert (SignUp.objects.get().manage_code, Message.objects.count()) == (page, 1)


def test_cancelled_places_stay_cancelled(typo, frozen):
    typo.tickets.filter(seat=1).update(state="cancelled", cancelled_at=frozen.now, cancel_reason="person")

    addresses.change(typo, email="ada@mail.example", now=frozen.now)

    assert [(t.state, t.holder_id) for t in typo.tickets.filter(seat=1)] == [("cancelled", None)]
