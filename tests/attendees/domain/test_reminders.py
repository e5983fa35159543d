import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from attendees.domain import cancelled_events, changed_events, reminders, tickets
from events.domain import publishing
from events.models import Venue
from foundation.lib import clock
from foundation.mail.domain import delivery, queue
from foundation.mail.domain.trouble import judge
from foundation.mail.models import Message
from tests.support.factories import EventFactory, ProfileFactory, SeriesFactory, SignUpFactory, TicketFactory

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def london(year, month, day, hour, minute=0):
    return dt.datetime(year, month, day, hour, minute, tzinfo=LONDON).astimezone(dt.UTC)


@pytest.fixture
def event(frozen):
    """Tuesday 7 July 2026, 18:30 in London; the clock stands at Monday 1 June."""
    return EventFactory(series=SeriesFactory(name="PMO London"), starts_at=london(2026, 7, 7, 18, 30))


def written():
    """(when written in London, kind, to) of each reminder not withdrawn, oldest first."""
    return [
        (
            f"{message.written_at.astimezone(LONDON):%a %d %b %H:%M}",
            message.template.rpartition("reminder_")[2],
            message.to,
        )
        for message in Message.objects.exclude(state=Message.WITHDRAWN).order_by("id")
        if message.key.startswith("reminder:")
    ]


def live_through(frozen, start, end):
    """Run the sweep every hour."""
    frozen.set(start)
    while frozen.now <= end:
        reminders.write_due(frozen.now)
        frozen.move(hours=1)


def kinds(event):
    return [
        (moment.kind, f"{moment.due_at.astimezone(event.zone):%a %d %b %H:%M}") for moment in reminders.moments(event)
    ]


def test_who_booked_early_gets_three_reminders_at_the_clocks_times(event, frozen):
    SignUpFactory(event=event, buyer__email="ada@mail.example")

    live_through(frozen, london(2026, 6, 30, 8), event.ends_at)

    assert written() == [
        ("Tue 30 Jun 09:00", "week", "ada@mail.example"),
        ("Sun 05 Jul 09:00", "two_days", "ada@mail.example"),
        ("Tue 07 Jul 08:00", "morning", "ada@mail.example"),
    ]


@pytest.mark.parametrize(
    ("booked", "expected"),
    [
        (london(2026, 6, 16, 18, 30), ["two_days", "morning"]),
        (london(2026, 6, 16, 18, 29), ["week", "two_days", "morning"]),
        (london(2026, 7, 5, 8, 59), ["two_days", "morning"]),
        (london(2026, 7, 5, 9, 0), ["morning"]),
        (london(2026, 7, 7, 7, 59), ["morning"]),
        (london(2026, 7, 7, 8, 0), []),
    ],
)
def test_no_reminder_whose_moment_passed_before_the_ticket_was_confirmed(event, frozen, booked, expected):
    frozen.set(booked)
    SignUpFactory(event=event)

    live_through(frozen, max(booked, london(2026, 6, 30, 8)), event.ends_at)

    assert [kind for _, kind, _ in written()] == expected


@pytest.mark.parametrize(
    ("refund_hours", "two_days", "names"),
    [
        (24, "Sun 05 Jul 09:00", "Monday 6 July 2026, 18:30"),
        (48, "Sun 05 Jul 09:00", "Sunday 5 July 2026, 18:30"),
        (55, "Sat 04 Jul 09:00", "Sunday 5 July 2026, 11:30"),
        (72, "Sat 04 Jul 09:00", "Saturday 4 July 2026, 18:30"),
        (168, "Tue 30 Jun 09:00", "Tuesday 30 June 2026, 18:30"),
    ],
)
def test_two_days_before_is_always_before_the_refund_deadline_and_names_it(
    event, frozen, refund_hours, two_days, names
):
    event.refund_hours = refund_hours
    event.save()
    frozen.set(london(2026, 6, 20, 12))
    SignUpFactory(event=event)

    live_through(frozen, london(2026, 6, 30, 8), event.ends_at)

    [message] = Message.objects.filter(template="attendees/reminder_two_days")
    assert f"{message.written_at.astimezone(LONDON):%a %d %b %H:%M}" == two_days
    assert f"Until {names}, London time, you can move" in " ".join(message.text.split())


def test_hosts_times_are_the_times(event):
    event.two_days_before_at, event.morning_at = dt.time(12, 0), dt.time(7, 30)

    assert kinds(event) == [
        ("week", "Tue 30 Jun 09:00"),
        ("two_days", "Sun 05 Jul 12:00"),
        ("morning", "Tue 07 Jul 07:30"),
    ]


