"""A button that is tapped twice: the browser shows the second answer, and it is the page that the first one led to."""

import re

import pytest
from django.db import transaction
from django.test import Client

from tests.support import access

FORM = re.compile(r"""<form[^>]*\bmethod="post"[^>]*>.*?</form>""", re.DOTALL)
TAG = re.compile(r"<(form|input|textarea|select|button)\b([^>]*)>")
VALUE = re.compile(r"""\b(action|type|name|value)="([^"]*)\"""")
OTHER_ADDRESS_EACH_TIME = ("/my/data/",)
GONE = "/desk/broadcasts/1/throw-away/"  # nothing is left that says where it belonged
ROLES = ("nobody", "attendee", "host", "owner")


@pytest.fixture
def house(db):
    return access.House()


def buttons(page):
    """(address, what is sent) of each form in which there is nothing but a button; "" is the page's own address."""
    for form in FORM.findall(page):
        if 'action="#' in form:
            continue  # a preview's: it leads nowhere
        tags = [(tag, dict(VALUE.findall(rest))) for tag, rest in TAG.findall(form)]
        fields = [values for tag, values in tags if tag in ("textarea", "select")]
        fields += [values for tag, values in tags if tag == "input" and values.get("type") != "hidden"]
        if not fields:
            hidden = {values["name"]: values.get("value", "") for tag, values in tags if tag == "input"}
            for button in (values for tag, values in tags if tag == "button"):
                sent = {button["name"]: button.get("value", "")} if "name" in button else {}
                yield tags[0][1].get("action", ""), hidden | sent


def taps(house, role):
    """Every button of these pages that this role may read, once for each address and value."""
    rows, seen = access.rows(), set()
    for address in access.addresses():
        if rows[address.name, "GET"][role] != "yes":
            continue
        path = house.path(address)
        answer = house.client(role).get(path)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            for action, sent in buttons(answer.content.decode()):
                sent.pop("csrfmiddlewaretoken", None)
                tap = (action or path, tuple(sorted(sent.items())))
                if tap not in seen:
                    seen.add(tap)
                    yield action or path, sent


def tapped_twice(house, role, path, sent):
    """Where the two answers lead; what they did is undone."""
    browser = Client(raise_request_exception=False)
    browser.cookies = house.client(role).cookies
    with transaction.atomic():
        answers = [browser.post(path, sent) for _ in range(2)]
        for answer in answers:
            b"".join(answer)  # a file is read to its end, and closed
        transaction.set_rollback(True)
    return [(answer.status_code, answer.headers.get("Location")) for answer in answers]


@pytest.mark.parametrize("role", ROLES)
def test_second_tap_comes_to_the_same_page(house, role):
    found = [(path, sent) for path, sent in taps(house, role) if path not in (*OTHER_ADDRESS_EACH_TIME, GONE)]

    told = [(path, sent, tapped_twice(house, role, path, sent)) for path, sent in found]

    assert len(found) > 3
    different = [one for one in told if one[2][0] != one[2][1]]
    assert not different, "\n".join(map(str, different))
