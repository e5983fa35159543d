"""Moving to a date that is full: a place on its list, and the own place kept until one there is taken."""

import datetime as dt

import pytest

from attendees.domain import departures, moves, offer_answers, tickets, waiting_list
from attendees.domain.refused import AttendeeRefused
from attendees.models import SignUp, WaitingListEntry
from events.models import Event, Places
from foundation.mail.models import Message
from payments.models import Payment
from tests.payments.money import balance
from tests.support.factories import EventFactory, SignUpFactory
from tests.support.ticket_pages import path, states


@pytest.fixture
def full(frozen, event, series):
    """The next date with its two places taken by Zed."""
    full = EventFactory(series=series, slug="full", capacity=2, starts_at=event.starts_at + dt.timedelta(days=30))
    SignUpFactory(event=full, name="Zed", people=["Zed", "Zoe"])
    return full


@pytest.fixture
def bought(bank, frozen, event):
    """Ada's and Ben's places, paid by card."""
    sign_up = SignUpFactory(event=event, people=["Ada", "Ben"], state="held")
    bank.pay(bank.checkout(sign_up))
    bank.deliver()
    return sign_up


def wait(client, sign_up, to, *seats):
    return client.post(path(sign_up, "move"), {"to": to.pk, "places": seats or ["1", "2"]})


def free_both(event, *, now):
    zed = SignUp.objects.get(event=event, name="Zed")
    tickets.cancel(zed.tickets.all(), reason="host", now=now)


def taken(*events):
    return [Places.objects.get(event=event).taken for event in events]


def test_full_date_leads_to_its_list_and_the_place_here_stays(client, bought, full, event):
    html = client.get(path(bought, "move")).content.decode()
    answer = wait(client, bought, full)

    entry = WaitingListEntry.objects.get()
    assert "(full: onto its waiting list)" in html
    assert answer["Location"] == f"{path(bought)}?done=waits"
    assert (entry.event, entry.party, entry.email, entry.state) == (full, 2, bought.email, "waiting")
    assert "stays yours until you take a place here" in Message.objects.get(template="attendees/waiting_joined").text
    assert (states(bought), taken(event, full)) == ([("Ada", "valid"), ("Ben", "valid")], [2, 2])


def test_what_comes_free_there_is_taken_without_paying_again(bank, client, bought, full, event, frozen):
    wait(client, bought, full)
    free_both(full, now=frozen.now)
    entry = WaitingListEntry.objects.get()
    offer = " ".join(Message.objects.get(template="attendees/waiting_offered").text.split())
    page = client.get(f"/w/{entry.code}/").content.decode()

    answer = client.post(f"/w/{entry.code}/take/")

    new = SignUp.objects.get(event=full, waited_as=entry)
    assert "and what you have on Monday 8 June 2026 moves there:" in offer
    assert "What you have on Monday 8 June 2026 moves there; until you take these, it stays." in page
    assert answer["Location"] == path(new)
    assert (states(bought), states(new)) == (
        [("Ada", "cancelled"), ("Ben", "cancelled")], [("Ada", "valid"), ("Ben", "valid")],
    )  # fmt: skip
    assert taken(event, full) == [0, 2]
    assert Payment.objects.count() == 1
    assert balance() == 1000
    assert WaitingListEntry.objects.get().state == "taken"


def test_a_dearer_date_asks_for_the_difference_only(bank, client, bought, full, frozen):
    Event.objects.filter(pk=full.pk).update(price_amount=700)
    wait(client, bought, full)
    free_both(full, now=frozen.now)
    entry = WaitingListEntry.objects.get()

    answer = client.post(f"/w/{entry.code}/take/")
    payment = Payment.objects.latest("pk")
    assert (answer["Location"], payment.amount) == (payment.session_url, 400)
    bank.pay(payment)
    bank.deliver()

    assert states(bought) == [("Ada", "cancelled"), ("Ben", "cancelled")]
    assert balance() == 1400


def test_one_of_two_waits_alone(client, bought, full, frozen):
    wait(client, bought, full, "2")

    entry = WaitingListEntry.objects.get()
    assert (entry.party, entry.name, entry.email) == (1, "Ben", bought.email)


def test_place_given_back_meanwhile_is_an_offer_like_any_other(bank, client, bought, full, event, frozen):
    wait(client, bought, full)
    free_both(full, now=frozen.now)
    departures.cancel(list(bought.tickets.all()), by="Ada", now=frozen.now)
    entry = WaitingListEntry.objects.get()

    client.post(f"/w/{entry.code}/take/")

    new = SignUp.objects.get(event=full, waited_as=entry)
    assert (new.moved_from, new.to_pay.amount, Payment.objects.latest("pk").amount) == (None, 500, 1000)
    bank.sweep()
    assert balance() == 0


def test_moving_somewhere_else_first_leaves_an_ordinary_offer(client, bought, full, series, event, frozen):
    wait(client, bought, full)
    free_both(full, now=frozen.now)
    august = EventFactory(series=series, starts_at=full.starts_at + dt.timedelta(days=30))

    moves.move(bought.tickets.all(), to=august, by="Ada", now=frozen.now)

    entry = WaitingListEntry.objects.get()
    taken_there = offer_answers.accept(entry, now=frozen.now)
    assert (entry.state, taken_there.moved_from, taken_there.to_pay.amount) == ("offered", None, 500)


def test_leaving_the_list_changes_nothing_here(client, bought, full, frozen):
    wait(client, bought, full)

    waiting_list.leave(WaitingListEntry.objects.get(), now=frozen.now)

    assert states(bought) == [("Ada", "valid"), ("Ben", "valid")]


def test_door_is_no_way_to_pay_for_what_moves(client, bought, full, frozen):
    Event.objects.filter(pk=full.pk).update(pay_at_door=True, price_amount=700)
    wait(client, bought, full)
    free_both(full, now=frozen.now)
    entry = WaitingListEntry.objects.get()

    assert "at the door</button>" not in client.get(f"/w/{entry.code}/").content.decode()
    with pytest.raises(AttendeeRefused, match="cannot pay at the door"):
        offer_answers.accept_at_door(entry, now=frozen.now)


def test_too_late_to_move_is_too_late_to_wait(client, bought, full, event, frozen):
    frozen.set(event.refund_until)

    wait(client, bought, full)

    assert not WaitingListEntry.objects.exists()
