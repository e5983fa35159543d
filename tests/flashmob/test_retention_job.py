"""What the privacy page promises is done by the jobs: a day before and a day after each limit, by moved time (P20)."""

import datetime as dt

import pytest

from attendees import tasks as attendees_tasks
from attendees.domain import consents, erasing, person, welcome
from attendees.models import (
    AccessNeed,
    Consent,
    Erased,
    NotWelcome,
    PersonNote,
    Profile,
    SignUp,
    Ticket,
    Transfer,
    WaitingListEntry,
)
from flashmob.celery import app
from foundation.mail import tasks as mail_tasks
from foundation.mail.models import Message
from networking import tasks as networking_tasks
from networking.models import Ask
from tests.support.factories import EventFactory, MessageFactory, ProfileFactory, SignUpFactory

pytestmark = pytest.mark.django_db
JOBS = (attendees_tasks.sweep_retention, networking_tasks.sweep_retention, mail_tasks.empty_old_mails)
DAY = dt.timedelta(days=1)
TWO_YEARS = 730


KEPT = {
    "access need": (7, lambda: AccessNeed.objects.exists()),
    "mail's words": (30, lambda: Message.objects.exclude(text="").exists()),
    "place offered": (30, lambda: Transfer.objects.exists()),
    "waiting list": (30, lambda: WaitingListEntry.objects.exists()),
    "who was erased": (40, lambda: Erased.objects.exists()),
    "question": (90, lambda: Ask.objects.filter(is_private=False).exists()),
    "question for the host alone": (30, lambda: Ask.objects.filter(is_private=True).exists()),
    "names of a ticket": (TWO_YEARS, lambda: Ticket.objects.filter(name="Ada Park").exists()),
    "names and address of a sign-up": (TWO_YEARS, lambda: SignUp.objects.filter(email="ada@mail.example").exists()),
    "sector": (TWO_YEARS, lambda: SignUp.objects.exclude(sector="").exists()),
    "person": (TWO_YEARS, lambda: Profile.objects.filter(email="ada@mail.example").exists()),
    "consent taken back": (TWO_YEARS, lambda: Consent.objects.filter(withdrawn_at__isnull=False).exists()),
    "rule that was lifted": (TWO_YEARS, lambda: NotWelcome.objects.exists()),
    "host's note": (TWO_YEARS, lambda: PersonNote.objects.exists()),
}


@pytest.fixture
def everything(frozen, series):
    """An evening that is just over, and one of everything that is kept for a while."""
    now = frozen.now
    event = EventFactory(series=series, starts_at=now - dt.timedelta(hours=3), ends_at=now)
    ada = ProfileFactory(name="Ada Park", email="ada@mail.example")
    made = SignUpFactory(event=event, buyer=ada, sector="tech")
    ticket = made.tickets.get()
    for number, is_private in ((1, False), (2, True)):
        Ask.objects.create(event=event, ticket=ticket, number=number, words="How?", is_private=is_private, asked_at=now)
    AccessNeed.objects.create(ticket=ticket, words="A chair.", told_at=now)
    Transfer.objects.create(ticket=ticket, name="Ben", email="ben@mail.example", asked_at=now)
    WaitingListEntry.objects.create(
        event=event,
        person=ada,
        name="Ada Park",
        email=ada.email,
        party=1,
        rank=1,
        joined_at=now,
        state="closed",
        ended_at=now,
    )
    MessageFactory(event=event, state=Message.SENT)
    consents.give(ada, series, source="sign-up page", now=now)
    consents.withdraw(ada.consents.get(), now=now)
    welcome.mark(ada, series, reason="Rude.", by="Henry", now=now)
    welcome.lift(ada, series, by="Henry", now=now)
    person.write_note(ada, series, words="Speaks Welsh.", by="Henry", now=now)
    gone = ProfileFactory(name="Gone")
    erasing.ask(gone, now=now)
    erasing.carry_out(now)


@pytest.mark.parametrize("what", KEPT)
def test_each_limit_holds_to_the_day(everything, frozen, what):
    days, is_there = KEPT[what]
    beginning = frozen.now

    before = []
    for day in (days - 1, days + 1):
        frozen.set(beginning + day * DAY)
        for job in JOBS:
            job()
        before.append(is_there())

    assert before == [True, False]


def test_jobs_are_in_the_timetable():
    assert {job.name for job in JOBS} <= {entry["task"] for entry in app.conf.beat_schedule.values()}
