"""The board fills: a person's phone without JavaScript, the host's, and the room's screen that is never touched."""

import datetime as dt

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from events.models import Event
from foundation.lib import clock
from networking.domain import activities
from networking.models import RunSheet

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]


@pytest.fixture
def tonight(event):
    """The evening has just begun, here and now, with an activity."""
    Event.objects.filter(pk=event.pk).update(
        starts_at=clock.now() - dt.timedelta(minutes=5), ends_at=clock.now() + dt.timedelta(hours=2)
    )
    event.refresh_from_db()
    activities.choose(event, activities.find(event.series, "help-or-check"), by="Henry", now=clock.now())
    return event


def test_what_a_person_noticed_is_revealed_and_stands_on_the_screen(
    page, no_js_page, sign_in, host, live_server, tonight, ticket
):
    page.goto(live_server.url + reverse("networking:board", args=[RunSheet.objects.get().wall_code]))
    expect(page.get_by_text("Nothing yet")).to_have_count(4)

    phone = no_js_page
    phone.goto(live_server.url + reverse("networking:evening", args=[ticket.manage_code]))
    phone.get_by_role("link", name="Say what you noticed").click()
    phone.get_by_label("Where do you stand").fill("We all help")
    phone.get_by_label("Helping").check()
    phone.get_by_role("button", name="Send it").click()

    expect(phone.get_by_text("It is with the host")).to_be_visible()
    expect(page.get_by_text("1 more, face down")).to_be_visible(timeout=20_000)
    desk = sign_in(phone, host)
    desk.goto(live_server.url + reverse("networking:list-noticed", args=[tonight.pk]))
    desk.get_by_role("button", name="Reveal We all help").click()
    expect(page.get_by_text("We all help")).to_be_visible(timeout=20_000)
