import datetime as dt
import html

import pytest
from django.urls import reverse

from attendees.domain import door_acts, door_phones
from attendees.models import Arrivals, Ticket
from foundation.lib import dates
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


def phone_of(event, name, *, code, heard_at, unsent=0):
    return door_phones.hear(event, code=code * 26, name=name, unsent=unsent, now=heard_at)


def test_two_phones_with_the_same_ticket_and_what_else_happened_stand_on_the_same_screen(henry, after, ticket):
    now = after.starts_at + dt.timedelta(minutes=30)
    dora = phone_of(after, "Dora", code="d", heard_at=after.ends_at)
    lee = phone_of(after, "Lee", code="7", heard_at=after.ends_at)
    for number, (phone, minutes) in enumerate(((dora, 20), (lee, 10), (lee, 0))):
        said = door_acts.told(phone, nonce=str(number) * 26, ago=dt.timedelta(minutes=minutes), now=now)
        door_acts.check_in(after, ticket, said)
    said = door_acts.told(lee, nonce="x" * 26, ago=dt.timedelta(minutes=4), now=now)
    door_acts.refuse(after, said, "check-in", why="This is not one of our tickets.")

    page, desk = words(henry.get(url(after))), words(henry.get(f"/desk/events/{after.pk}/"))

    assert (
        "Ada Attendee’s ticket came in twice: at 13:40 (Dora, phone DD), which counts, and at 13:50 (Lee, phone 77)."
    ) in page
    assert (
        "Somebody came in at 13:56 (Lee, phone 77) without a connection, and should not have: "
        "This is not one of our tickets."
    ) in page
    assert page.count("phone 77)") == 2  # the third scan was refused at once: nothing to look at
    assert "Two phones let the same ticket in" in desk


def test_phones_that_may_hold_more_are_named_before_anybody_is_missed(henry, after):
    phone_of(after, "Dora", code="d", heard_at=after.ends_at)
    phone_of(after, "Lee", code="7", heard_at=after.starts_at)
    phone_of(after, "Eve", code="e", heard_at=after.ends_at, unsent=3)

    page = words(henry.get(url(after)))

    assert f"Eve, phone EE: 3 not sent when it was last heard of at {dates.clock(after.ends_at, after.zone)}" in page
    assert "Lee, phone 77: it was last heard of at 13:30" in page
    assert "Dora, phone" not in page


def test_who_was_missed_is_not_any_more_when_a_phone_tells_late(henry, after, ticket):
    henry.post(url(after), {})
    dora = phone_of(after, "Dora", code="d", heard_at=after.ends_at)
    said = door_acts.told(dora, nonce="a" * 26, ago=dt.timedelta(hours=2), now=after.ends_at)

    door_acts.check_in(after, ticket, said)

    ticket.refresh_from_db()
    assert (ticket.checked_in_by, ticket.missed_at) == ("Dora, phone DD", None)


def test_settling_is_not_for_the_door(dora, after):
    assert dora.get(url(after)).status_code == 404
