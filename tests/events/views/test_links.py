import datetime as dt
import re

import pytest
from django.test import Client

from events.models import EveningLink
from tests.events import evenings
from tests.support.error_pages import assert_refused


@pytest.fixture
def desk(signed_in, host):
    return signed_in(host)


@pytest.fixture
def address(event):
    return f"/desk/events/{event.pk}/links/"


def url_in(page):
    return re.search(r'value="http://localhost:8000(/tonight/\w+/)"', page.content.decode())[1]


def test_a_link_is_made_shown_and_opens_the_door(desk, event, address):
    page = desk.post(address, {"name": "Dora", "role": "door"}, follow=True)

    assert "<svg" in page.content.decode()
    opened = Client().post(url_in(page))
    assert opened["Location"] == f"/door/{event.pk}/"


def test_a_link_taken_back_opens_nothing_and_is_gone_from_the_page(desk, event, address):
    shown = url_in(desk.post(address, {"name": "Dora", "role": "door"}, follow=True))
    link = EveningLink.objects.get()

    page = desk.post(f"{address}{link.pk}/revoke/", follow=True)

    assert "The link of Dora opens nothing any more." in page.content.decode()
    assert shown not in page.content.decode()
    assert Client().get(shown).status_code == 404


def test_the_link_of_another_evening_cannot_be_taken_back_here(desk, event, series, address, frozen):
    other = evenings.make_event(series, starts_at=evenings.STARTS + dt.timedelta(days=1))
    desk.post(f"/desk/events/{other.pk}/links/", {"name": "Dora", "role": "door"})
    link = EveningLink.objects.get()

    assert desk.post(f"{address}{link.pk}/revoke/").status_code == 404
    assert EveningLink.objects.get().revoked_at is None


def test_a_link_needs_a_name_and_a_purpose(desk, address):
    page = desk.post(address, {"name": "", "role": "host"})

    assert_refused(page, id_name="Enter a name")
    assert not EveningLink.objects.exists()


def test_links_are_no_longer_shown_when_they_have_ended(desk, event, address, frozen):
    shown = url_in(desk.post(address, {"name": "Dora", "role": "door"}, follow=True))
    frozen.set(event.ends_at + dt.timedelta(hours=12))

    assert shown not in desk.get(address).content.decode()
