"""Somebody says who they are and to whom, another reads it, and says privately with whom they would rather not sit.

With and without JavaScript, on a phone.
"""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from foundation.mail.models import Message
from networking.domain import apart
from networking.models import Card
from tests.support.factories import SignUpFactory, seated

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]


@pytest.fixture
def looks_well(request, axe):
    """axe runs only where scripts do."""
    runs = "without" not in request.node.callspec.params["phone"]
    return axe if runs else lambda page: None


def picture():
    written = io.BytesIO()
    Image.new("RGB", (600, 400), "green").save(written, "JPEG")
    return {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


def test_card_reaches_who_it_is_for_and_a_private_word_the_host(
    phone, live_server, sign_in, looks_well, event, ticket, ada, ben
):
    his = SignUpFactory(event=event, buyer=ben.profile).tickets.get()
    seated(event, [[ticket, his]])
    sign_in(phone, ada)
    phone.goto(f"{live_server.url}/my/")
    phone.get_by_role("link", name="My card").click()
    phone.get_by_label("What is your job?").fill("Project planner")
    phone.get_by_label("A picture of you").set_input_files(picture())
    phone.get_by_label("Everybody with a ticket for the same evening").check()
    phone.get_by_role("button", name="Save my card").click()
    expect(phone.get_by_text("Your card is saved")).to_be_visible()
    looks_well(phone)

    phone.context.clear_cookies()
    evening = f"{live_server.url}/t/{his.sign_up.manage_code}/evening/"
    phone.goto(evening)
    phone.get_by_role("link", name="Who has said hello").click()
    expect(phone.get_by_text("Project planner")).to_be_visible()
    drawn = phone.locator(".person__picture")
    drawn.scroll_into_view_if_needed()
    expect(drawn).to_have_js_property("naturalWidth", 320)
    looks_well(phone)

    phone.get_by_role("link", name="Write to").click()
    phone.get_by_label("What do you want to say?").fill("I would rather not sit with Ada again.")
    phone.get_by_role("button", name="Send it to the host").click()
    expect(phone.get_by_role("status")).to_contain_text("has it")
    assert Message.objects.get(template="attendees/private_word").to == event.series.email

    sign_in(phone, ben)
    phone.goto(f"{live_server.url}/my/apart/")
    phone.get_by_role("button", name="Not with them Ada").click()
    expect(phone.get_by_text("You will never be put at the same table as Ada")).to_be_visible()
    looks_well(phone)
    assert apart.pairs(event.pk) == {frozenset((ticket.pk, his.pk))}
    phone.goto(f"{evening}people/")
    expect(phone.get_by_text("Project planner")).to_have_count(0)
    assert Card.objects.count() == 1
