"""Somebody tells what it was like, the host publishes it, and it is taken back; with and without JavaScript."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from attendees.models import Story
from tests.support.factories import EventFactory, SignUpFactory, TicketFactory, now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]
WORDS = "I nearly stayed at home. Quiet corner, kind people & good crisps."


@pytest.fixture
def there(event):
    """Ada came to an evening that is over; the next one is `event`."""
    past = EventFactory(series=event.series, slug="may", title="May evening", starts_at=now() - dt.timedelta(days=5))
    return TicketFactory(sign_up=SignUpFactory(event=past, people=[]), name="Ada Attendee", came=True)


def test_story_goes_from_its_teller_by_the_host_to_the_public_page_and_back(
    phone, new_context, sign_in, live_server, there, event, host
):
    phone.goto(f"{live_server.url}/t/{there.sign_up.manage_code}/")
    phone.get_by_role("link", name="Tell your story of it").click()
    expect(phone.get_by_role("heading", name="Your story")).to_be_visible()
    phone.get_by_role("button", name="Tell it").click()
    expect(phone.get_by_role("heading", name="There is a problem")).to_be_visible()
    phone.get_by_label("What was it like?").fill(WORDS)
    phone.get_by_label("Ada, who was there").check()
    phone.get_by_role("button", name="Tell it").click()
    expect(phone.get_by_text("Thank you. It is kept.")).to_be_visible()

    desk = sign_in(new_context().new_page(), host)
    desk.goto(f"{live_server.url}/desk/{event.series.slug}/stories/")
    desk.get_by_role("button", name="Publish it").click()
    expect(desk.get_by_text("Everybody can read it now.")).to_be_visible()
    desk.goto(f"{live_server.url}/{event.series.slug}/{event.slug}/")
    expect(desk.locator("figure").get_by_text(WORDS)).to_be_visible()
    expect(desk.get_by_text("Ada, who was there")).to_be_visible()

    phone.goto(f"{live_server.url}/t/{there.sign_up.manage_code}/story/")
    phone.get_by_role("button", name="Take it back").click()
    expect(phone.get_by_text("It is taken back")).to_be_visible()
    desk.reload()
    expect(desk.get_by_role("heading", name=event.title).first).to_be_visible()
    expect(desk.get_by_text(WORDS)).to_have_count(0)
    assert not Story.objects.exists()