def test_a_breakfast_is_announced_two_hours_before(event):
    event.starts_at = london(2026, 7, 7, 8, 30)

    assert kinds(event)[-1] == ("morning", "Tue 07 Jul 06:30")


@pytest.mark.parametrize(
    ("evening", "expected"),
    [
        # The clocks go forward on Sunday 29 March 2026, 01:00, and back on Sunday 25 October 2026, 02:00.
        ((2026, 3, 29), ["Sun 22 Mar 09:00 GMT", "Fri 27 Mar 09:00 GMT", "Sun 29 Mar 08:00 BST"]),
        ((2026, 3, 30), ["Mon 23 Mar 09:00 GMT", "Sat 28 Mar 09:00 GMT", "Mon 30 Mar 08:00 BST"]),
        ((2026, 10, 25), ["Sun 18 Oct 09:00 BST", "Fri 23 Oct 09:00 BST", "Sun 25 Oct 08:00 GMT"]),
        ((2026, 10, 26), ["Mon 19 Oct 09:00 BST", "Sat 24 Oct 09:00 BST", "Mon 26 Oct 08:00 GMT"]),
    ],
)
def test_reminders_keep_the_clocks_time_over_both_clock_changes(event, evening, expected):
    event.starts_at = london(*evening, 18, 30)

    dues = [moment.due_at.astimezone(LONDON) for moment in reminders.moments(event)]

    assert [f"{due:%a %d %b %H:%M %Z}" for due in dues] == expected


def test_mail_page_and_reminder_show_one_local_time_after_a_clock_change(frozen):
    frozen.set(london(2026, 10, 1, 12))
    event = EventFactory(starts_at=london(2026, 10, 26, 18, 30))
    SignUpFactory(event=event)

    live_through(frozen, london(2026, 10, 24, 8, 30), event.starts_at)

    assert len(written()) == 2
    assert all("18:30–21:30, London time" in message.text for message in Message.objects.all())


def test_a_moved_evening_gets_new_reminders_and_the_unsent_old_one_is_withdrawn(event, frozen):
    SignUpFactory(event=event)
    reminders.write_due(frozen.set(london(2026, 7, 5, 9, 0)))
    before = Message.objects.get(state=Message.DUE)

    publishing.edit(event, changes=later(event, days=7), by="Olivia", now=frozen.now)
    live_through(frozen, frozen.now, event.ends_at)

    before.refresh_from_db()
    assert (before.state, before.failure) == ("withdrawn", "No longer true.")
    assert [row[:2] for row in written()] == [
        ("Tue 07 Jul 09:00", "week"),
        ("Sun 12 Jul 09:00", "two_days"),
        ("Tue 14 Jul 08:00", "morning"),
    ]
    assert all("Tuesday 14 July 2026" in message.text for message in Message.objects.filter(state=Message.DUE))


def test_an_evening_moved_after_the_reminder_went_out_is_reminded_of_again(event, frozen):
    SignUpFactory(event=event)
    reminders.write_due(frozen.set(london(2026, 7, 5, 9, 0)))
    delivery.send_due(frozen.now)

    publishing.edit(event, changes=later(event, days=1), by="Olivia", now=frozen.now)
    live_through(frozen, frozen.now, event.starts_at)

    assert [row[:2] for row in written()] == [
        ("Sun 05 Jul 09:00", "two_days"),
        ("Mon 06 Jul 09:00", "two_days"),
        ("Wed 08 Jul 08:00", "morning"),
    ]


def test_another_venue_rewrites_the_reminder_that_was_not_sent(event, frozen):
    SignUpFactory(event=event)
    reminders.write_due(frozen.set(london(2026, 7, 5, 9, 0)))
    venue = Venue.objects.create(
        series=event.series, name="The Lamb", address="94 Conduit Street", changed_at=frozen.now
    )

    publishing.edit(event, changes={"venue": venue}, by="Olivia", now=frozen.now)
    reminders.write_due(frozen.now)

    [message] = Message.objects.filter(state=Message.DUE, key__startswith="reminder:")
    assert "The Lamb" in message.text


def test_cancelled_evening_sends_its_cancellation_last_and_no_reminder_after_it(event, frozen, mailoutbox):
    SignUpFactory(event=event)
    reminders.write_due(frozen.set(london(2026, 7, 5, 9, 0)))

    publishing.cancel(event, by="Olivia", reason="The pub has a flood.", now=frozen.now)
    cancelled_events.settle(frozen.now)
    live_through(frozen, frozen.now, event.ends_at)
    delivery.send_due(frozen.now)

    assert [mail.subject for mail in mailoutbox] == [f"Cancelled: {event.title}, Tue 7 Jul"]


