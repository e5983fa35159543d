"""A host's ways at the desk, in a real browser on a phone, with and without JavaScript."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from events.models import Event
from foundation.lib import clock
from tests.support.factories import EventFactory, SignUpFactory, VenueFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def evening(series):
    """Next week, at 18:30, with one person coming."""
    series.venue = VenueFactory(series=series)
    series.save()
    day = (
        (clock.now() + dt.timedelta(days=7))
        .astimezone(series.zone)
        .replace(hour=18, minute=30, second=0, microsecond=0)
    )
    evening = EventFactory(series=series, venue=series.venue, slug="june", title="June evening", starts_at=day)
    SignUpFactory(event=evening)
    return evening


@pytest.fixture
def phone(phone, sign_in, owner):
    """The owner's."""
    return sign_in(phone, owner)


def test_the_next_date_is_published_with_two_presses(phone, live_server, evening):
    phone.goto(f"{live_server.url}/desk/")
    phone.get_by_role("link", name="Duplicate the last evening").click()
    phone.get_by_label("Title").fill("Holiday risks")
    phone.get_by_role("button", name="Publish").click()

    expect(phone.get_by_text("Published. People can take places now.")).to_be_visible()
    made = Event.objects.get(title="Holiday risks")
    assert (made.state, made.starts_local.time(), made.venue) == (Event.PUBLISHED, dt.time(18, 30), evening.venue)
    assert made.starts_at > evening.starts_at


def test_a_new_time_is_shown_asked_about_and_made(phone, live_server, evening):
    phone.goto(f"{live_server.url}/desk/events/{evening.pk}/edit/")
    phone.get_by_label("Starts at").fill("18:45")
    phone.get_by_role("button", name="Save").click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("This is what changes")
    phone.get_by_role("button", name="Change it").click()
    expect(phone).to_have_title(re.compile("^Error: "))
    phone.get_by_label("A real change").check()
    phone.get_by_role("button", name="Change it").click()

    expect(phone.get_by_text("Saved.")).to_be_visible()
    evening.refresh_from_db()
    assert (evening.starts_local.time(), evening.moved_sentence) == (
        dt.time(18, 45),
        "The time changed from 18:30–21:30 to 18:45–21:30.",
    )


def test_an_error_in_a_folded_part_can_be_reached(phone, live_server, evening):
    phone.goto(f"{live_server.url}/desk/events/{evening.pk}/edit/")
    phone.get_by_text("Places and price").click()
    phone.get_by_label("How many places").fill("0")
    phone.get_by_role("button", name="Save").click()

    expect(phone.locator(".error-summary")).to_be_focused()
    phone.get_by_role("link", name="Enter at least 1 place").click()
    expect(phone.get_by_label("How many places")).to_be_visible()


def test_a_helper_gets_a_link_and_opens_it(phone, live_server, evening, new_context):
    phone.goto(f"{live_server.url}/desk/events/{evening.pk}/links/")
    phone.get_by_label("Who is it for?").fill("Lee")
    phone.get_by_label("Standing in for you").check()
    phone.get_by_role("button", name="Make the link").click()
    address = phone.get_by_label("Link for Lee", exact=True).input_value()

    other = new_context().new_page()
    other.goto(address.replace("http://localhost:8000", live_server.url))
    other.get_by_role("button", name="Open the evening").click()
    other.goto(f"{live_server.url}/desk/events/{evening.pk}/line/")
    other.get_by_label("A line on everybody's ticket page").fill("We are upstairs.")
    other.get_by_role("button", name="Show it").click()

    expect(other.get_by_text("On the ticket pages since")).to_be_visible()


def test_cancelling_says_what_happens_first(phone, live_server, evening):
    phone.goto(f"{live_server.url}/desk/events/{evening.pk}/cancel/")

    expect(phone.get_by_text("Everybody with a place (1 place) is told by mail")).to_be_visible()
    expect(phone.get_by_text("£5 goes back to those who paid by card, in full.")).to_be_visible()
    phone.get_by_label("Why?").fill("The pub is flooded.")
    phone.get_by_role("button", name="Cancel the evening").click()

    expect(phone.get_by_text("Cancelled. Within two minutes everybody with a place is told")).to_be_visible()
    evening.refresh_from_db()
    assert (evening.state, evening.cancel_reason) == (Event.CANCELLED, "The pub is flooded.")


def test_refused_forms_are_accessible(page, axe, live_server, evening, owner, sign_in):
    sign_in(page, owner)
    for path, field, button in (
        (f"/desk/events/{evening.pk}/edit/", "Title", "Save"),
        ("/desk/pmo-london/venues/new/", "Name", "Add it"),
        ("/desk/pmo-london/team/", "E-mail address", "Send the invitation"),
        (f"/desk/events/{evening.pk}/links/", "Who is it for?", "Make the link"),
    ):
        page.goto(live_server.url + path)
        page.get_by_label(field, exact=True).fill("")
        page.get_by_role("button", name=button).click()

        expect(page).to_have_title(re.compile("^Error: "))
        axe(page)
