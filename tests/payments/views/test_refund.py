import pytest

from foundation.lib import form_codes
from payments.models import Refund
from tests.support.factories import PaymentFactory, SignUpFactory


@pytest.fixture
def desk(client, host):
    client.force_login(host, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def place(event, ada):
    """Ada's place, paid by card."""
    return PaymentFactory(sign_up=SignUpFactory(event=event, buyer=ada.profile)).sign_up.tickets.get()


def address(place):
    return f"/desk/events/{place.event_id}/refund/{place.pk}/"


def filled(**changes):
    return {"amount": "2.50", "reason": "Left early", "place": "keep", "form_code": form_codes.issue(), **changes}


def text(answer):
    return " ".join(answer.content.decode().split())


def test_form_offers_the_whole_price(desk, place):
    page = text(desk.get(address(place)))

    assert 'value="5.00"' in page
    assert "At most £5." in page


def test_part_of_the_price_goes_back_and_the_place_stays(desk, place):
    answer = desk.post(address(place), filled(), follow=True)

    refund = Refund.objects.get()
    place.refresh_from_db()
    assert (refund.amount, refund.reason, refund.by, refund.ticket) == (250, "Left early", "Henry Host", place)
    assert place.state == "valid"
    assert "£2.50 goes back to Ada Attendee" in text(answer)


def test_place_goes_with_the_money(desk, place):
    desk.post(address(place), filled(amount="5", place="take back"))

    place.refresh_from_db()
    assert (place.state, Refund.objects.get().amount) == ("cancelled", 500)


@pytest.mark.parametrize("what", ["keep", "take back"])
def test_double_click_on_all_of_it_is_answered_twice_the_same(desk, place, what):
    form = filled(amount="5", place=what)

    both = [text(desk.post(address(place), form, follow=True)) for _ in range(2)]

    assert ["£5 goes back to Ada Attendee, within two minutes." in page for page in both] == [True, True]
    assert Refund.objects.get().amount == 500


def test_double_click_sends_it_once(desk, place):
    form = filled()

    for _ in range(2):
        desk.post(address(place), form)

    assert Refund.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"amount": "5.01"}, "At most £5 can go back for this place"),
        ({"amount": "0"}, "Enter a sum like 5 or 2.50"),
        ({"amount": "-1"}, "Enter a sum like 5 or 2.50"),
        ({"amount": "five"}, "Enter a sum like 5 or 2.50"),
        ({"amount": "1.005"}, "Enter a sum like 5 or 2.50"),
        ({"amount": ""}, "Enter how much goes back"),
        ({"place": ""}, "Say whether the place stays or is taken back"),
        ({"reason": ""}, "Enter a few words on why"),
        ({"form_code": "forged"}, "This page was too old. Please look at it and send it again"),
    ],
)
def test_wrong_entry_sends_nothing_and_says_why(desk, place, changes, sentence):
    answer = desk.post(address(place), filled(**changes))

    assert sentence in text(answer)
    assert "There is a problem" in text(answer)
    assert Refund.objects.count() == 0


def test_place_that_nobody_paid_by_card_has_nothing_to_send(desk, event):
    place = SignUpFactory(event=event, way="door").tickets.get()

    assert "Nothing to send back" in text(desk.get(address(place)))
    desk.post(address(place), filled())
    assert Refund.objects.count() == 0


def test_place_of_another_evening_is_not_found(desk, event):
    place = SignUpFactory().tickets.get()

    assert desk.get(f"/desk/events/{event.pk}/refund/{place.pk}/").status_code == 404