def test_a_reminder_being_sent_when_the_evening_is_cancelled_is_not_tried_again(event, frozen, mailoutbox):
    SignUpFactory(event=event)
    reminders.write_due(frozen.set(london(2026, 7, 5, 9, 0)))
    # A sender has it and dies.
    Message.objects.update(state=Message.SENDING, lease_until=clock.real_now() - dt.timedelta(seconds=1))

    publishing.cancel(event, by="Olivia", reason="Flood.", now=frozen.now)
    cancelled_events.settle(frozen.now)
    queue.withdraw_stale(frozen.now)
    delivery.send_due(frozen.now)

    assert [mail.subject for mail in mailoutbox] == [f"Cancelled: {event.title}, Tue 7 Jul"]


@pytest.mark.parametrize("hours_after_start", [0, 1])
@pytest.mark.parametrize(
    ("last_worked", "kind"),
    [((2026, 6, 30, 9), "week"), ((2026, 7, 5, 9), "two_days"), ((2026, 7, 7, 15, 29), "morning")],
)
def test_worker_down_over_the_start_sends_no_stale_reminder(
    event, frozen, mailoutbox, last_worked, kind, hours_after_start
):
    """R39."""
    SignUpFactory(event=event)
    reminders.write_due(frozen.set(london(*last_worked)))
    assert [row[1] for row in written()] == [kind]

    frozen.set(event.starts_at + dt.timedelta(hours=hours_after_start))
    reminders.write_due(frozen.now)
    delivery.send_due(frozen.now)
    queue.withdraw_stale(frozen.now)

    assert mailoutbox == []
    assert Message.objects.get().state == "withdrawn"


def test_a_reminder_that_would_come_after_the_refund_deadline_is_not_written(event, frozen):
    SignUpFactory(event=event)

    reminders.write_due(frozen.set(event.refund_until))

    assert written() == []


def test_reminders_switched_off_stay_off_for_that_person_only(event, frozen):
    SignUpFactory(event=event, buyer=ProfileFactory(email="ada@mail.example", reminders_off_at=frozen.now))
    SignUpFactory(event=event, buyer__email="ben@mail.example")

    reminders.write_due(frozen.set(london(2026, 7, 5, 9, 0)))

    assert [to for _, _, to in written()] == ["ben@mail.example"]


def test_a_page_switches_off_its_own_places_only(event, frozen):
    """Whoever signs up with somebody else's address has a page too: theirs stops nothing but its own reminders."""
    ada = SignUpFactory(event=event, buyer__email="ada@mail.example")
    strangers = SignUpFactory(event=event, buyer=ada.buyer, people=[])
    TicketFactory(sign_up=strangers, holder=None)
    reminders.switch(strangers, on=False, now=frozen.now)

    reminders.write_due(frozen.set(london(2026, 7, 5, 9, 0)))

    assert [to for _, _, to in written()] == ["ada@mail.example"]
    assert f"/t/{ada.manage_code}/" in Message.objects.get().text


@pytest.mark.parametrize(
    ("seats_off", "buyer_off", "reminded"),
    [
        ([], True, ["cem@mail.example"]),
        ([3], False, ["ada@mail.example"]),
        ([3], True, []),
    ],
)
def test_buyer_and_companion_switch_apart(event, frozen, seats_off, buyer_off, reminded):
    sign_up = SignUpFactory(event=event, buyer__email="ada@mail.example", people=["Ada", "Ben"])
    TicketFactory(sign_up=sign_up, seat=3, name="Cem", email="cem@mail.example")
    owners = [*sign_up.tickets.filter(seat__in=seats_off), *([sign_up] if buyer_off else [])]
    for owner in owners:
        reminders.switch(owner, on=False, now=frozen.now)

    reminders.write_due(frozen.set(london(2026, 7, 5, 9, 0)))

    assert [to for _, _, to in written()] == reminded


def test_reminders_switched_on_again_come(event, frozen):
    sign_up = SignUpFactory(event=event)
    for on in (False, True):
        reminders.switch(sign_up, on=on, now=frozen.now)

    assert reminders.write_due(frozen.set(london(2026, 7, 5, 9, 0))) == 1


def test_buyer_speaks_for_names_without_an_address_and_nobody_gets_two(event, frozen):
    sign_up = SignUpFactory(event=event, buyer__email="ada@mail.example", people=["Ada", "Ben"])
    TicketFactory(sign_up=sign_up, seat=3, name="Cem", email="cem@mail.example")
    TicketFactory(sign_up=SignUpFactory(event=event, buyer=sign_up.buyer, people=[]), holder=None)

    reminders.write_due(frozen.set(london(2026, 7, 5, 9, 0)))
    reminders.write_due(frozen.now)

    assert [to for _, _, to in written()] == ["ada@mail.example", "cem@mail.example"]
    text = Message.objects.get(to="ada@mail.example").text
    assert "- Ben. Please pass on this ticket:" in text
    assert "Cem" not in text


