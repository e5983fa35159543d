import re

import pytest

from attendees.domain import previews
from foundation.mail.models import Message
from tests.support.factories import PASSWORD, EventFactory, SignUpFactory


@pytest.fixture
def event(series):
    return EventFactory(series=series, title="PMO in July")


@pytest.fixture
def host(client, series):
    """Henry's browser."""
    assert client.login(username="henry@mail.example", password=PASSWORD)
    return client


def token(page):
    return re.search(r'name="token" value="([^"]+)"', page.content.decode())[1]


def test_list_leads_to_every_kind_and_each_shows_this_evening(host, event):
    page = host.get(f"/desk/events/{event.pk}/messages/previews/").content.decode()

    links = re.findall(rf'href="(/desk/events/{event.pk}/messages/previews/\w+/)"', page)
    assert len(links) == len(previews.KINDS)
    for link in links:
        assert "PMO in July" in host.get(link).content.decode()
        # What goes to those who agreed is about the series.
        named = event.series.name if link.endswith("/news/") else "PMO in July"
        assert named in host.get(f"{link}html/").content.decode()


def test_html_runs_nothing_and_has_its_picture_inside(host, event):
    response = host.get(f"/desk/events/{event.pk}/messages/previews/confirmed/html/")

    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-top-navigation-by-user-activation" in policy
    assert "script-src" not in policy
    assert 'src="data:image/png;base64,' in response.content.decode()


def test_test_mail_goes_to_oneself_only_marked_and_without_a_diary_file(host, event):
    SignUpFactory(event=event)
    page = host.get(f"/desk/events/{event.pk}/messages/previews/confirmed/")

    for _ in range(2):
        host.post(
            f"/desk/events/{event.pk}/messages/previews/test/", {"kind": "confirmed", "token": token(page)}, follow=True
        )

    message = Message.objects.get()
    assert (message.to, message.subject, message.about_event) == (
        "henry@mail.example",
        f"Test: Your places: PMO in July, {event.starts_local:%a} {event.starts_local.day} {event.starts_local:%b}",
        None,
    )
    assert [(file.name, file.method) for file in message.files] == [("code.png", "")]


def test_a_test_of_each_can_be_asked_for_at_once(host, event):
    page = host.get(f"/desk/events/{event.pk}/messages/previews/")

    response = host.post(f"/desk/events/{event.pk}/messages/previews/test/", {"token": token(page)}, follow=True)

    assert "All of them go to henry@mail.example." in response.content.decode()
    assert Message.objects.filter(to="henry@mail.example").count() == len(previews.KINDS)
    assert set(Message.objects.values_list("kind", flat=True)) == {"service"}


@pytest.mark.parametrize("address", ["nonsense/", "nonsense/html/"])
def test_a_kind_that_does_not_exist_is_not_found(host, event, address):
    assert host.get(f"/desk/events/{event.pk}/messages/previews/{address}").status_code == 404


def test_a_form_that_is_not_ours_sends_nothing(host, event):
    response = host.post(f"/desk/events/{event.pk}/messages/previews/test/", {"token": "made up"}, follow=True)

    assert "That page was too old." in response.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("price", [0, 500])
def test_previews_of_a_free_evening_speak_of_no_money(series, price):
    event = EventFactory(series=series, price_amount=price)
    kinds = ("confirmed", "companion", "moved", "cancelled", "event_cancelled", "reminder_two_days")

    spoken = ["£" in previews.find(kind).render(event).text for kind in kinds]

    assert any(spoken) is bool(price)
