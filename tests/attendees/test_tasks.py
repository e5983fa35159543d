import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from attendees import tasks
from attendees.domain import letters
from attendees.models import Arrivals, Ticket
from events.models import Places
from flashmob.celery import app
from foundation.mail.models import Message
from networking.tasks import sweep_reminders
from tests.support.factories import EventFactory, SignUpFactory

pytestmark = pytest.mark.django_db
SWEEPS = [
    tasks.sweep_cancelled_events,
    tasks.sweep_changed_events,
    sweep_reminders,
    tasks.sweep_broadcasts,
    tasks.sweep_follow_ups,
    tasks.sweep_host_mails,
    tasks.sweep_lapsed_holds,
    tasks.sweep_lost_tickets,
    tasks.sweep_retention,
]


def test_every_sweep_is_in_the_timetable():
    timetable = {entry["task"] for entry in app.conf.beat_schedule.values()}

    assert {sweep.name for sweep in SWEEPS} <= timetable


def test_nobody_gets_more_than_five_service_mails_for_an_evening_when_nothing_changes(frozen):
    event = EventFactory(starts_at=dt.datetime(2026, 6, 23, 18, 30, tzinfo=ZoneInfo("Europe/London")))
    early = SignUpFactory(event=event, people=["Ada", "Ben"])
    letters.confirmed(early.tickets.all(), now=frozen.now)
    late = None
    while frozen.now < event.ends_at + dt.timedelta(days=4):
        if late is None and frozen.now > event.starts_at - dt.timedelta(days=1):
            late = SignUpFactory(event=event)
            letters.confirmed(late.tickets.all(), now=frozen.now)
        if frozen.now > event.starts_at and not Arrivals.objects.exists():
            Ticket.objects.filter(sign_up=early).update(checked_in_at=frozen.now, checked_in_by="Henry")
            Arrivals.objects.create(event=event, settled_at=frozen.now, settled_by="Henry")
        for sweep in SWEEPS:
            sweep()
        frozen.move(hours=12)

    assert Counter(Message.objects.values_list("to", flat=True)) == {early.email: 4, late.email: 3}
    assert list(Message.objects.filter(to=early.email).order_by("id").values_list("template", flat=True)) == [
        "attendees/confirmed",
        "attendees/reminder_week",
        "attendees/reminder_two_days",
        "attendees/reminder_morning",
    ]  # the fifth, to who came, is written by networking


def test_lapsed_holds_of_all_events_are_given_back(frozen):
    events = EventFactory.create_batch(2)
    for event in events:
        SignUpFactory(event=event, state=Ticket.HELD)
    frozen.move(minutes=42)

    tasks.sweep_lapsed_holds()

    assert list(Places.objects.values_list("taken", flat=True)) == [0, 0]
    assert set(Ticket.objects.values_list("state", flat=True)) == {Ticket.EXPIRED}
