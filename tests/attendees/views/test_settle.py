import html

import pytest
from django.urls import reverse

from attendees.models import Arrivals, Ticket
from tests.support.factories import ProfileFactory, SignUpFactory

pytestmark = pytest.mark.usefixtures("frozen")


def url(event):
    return reverse("attendees:settle", kwargs={"event_id": event.pk})


def words(response):
    return html.unescape(response.content.decode())


@pytest.fixture
def after(event, frozen):
    for name in ("Ann", "Bob"):
        SignUpFactory(event=event, buyer=ProfileFactory(name=name))
    frozen.set(event.ends_at)
    return event


def test_one_screen_settles_the_evening(lee, after):
    page = words(lee.get(url(after)))
    ann = Ticket.objects.get(name="Ann")

    response = lee.post(url(after), {"came": [ann.pk]})

    assert "0 were checked in. 2 were not: tick who was there after all." in page
    assert response["Location"] == f"/desk/events/{after.pk}/"
    assert [(one.name, one.missed_at is None) for one in Ticket.objects.order_by("name")] == [
        ("Ann", True),
        ("Bob", False),
    ]
    assert Arrivals.objects.get().settled_by == "Lee"
    assert "This evening is settled. You can still mend it." in words(lee.get(url(after)))


def test_evening_to_come_is_not_settled(henry, event, ticket):
    page = words(henry.get(url(event)))
    response = henry.post(url(event), follow=True)

    assert "Afterwards you settle here who came." in page
    assert "has not begun yet" in words(response)
    assert not Arrivals.objects.exists()


def test_made_up_numbers_do_nothing(henry, after):
    henry.post(url(after), {"came": ["x", "-1", "9" * 40, "0"]})

    assert Ticket.objects.filter(checked_in_at__isnull=False).count() == 0


def test_settling_is_not_for_the_door(dora, after):
    assert dora.get(url(after)).status_code == 404
