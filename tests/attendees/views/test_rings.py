import html

import pytest
from django.test import Client
from django.urls import reverse

from attendees.models import Ring
from events.models import Series
from tests.support.factories import EventFactory, SignUpFactory

pytestmark = pytest.mark.usefixtures("frozen")


def words(response):
    return html.unescape(response.content.decode())


def page(code):
    return words(Client().get(reverse("pages:ticket", kwargs={"code": code})))


def ring(code):
    return Client().post(reverse("attendees:ring", kwargs={"code": code}), follow=True)


def see(browser, event, **fields):
    url = reverse("attendees:see-ring", kwargs={"event_id": event.pk, "ring_id": Ring.objects.get().pk})
    return browser.post(url, fields)


@pytest.fixture
def tonight(event, frozen):
    Series.objects.update(host_name="Henry", host_phone="020 7946 0000")
    frozen.set(event.starts_at)
    return event


@pytest.fixture
def code(ticket):
    return ticket.sign_up.manage_code


def test_it_rings_is_seen_and_the_page_says_by_whom(dora, tonight, code, frozen):
    before, rang = page(code), words(ring(code))
    door = words(dora.get(reverse("attendees:door", kwargs={"event_id": tonight.pk})))
    frozen.move(minutes=1)
    response = see(dora, tonight)

    assert "I can’t find you" in before
    assert "It rings at the door" in rang
    assert "020 7946 0000" not in rang
    assert "Ada can’t find you" in door
    assert response["Location"] == f"/door/{tonight.pk}/"
    assert "Dora has seen it" in page(code)
    assert "Ring again" in page(code)


def test_after_two_minutes_the_page_gives_out_the_hosts_number(tonight, code, frozen):
    ring(code)
    frozen.move(minutes=2)

    assert 'Call Henry: <a href="tel:02079460000">020\N{NO-BREAK SPACE}7946\N{NO-BREAK SPACE}0000</a>' in page(code)


def test_host_who_gave_no_number_is_not_named(tonight, code, frozen):
    Series.objects.update(host_phone="")
    ring(code)
    frozen.move(minutes=2)

    assert "Nobody has seen it yet." in page(code)
    assert "tel:" not in page(code)


def test_host_sees_it_at_the_desk_and_goes_back_there(henry, tonight, code):
    ring(code)

    desk = words(henry.get(f"/desk/events/{tonight.pk}/"))
    response = see(henry, tonight, **{"from": "desk"})

    assert "Ada Attendee can’t find you" in desk
    assert response["Location"] == f"/desk/events/{tonight.pk}/"
    assert "Henry Host has seen it" in page(code)


def test_page_offers_it_only_on_the_night(event, code, frozen):
    assert "find you" not in page(code)
    frozen.set(event.starts_at)
    assert "find you" in page(code)
    frozen.set(event.ends_at)
    assert "find you" not in page(code)
    assert "Nobody is at the door now." in words(ring(code))


def test_ring_of_another_evening_is_not_seen_from_here(dora, tonight, frozen):
    other = EventFactory(starts_at=tonight.starts_at)
    ring(SignUpFactory(event=other).manage_code)

    see(dora, tonight)

    assert Ring.objects.get().seen_at is None
