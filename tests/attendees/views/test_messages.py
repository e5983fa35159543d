import html

import pytest
from django.urls import reverse

from events.models import JournalEntry
from foundation.mail.models import Message
from tests.support.cast import signed_in
from tests.support.factories import EventFactory, MessageFactory

pytestmark = pytest.mark.usefixtures("frozen")


def url(event):
    return reverse("attendees:messages", kwargs={"event_id": event.pk})


def words(response):
    return html.unescape(response.content.decode())


@pytest.fixture
def mails(event):
    MessageFactory(event=event, subject="Waiting")
    MessageFactory(event=event, subject="Gone", state="sent")
    MessageFactory(event=event, subject="Stuck", state="failed", failure="550 no such user", to="stuck@work.example")
    MessageFactory(event=event, subject="Late", state="withdrawn", failure="No longer true.")
    MessageFactory(event=EventFactory(), subject="Elsewhere", state="failed", failure="Not ours")
    return event


def shown(response):
    return [one.subject for one in response.context["page"]]


@pytest.mark.parametrize(
    ("show", "subjects"),
    [
        ("", ["Late", "Stuck", "Gone", "Waiting"]),
        ("?show=failed", ["Stuck"]),
        ("?show=due", ["Waiting"]),
        ("?show=sent", ["Gone"]),
        ("?show=withdrawn", ["Late"]),
        ("?show=nonsense", ["Late", "Stuck", "Gone", "Waiting"]),
    ],
)
def test_mails_of_the_evening_with_what_became_of_them(henry, mails, show, subjects):
    response = henry.get(f"{url(mails)}{show}")

    assert shown(response) == subjects
    assert "Not ours" not in words(response)


def test_failed_mail_says_why_and_goes_again(henry, mails, frozen):
    failed = Message.objects.get(subject="Stuck")
    again = reverse("attendees:send-again", kwargs={"event_id": mails.pk, "message_id": failed.pk})

    page = words(henry.get(url(mails)))
    response = henry.post(again, follow=True)

    failed.refresh_from_db()
    assert "550 no such user" in page
    assert f'action="{again}"' in page
    assert "It goes to stuck@work.example once more." in words(response)
    assert (failed.state, failed.attempts, failed.due_at) == ("due", 0, frozen.now)
    assert JournalEntry.objects.get().sentence == "sent a mail again: Stuck"


def test_mail_that_did_not_fail_is_not_sent_again(henry, mails):
    sent = Message.objects.get(subject="Gone")

    response = henry.post(
        reverse("attendees:send-again", kwargs={"event_id": mails.pk, "message_id": sent.pk}), follow=True
    )

    assert "This mail has not failed, or its words are no longer kept." in words(response)
    assert Message.objects.get(pk=sent.pk).state == "sent"


def test_mail_of_another_evening_is_not_here(henry, mails):
    other = Message.objects.get(failure="Not ours")

    response = henry.post(reverse("attendees:send-again", kwargs={"event_id": mails.pk, "message_id": other.pk}))

    assert response.status_code == 404


def test_mails_are_not_for_who_stands_in(lee, mails):
    assert lee.get(url(mails)).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 60])
def test_queries_do_not_grow_with_the_mails(series, host, count, django_assert_num_queries):
    event = EventFactory(series=series)
    for _ in range(count):
        MessageFactory(event=event)
    henry = signed_in(host)

    with django_assert_num_queries(7):
        henry.get(url(event))
