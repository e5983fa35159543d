import pytest

from attendees.models import SignUp
from events.domain import vouchers
from events.models import Event
from tests.support.error_pages import assert_refused
from tests.support.filled_forms import code_shown

PAGE = "/pmo-london/june/take/"


@pytest.fixture
def half(series, event, frozen):
    """FRIENDS, half the price."""
    values = {"words": "FRIENDS", "kind": "percent", "value": 50}
    return vouchers.create(series, values=values, by="Henry", now=frozen.now)


@pytest.fixture
def filled(monkeypatch):
    def fill(**changes):
        code = code_shown(monkeypatch)
        return {"name": "Ada Attendee", "email": "ada@mail.example", "form_code": code, **changes}

    return fill


def test_link_with_a_code_shows_the_price_with_it(client, half):
    html = client.get(f"{PAGE}?code=friends").content.decode()

    assert "£2.50 a place" in html
    assert "with your code FRIENDS, instead of £5" in html
    assert 'name="voucher" value="friends"' in html


def test_link_with_a_code_that_is_none_says_so(client, event):
    html = client.get(f"{PAGE}?code=nothing").content.decode()

    assert "We do not know this code." in html
    assert "£5 a place" in html


def test_button_shows_the_price_keeps_what_was_typed_and_takes_nothing(client, half, filled):
    html = client.post(PAGE, filled(email="", voucher="FRIENDS", look="1")).content.decode()

    assert "£2.50 a place" in html
    assert 'value="Ada Attendee"' in html
    assert "There is a problem" not in html
    assert not SignUp.objects.exists()


def test_code_that_is_none_is_refused_at_its_field(client, event, filled):
    response = client.post(PAGE, filled(voucher="WRONG"))

    assert_refused(response, id_voucher="We do not know this code. Look whether it is typed as you got it.")
    assert not SignUp.objects.exists()


def test_place_with_a_code_at_the_door(client, half, filled):
    Event.objects.update(pay_at_door=True)

    client.post(PAGE, filled(voucher="friends", way="door"))

    made = SignUp.objects.get()
    assert (made.price_amount, made.way, made.voucher) == (250, "door", half)


def test_price_in_the_form_is_not_believed(client, half, filled):
    client.post(PAGE, filled(way="door", price_amount="1", voucher_id=str(half.pk)))

    assert [(made.price_amount, made.voucher) for made in SignUp.objects.all()] == [(500, None)]


def test_enter_takes_the_place_and_does_not_look(client, half):
    html = client.get(PAGE).content.decode()

    assert html.index('value="card"') < html.index('name="look"')
