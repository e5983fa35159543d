import datetime as dt
import html

import pytest
from django.urls import reverse

from attendees.domain import welcome
from attendees.models import SignUp, Ticket
from events.models import Event, Places
from foundation.lib.money import Money
from payments.models import TillEntry
from tests.support.cast import opened, signed_in
from tests.support.factories import EveningLinkFactory, EventFactory, SignUpFactory
from tests.support.filled_forms import code_of_page

pytestmark = pytest.mark.usefixtures("frozen")


def url(event):
    return reverse("flows:walk-in", kwargs={"event_id": event.pk})


def words(response):
    return html.unescape(response.content.decode())


def send(browser, event, **fields):
    code = code_of_page(browser.get(url(event)))
    return browser.post(url(event), {"form_code": code, "name": "Will", "way": "cash", **fields}, follow=True)


def answer(response):
    """The big answer on the door's page."""
    return response.context["answer"]


@pytest.fixture
def tonight(event, frozen):
    frozen.set(event.starts_at)
    return event


@pytest.fixture
def marked(series, ada, frozen):
    """Ada Attendee, who is not to come again."""
    welcome.mark(ada.profile, series, reason="Shouted at Ben.", by="Henry Host", now=frozen.now)


def test_helper_is_sent_to_the_host_about_somebody_not_welcome_and_the_host_lets_them_in(dora, henry, tonight, marked):
    page = words(send(dora, tonight, name="Ada Attendee"))

    assert "Please ask the host to let them in." in page
    assert "welcome" not in page.lower()
    assert not SignUp.objects.exists()
    assert answer(send(henry, tonight, name="Ada Attendee")).word == "Come in"


def test_several_walk_in_and_one_payment_has_one_change(dora, tonight):
    response = send(dora, tonight, name_2="Wanda", name_3="Wes", given="20")

    sign_up = SignUp.objects.get()
    entry = TillEntry.objects.get()
    assert response.redirect_chain == [(f"/door/{tonight.pk}/?answer", 302)]
    assert (answer(response).word, answer(response).name, answer(response).why) == (
        "Come in",
        "Will, Wanda and Wes",
        "£15 in cash. Give £5 back.",
    )
    assert [(one.name, one.checked_in_by) for one in sign_up.tickets.all()] == [
        ("Will", "Dora"),
        ("Wanda", "Dora"),
        ("Wes", "Dora"),
    ]
    assert (entry.way, entry.money, entry.change, entry.quantity, entry.taken_by) == (
        "cash", Money(1500), Money(500), 3, "Dora",
    )  # fmt: skip
    assert not sign_up.owes
    assert Places.objects.get(event=tonight).taken == 3


def test_card_is_marked_as_taken(dora, tonight):
    response = send(dora, tonight, way="card", given="20")

    entry = TillEntry.objects.get()
    assert answer(response).why == "£5 by card."
    assert (entry.way, entry.money, entry.change) == ("card", Money(500), None)


def test_exact_cash_needs_no_sum(dora, tonight):
    assert answer(send(dora, tonight)).why == "£5 in cash."


def test_same_page_sent_twice_lets_in_and_takes_once(dora, tonight):
    code = code_of_page(dora.get(url(tonight)))

    for _ in range(2):
        dora.post(url(tonight), {"form_code": code, "name": "Will", "way": "cash", "given": "10"})

    assert Ticket.objects.count() == 1
    assert TillEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Enter a name"),
        ({"given": "3"}, "That is less than £5"),
        ({"given": "9", "name_2": "Wanda"}, "That is less than £10"),
        ({"given": "lots"}, "Enter a sum like 20 or 7.50"),
        ({"given": "-5"}, "Enter a sum like 20 or 7.50"),
        ({"way": "cheque"}, "Say how it was paid"),
        ({"way": ""}, "Say how it was paid"),
        ({"email": "nonsense"}, "Enter an e-mail address such as name@example.com"),
    ],
)
def test_refused_form_lets_nobody_in_and_keeps_what_was_typed(dora, tonight, fields, sentence):
    response = send(dora, tonight, **{"name_2": "", "email": "w@work.example", **fields})

    page = words(response)
    assert "There is a problem" in page
    assert sentence in page
    assert not SignUp.objects.exists()
    assert not TillEntry.objects.exists()


def test_extra_fields_are_ignored(dora, tonight):
    send(dora, tonight, price="1", price_amount="1", over_capacity="on", amount="1", event_id="99")

    assert (SignUp.objects.get().price_amount, TillEntry.objects.get().amount) == (500, 500)


def test_free_evening_asks_for_no_money(dora, tonight):
    Event.objects.filter(pk=tonight.pk).update(price_amount=0)

    response = send(dora, tonight, way="")

    assert (answer(response).word, answer(response).why) == ("Come in", "")
    assert not TillEntry.objects.exists()


@pytest.fixture
def full(series, frozen):
    event = EventFactory(series=series, capacity=1)
    SignUpFactory(event=event)
    frozen.set(event.starts_at)
    return event


@pytest.mark.parametrize("role", ["door", "stand-in"])
def test_only_the_host_lets_in_more_than_fit(full, role):
    browser = opened(EveningLinkFactory(event=full, role=role))

    response = send(browser, full, over_capacity="on")

    assert "All places are taken. Only the host may let more people in." in words(response)
    assert "although all places are taken" not in words(response)
    assert SignUp.objects.count() == 1
    assert not TillEntry.objects.exists()


def test_host_may_let_in_more_than_fit(full, host):
    henry = signed_in(host)

    refused = send(henry, full)
    done = send(henry, full, over_capacity="on")

    assert "Let them in although all places are taken" in words(refused)
    assert answer(done).word == "Come in"
    assert Places.objects.get(event=full).taken == 2


def test_one_tap_undoes_place_and_money(dora, tonight):
    undo_url = answer(send(dora, tonight, given="20")).undo_url

    response = dora.post(undo_url, follow=True)

    entry = TillEntry.objects.get()
    assert (answer(response).word, answer(response).why) == ("Undone", "Not in any more. Give the money back.")
    assert (entry.undone_by, Ticket.objects.get().state) == ("Dora", "cancelled")
    assert Places.objects.get(event=tonight).taken == 0


def test_helper_cannot_undo_what_somebody_bought(dora, tonight, frozen):
    theirs = SignUpFactory(event=tonight, way="door", address_hash="a-visitor")
    by_card = SignUpFactory(event=tonight)
    old = SignUpFactory(event=tonight, way="door", created_at=frozen.now - dt.timedelta(hours=1))
    elsewhere = SignUpFactory(way="door")

    answers = [
        dora.post(reverse("flows:undo-walk-in", kwargs={"event_id": tonight.pk, "sign_up_id": sign_up.pk})).status_code
        for sign_up in (theirs, by_card, old, elsewhere)
    ]

    assert answers == [404] * 4
    assert set(Ticket.objects.values_list("state", flat=True)) == {"valid"}


def test_evening_that_is_over_takes_nobody(dora, tonight, frozen):
    frozen.set(tonight.ends_at)

    assert "This evening is over." in words(send(dora, tonight))
