"""Two people at a table swap details and promise something, each on their own phone; with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from networking.models import Promise, Swap
from tests.networking.people import came
from tests.support.factories import EventFactory, seated

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]


@pytest.fixture
def room(series, ada, ben):
    event = EventFactory(series=series, title="Tonight")
    room = came(event, "Ada Attendee", person=ada.profile), came(event, "Ben Bystander", person=ben.profile)
    seated(event, [list(room)])
    return room


def test_two_at_a_table_swap_and_one_promises(phone, sign_in, live_server, room, ada, ben):
    hers, his = room
    hub = f"{live_server.url}/t/{hers.sign_up.manage_code}/evening/"
    sign_in(phone, ada)
    phone.goto(hub)
    phone.get_by_role("link", name="Swap details with Ben").click()
    phone.get_by_label("E-mail: ada@mail.example").check()
    phone.get_by_role("button", name="Ask to swap").click()
    expect(phone.get_by_role("heading", name="You asked Ben")).to_be_visible()

    phone.get_by_role("button", name="Not you?").click()
    expect(phone.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(phone, ben)
    phone.goto(f"{live_server.url}/my/people/")
    phone.get_by_role("link", name="Answer Ada").click()
    phone.get_by_label("Name: Ben Bystander").check()
    assert "ada@mail.example" not in phone.content()
    phone.get_by_role("button", name="Say yes").click()
    expect(phone.get_by_role("link", name="ada@mail.example")).to_be_visible()
    phone.get_by_label("I’ll send you …").fill("the RAID template")
    phone.get_by_role("button", name="Promise it").click()

    expect(phone.get_by_text("You send Ada: the RAID template")).to_be_visible()
    assert Swap.objects.get().state == Swap.AGREED
    assert (Promise.objects.get().by, Promise.objects.get().to) == (his, hers)
