"""At the close of an evening: the next place kept, paid, reserved or let go, from the ticket's page."""

import datetime as dt
import re

import pytest

from attendees.models import SignUp, Ticket
from events.models import Event, Places
from foundation.mail.models import Message
from payments.models import Payment
from tests.support.factories import EventFactory, SignUpFactory, TicketFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(event, ada, frozen):
    ticket = TicketFactory(sign_up=SignUpFactory(event=event, buyer=ada.profile, people=[]), came=True)
    frozen.set(event.ends_at)
    return ticket


@pytest.fixture
def coming(event):
    return EventFactory(series=event.series, slug="july", starts_at=event.starts_at + dt.timedelta(days=28))


@pytest.fixture
def address(ticket, coming):
    return f"/t/{ticket.sign_up.manage_code}/next/"


def words(answer):
    return answer.content.decode()


def shown_date(page):
    return re.search('name="date" value="([0-9]+)"', page)[1]


def states():
    return list(Ticket.objects.filter(event__slug="july").values_list("state", flat=True))


def test_page_shows_the_next_date_and_changes_nothing(client, address):
    page = words(client.get(address))

    assert "Keep my place</button>" in page
    assert "Pay £5 now" in page
    assert (states(), SignUp.objects.count()) == ([], 1)


def test_place_is_kept_and_the_page_says_until_when(client, address):
    page = words(client.post(address, {"way": "keep"}, follow=True))

    assert "<h1>Kept for you</h1>" in page
    assert states() == ["held"]


def test_kept_place_is_paid_from_the_mail_and_is_the_ticket(bank, client, address, ticket):
    client.post(address, {"way": "keep"})
    paying = client.post(f"/t/{ticket.manage_code}/next/", {"way": "pay"})
    payment = Payment.objects.get()
    assert (paying.status_code, paying["Location"], payment.amount) == (303, payment.session_url, 500)

    bank.pay(payment)
    landed = client.get(f"/p/{payment.code}/?session={payment.session_id}")

    assert landed["Location"] == f"/t/{payment.sign_up.manage_code}/"
    assert states() == ["valid"]
    assert sorted(Message.objects.values_list("template", flat=True)) == ["attendees/confirmed", "attendees/kept"]
    assert "<h1>You have your place</h1>" in words(client.get(address))


def test_who_turns_back_at_stripe_has_the_place_kept_as_before(bank, client, address, ticket):
    client.post(address, {"way": "keep"})
    client.post(address, {"way": "pay"})
    payment = Payment.objects.get()
    page = bank.desk.client.v1.checkout.sessions.retrieve(payment.session_id)
    assert page.cancel_url.endswith(f"/t/{ticket.manage_code}/next/")

    bank.expire(payment)
    bank.deliver()

    assert states() == ["held"]
    assert "<h1>Kept for you</h1>" in words(client.get(address))


def test_place_paid_at_once_is_a_place_like_any_other(bank, client, address):
    first, second = client.post(address, {"way": "pay"}), client.post(address, {"way": "pay"})
    payment = Payment.objects.get()
    assert first["Location"] == second["Location"] == payment.session_url

    bank.pay(payment)
    bank.deliver()

    assert states() == ["valid"]
    assert list(Message.objects.values_list("template", flat=True)) == ["attendees/confirmed"]


def test_place_is_let_go_with_its_payment(bank, client, address):
    client.post(address, {"way": "keep"})
    client.post(address, {"way": "pay"})

    page = words(client.post(address, {"way": "let-go"}, follow=True))

    assert states() == ["expired"]
    assert [payment.state for payment in Payment.objects.all()] == ["expired"]
    assert "It is kept only once without paying" in page


def test_place_to_be_paid_at_the_door_is_confirmed_at_once(client, address, coming):
    Event.objects.filter(pk=coming.pk).update(pay_at_door=True)
    offered = words(client.get(address))
    assert [way in offered for way in ("Keep my place", "Pay £5 now", "Reserve, pay at the door")] == [True] * 3

    page = words(client.post(address, {"way": "door"}, follow=True))

    assert states() == ["valid"]
    assert "<h1>You have your place</h1>" in page


def test_place_that_went_meanwhile_is_said_to_be_gone(client, address, coming):
    coming.places.capacity = coming.places.ceiling = 0
    coming.places.save()

    answer = client.post(address, {"way": "keep"})

    assert (answer.status_code, states()) == (409, [])
    assert "The last place has just gone." in words(answer)


def test_who_is_too_late_for_the_date_that_they_saw_is_shown_the_date_after_it(client, address, event, coming):
    later = EventFactory(series=event.series, starts_at=coming.starts_at + dt.timedelta(days=28))
    sent = {"way": "keep", "date": shown_date(words(client.get(address)))}
    coming.places.capacity = coming.places.ceiling = 0
    coming.places.save()

    answer = client.post(address, sent)

    assert (answer.status_code, states(), Places.objects.get(event=later).taken) == (409, [], 0)
    assert "The last place has just gone." in words(answer)
    assert shown_date(words(answer)) == str(later.pk)


def test_nothing_is_kept_before_the_close(client, address, event, frozen):
    frozen.set(event.starts_at)

    answer = client.post(address, {"way": "keep"})

    assert (answer.status_code, states()) == (409, [])
