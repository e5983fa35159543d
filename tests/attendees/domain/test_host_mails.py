import datetime as dt

import pytest

from attendees.domain import host_mails
from attendees.models import AccessNeed, SignUp
from foundation.mail.domain import outbox
from foundation.mail.models import Message
from tests.support.factories import EventFactory, SignUpFactory, TicketFactory

EIGHT = dt.datetime(2026, 7, 7, 7, 0, tzinfo=dt.UTC)  # in London, the morning of


@pytest.fixture
def event(frozen, series):
    event = EventFactory(series=series, title="PMO in July", starts_at=EIGHT + dt.timedelta(hours=10, minutes=30))
    earlier = EventFactory(series=series, starts_at=EIGHT - dt.timedelta(days=30))
    ada = SignUpFactory(event=earlier, buyer__name="Ada Park", people=[])
    TicketFactory(sign_up=ada, came=True)
    SignUpFactory(event=event, buyer=ada.buyer)
    guest = SignUpFactory(event=event, buyer__name="Ned New", way=SignUp.DOOR)
    AccessNeed.objects.create(ticket=guest.tickets.get(), words="A chair with arms.", told_at=frozen.now)
    return event


def test_morning_mail_goes_to_the_team_once(event):
    host_mails.write_morning(EIGHT - dt.timedelta(minutes=1))
    assert Message.objects.count() == 0

    assert [host_mails.write_morning(EIGHT) for _ in range(2)] == [2, 0]

    assert sorted(Message.objects.values_list("to", "subject")) == [
        ("henry@mail.example", "Today 18:30: 2 are coming to PMO in July"),
        ("olivia@mail.example", "Today 18:30: 2 are coming to PMO in July"),
    ]


def test_morning_mail_counts_newcomers_and_money_and_keeps_access_needs_on_the_page(event):
    host_mails.write_morning(EIGHT)

    message = Message.objects.get(to="henry@mail.example")
    words = " ".join(message.text.split())
    assert "Coming: 2 of 10 places First time: 1 (Ned New) To pay at the door: 1 place" in words
    assert "1 person has told you what they need to take part." in words
    assert "chair" not in message.text + message.html


def test_morning_mail_is_not_sent_once_the_evening_began(event):
    assert host_mails.write_morning(event.starts_at) == 0


@pytest.mark.parametrize("people", [0, 3])
def test_morning_mail_takes_the_same_queries_whatever_the_number(event, django_assert_num_queries, people):
    SignUpFactory.create_batch(people, event=event)

    with django_assert_num_queries(8):
        host_mails.write_morning(EIGHT)


def fail(event, key, *, at):
    outbox.write(
        key=key,
        template="attendees/host_failed",
        to="ada@mail.example",
        to_name="Ada Park",
        context={"event": event, "series": event.series},
        sender=outbox.Sender(name="PMO", reply_to="pmo@mail.example"),
        about_event=event.pk,
    )
    Message.objects.filter(key=key).update(
        template="attendees/confirmed",
        subject="Your place",
        state=Message.FAILED,
        failed_at=at,
        failure="The server said: no such mailbox.",
    )


def alerts():
    return list(Message.objects.filter(template="attendees/host_failed", to="henry@mail.example").order_by("id"))


def test_alert_names_whom_and_why_but_no_address(event, frozen):
    fail(event, "one", at=frozen.now)

    host_mails.write_alerts(frozen.now)

    [alert] = alerts()
    assert alert.subject == "1 mail did not arrive: PMO in July"
    words = " ".join(alert.text.split())
    assert 'To Ada Park: "Your place". The server said: no such mailbox.' in words
    assert "ada@mail.example" not in words


def test_alerts_come_at_most_once_an_hour_and_only_for_what_is_new(event, frozen):
    fail(event, "one", at=frozen.now)
    host_mails.write_alerts(frozen.now)
    host_mails.write_alerts(frozen.move(minutes=30))
    fail(event, "two", at=frozen.now)

    host_mails.write_alerts(frozen.move(minutes=29))
    assert len(alerts()) == 1
    host_mails.write_alerts(frozen.move(minutes=1))
    host_mails.write_alerts(frozen.move(hours=5))

    assert [alert.subject for alert in alerts()] == ["1 mail did not arrive: PMO in July"] * 2


def test_an_alert_that_fails_itself_alerts_nobody(event, frozen):
    fail(event, "one", at=frozen.now)
    host_mails.write_alerts(frozen.now)
    Message.objects.filter(template="attendees/host_failed").update(state=Message.FAILED, failed_at=frozen.now)

    host_mails.write_alerts(frozen.move(hours=2))

    assert len(alerts()) == 1
