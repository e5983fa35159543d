import html

import pytest
from django.urls import reverse

from attendees.models import SignUp
from foundation.lib.money import Money
from payments.models import TillEntry
from tests.support.factories import ProfileFactory, SignUpFactory

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def owing(event, frozen):
    """Two places of Cem Candy, to be paid at the door."""
    frozen.set(event.starts_at)
    return SignUpFactory(
        event=event, buyer=ProfileFactory(name="Cem Candy"), people=["Cem Candy", "Dan Dee"], way=SignUp.DOOR
    )


def url(sign_up, name="paid-at-door"):
    return reverse(f"flows:{name}", kwargs={"event_id": sign_up.event_id, "sign_up_id": sign_up.pk})


def words(response):
    return html.unescape(response.content.decode())


def answer(response):
    return response.context["answer"]


def test_one_tap_takes_what_is_owed(dora, owing):
    response = dora.post(url(owing), {"way": "cash"}, follow=True)

    owing.refresh_from_db()
    entry = TillEntry.objects.get()
    assert (answer(response).word, answer(response).name, answer(response).why) == ("Paid", "Cem", "£10 in cash.")
    assert (entry.money, entry.way, entry.taken_by) == (Money(1000), "cash", "Dora")
    assert not owing.owes


def test_page_works_out_the_change(dora, owing):
    page = words(dora.get(url(owing)))
    response = dora.post(url(owing), {"way": "cash", "given": "20"}, follow=True)

    assert "Cem: £10 to pay" in page
    assert "Candy" not in page
    assert answer(response).why == "£10 in cash. Give £10 back."


def test_too_little_cash_is_refused(dora, owing):
    response = dora.post(url(owing), {"way": "cash", "given": "5"})

    assert "That is less than £10" in words(response)
    assert not TillEntry.objects.exists()


def test_second_tap_takes_nothing_more_and_says_the_same(dora, owing):
    said = [answer(dora.post(url(owing), {"way": "card"}, follow=True)) for _ in range(2)]

    assert [(one.word, one.why) for one in said] == [("Paid", "£10 by card.")] * 2
    assert TillEntry.objects.count() == 1


def test_payment_is_undone_with_one_tap_and_can_be_taken_again(dora, owing):
    undo_url = answer(dora.post(url(owing), {"way": "cash"}, follow=True)).undo_url

    undone = dora.post(undo_url, follow=True)
    again = dora.post(url(owing), {"way": "card"}, follow=True)

    assert (answer(undone).word, answer(undone).why) == ("Undone", "Not paid any more.")
    assert answer(again).why == "£10 by card."
    assert [(entry.way, entry.undone_by) for entry in TillEntry.objects.order_by("pk")] == [
        ("cash", "Dora"),
        ("card", ""),
    ]


def test_what_is_paid_by_card_or_elsewhere_cannot_be_taken(dora, event, owing):
    by_card = SignUpFactory(event=event)
    elsewhere = SignUpFactory(way=SignUp.DOOR)
    not_here = reverse("flows:paid-at-door", kwargs={"event_id": event.pk, "sign_up_id": elsewhere.pk})

    assert dora.post(url(by_card), {"way": "cash"}).status_code == 404
    assert dora.post(not_here, {"way": "cash"}).status_code == 404
    assert not TillEntry.objects.exists()


def test_get_takes_nothing(dora, owing):
    dora.get(url(owing), {"way": "cash"})

    assert not TillEntry.objects.exists()