def test_cancelling_the_ticket_withdraws_its_reminder_and_a_second_place_is_still_reminded_of(event, frozen):
    sign_up = SignUpFactory(event=event, people=["Ada", "Ben"])
    reminders.write_due(frozen.set(london(2026, 7, 5, 9, 0)))

    tickets.cancel(sign_up.tickets.filter(seat=1), reason="person", now=frozen.now)
    reminders.write_due(frozen.now)

    assert sorted(Message.objects.values_list("state", flat=True)) == ["due", "withdrawn"]


def test_a_sent_reminder_is_not_repeated_when_one_of_two_places_goes(event, frozen):
    sign_up = SignUpFactory(event=event, people=["Ada", "Ben"])
    reminders.write_due(frozen.set(london(2026, 7, 5, 9, 0)))
    delivery.send_due(frozen.now)

    tickets.cancel(sign_up.tickets.filter(seat=1), reason="person", now=frozen.now)
    reminders.write_due(frozen.now)

    assert len(written()) == 1


@pytest.mark.parametrize("people", [1, 3])
def test_reminders_take_the_same_queries_for_one_and_three_people(event, frozen, django_assert_num_queries, people):
    SignUpFactory.create_batch(people, event=event)
    frozen.set(london(2026, 7, 5, 9, 0))

    with django_assert_num_queries(11):
        reminders.write_due(frozen.now)
    with django_assert_num_queries(2):
        reminders.write_due(frozen.now)


def test_small_correction_of_the_start_still_gets_the_right_reminder(event, frozen):
    SignUpFactory(event=event)
    reminders.write_due(frozen.set(london(2026, 7, 5, 9, 0)))
    delivery.send_due(frozen.now)

    publishing.edit(event, changes=later(event, minutes=15), by="Olivia", now=frozen.now, small=True)
    changed_events.tell(frozen.now)

    assert Message.objects.latest("id").template == "attendees/corrected"


def test_a_reminder_names_the_page_that_switches_reminders_off(event, frozen):
    ticket = SignUpFactory(event=event).tickets.get()

    reminders.write_due(frozen.set(london(2026, 7, 5, 9, 0)))
    delivery.send_due(frozen.now)

    headers = mail.outbox[0].message()
    assert headers["List-Unsubscribe"] == f"<http://localhost:8000/t/{ticket.sign_up.manage_code}/reminders/>"
    assert headers["List-Unsubscribe-Post"] is None  # one click switches nothing: the page has a button


@pytest.mark.parametrize("fate", ["arrives", "sender dies", "is refused"])
def test_cancelled_while_a_reminder_is_being_sent_the_cancellation_is_last(event, frozen, fate):
    SignUpFactory(event=event)
    reminders.write_due(frozen.set(london(2026, 7, 5, 9, 0)))
    reminder = next(queue.claims(frozen.now))

    publishing.cancel(event, by="Olivia", reason="No venue.", now=frozen.now)
    cancelled_events.settle(frozen.now)
    meanwhile = delivery.send_due(frozen.now)
    if fate == "arrives":
        queue.sent(reminder, now=frozen.now)
    elif fate == "is refused":
        queue.not_sent(reminder, judge(OSError("broken")), now=frozen.now)
    else:
        Message.objects.filter(pk=reminder.pk).update(lease_until=clock.real_now())
        queue.withdraw_stale(frozen.now)
    delivery.send_due(frozen.now)
    reminders.write_due(frozen.move(minutes=30))
    delivery.send_due(frozen.now)

    states = dict(Message.objects.values_list("template", "state"))
    assert meanwhile == 0
    assert [sent.subject.split(":")[0] for sent in mail.outbox] == ["Cancelled"]
    assert states == {
        "attendees/reminder_two_days": "sent" if fate == "arrives" else "withdrawn",
        "attendees/event_cancelled": "sent",
    }


def later(event, **step):
    """The changes of an edit that moves an evening as a whole."""
    by = dt.timedelta(**step)
    return {"starts_at": event.starts_at + by, "ends_at": event.ends_at + by}


def test_guests_without_an_address_are_passed_over(event, frozen, django_assert_num_queries):
    SignUpFactory(event=event, buyer=None, name="Ned", email="")
    frozen.set(london(2026, 7, 5, 9, 0))

    with django_assert_num_queries(2):
        assert reminders.write_due(frozen.now) == 0
