import datetime as dt

import pytest
from django.urls import reverse

from attendees.models import Ticket
from events.models import Event
from tests.support.factories import EventFactory, SignUpFactory, TicketFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def coming(event, frozen):
    frozen.set(event.ends_at - dt.timedelta(minutes=10))
    return EventFactory(series=event.series, slug="july", starts_at=event.starts_at + dt.timedelta(days=28))


def there(event, name="Ada Attendee", **ticket):
    return TicketFactory(sign_up=SignUpFactory(event=event, buyer__name=name, people=[]), came=True, **ticket)


def shown(browser, event):
    return browser.get(reverse("attendees:next-at-door", args=[event.pk])).content.decode()


def keep(browser, ticket):
    return browser.post(reverse("attendees:keep-next", args=[ticket.event_id, ticket.pk]), follow=True).content.decode()


def states(coming):
    return list(Ticket.objects.filter(event=coming).values_list("state", flat=True))


def test_door_keeps_a_place_with_one_tap_and_says_so(dora, event, coming):
    ada = there(event)
    page = shown(dora, event)
    assert "One tap keeps the place for 48 hours" in page
    assert f'name="date" value="{coming.pk}"' in page

    pages = [keep(dora, ada) for _ in range(2)]

    assert "Done for Ada. The mail is on its way." in pages[0]
    assert "Has it" in pages[1]
    assert states(coming) == ["held"]


def test_door_keeps_also_where_one_may_pay_at_the_door(dora, event, coming):
    """A room that reserves as a whole would leave nothing for those who were not here."""
    Event.objects.filter(pk=coming.pk).update(pay_at_door=True)
    assert "One tap keeps the place for 48 hours" in shown(dora, event)

    keep(dora, there(event))

    assert states(coming) == ["held"]


def test_door_says_why_not(dora, event, coming):
    coming.places.capacity = coming.places.ceiling = 0
    coming.places.save()

    assert "Ada: The last place has just gone." in keep(dora, there(event))


def test_door_leaves_out_the_button_for_who_gave_no_address(dora, event, coming):
    there(event, email="", holder=None)

    assert "No address" in shown(dora, event)


def test_door_says_when_it_is_too_early(dora, event, coming, frozen):
    frozen.set(event.starts_at)

    assert "This is for the close of the evening" in shown(dora, event)
    assert '<p id="door-next" hidden>' in dora.get(reverse("attendees:door", args=[event.pk])).content.decode()


def test_door_shows_the_way_at_the_close(dora, event, coming):
    assert '<p id="door-next"><a' in dora.get(reverse("attendees:door", args=[event.pk])).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_the_same_queries_for_one_and_three(dora, event, coming, django_assert_num_queries, count):
    for number in range(count):
        there(event, f"Person {number}")

    with django_assert_num_queries(9):
        shown(dora, event)
