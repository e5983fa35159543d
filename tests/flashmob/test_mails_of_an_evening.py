"""Every mail that somebody gets about one evening, from booking to two weeks after it: few, and each at its time."""

import datetime as dt
from collections import Counter

import pytest

from attendees.domain import check_in, next_place, sign_up, wishes
from attendees.models import Arrivals, Ticket
from attendees.tasks import sweep_follow_ups, sweep_lapsed_holds
from foundation.mail.models import Message
from networking.models import Promise, Swap
from networking.tasks import sweep_day_five, sweep_morning_after, sweep_reminders
from tests.support.factories import EventFactory, SignUpFactory, TicketFactory

pytestmark = pytest.mark.django_db
MOST = 6
START = dt.datetime(2026, 7, 7, 17, 30, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
STEP = 4 * HOUR


@pytest.fixture
def event(series, frozen):
    frozen.set(START - 30 * DAY)
    return EventFactory(series=series, slug="july", starts_at=START, price_amount=500)


def take(event, name, companions=(), **fields):
    wish = wishes.Wish(name=name, email=f"{name.lower()}@mail.example", companions=companions, **fields)
    taken = sign_up.take(event, wish, now=event.created_at)
    sign_up.confirm(taken, now=event.created_at)
    return taken


def walk(frozen, *, to):
    """Four hours at a time, with every sweep that writes about an evening."""
    while frozen.now < to:
        frozen.set(min(to, frozen.now + STEP))
        for sweep in (sweep_lapsed_holds, sweep_reminders, sweep_follow_ups, sweep_morning_after, sweep_day_five):
            sweep()


def let_in(event, now):
    for ticket in Ticket.objects.for_event(event.pk).valid():
        check_in.check_in(event, ticket, by="Henry", now=now)


def got(event, name):
    """The kinds of what one person got, in order."""
    mails = Message.objects.filter(about_event=event.pk, to=f"{name.lower()}@mail.example").order_by("written_at", "pk")
    return [mail.template.removeprefix("attendees/") for mail in mails]


def most(event):
    """How many the one got who got most."""
    return max(Counter(Message.objects.filter(about_event=event.pk).values_list("to", flat=True)).values())


def test_who_books_early_and_has_everything_open_gets_six(event, frozen):
    ada, ben = take(event, "Ada", companions=(("Cleo", "cleo@mail.example"),)), take(event, "Ben")
    walk(frozen, to=START)
    let_in(event, START)
    one, other = ada.tickets.get(seat=1), ben.tickets.get()
    Swap.objects.create(
        event=event, asker=one, other=other, state="agreed", asked_at=START, answered_at=START,
        asker_shares=["name"], other_shares=["name"],
    )  # fmt: skip
    Promise.objects.create(event=event, by=one, to=other, words="the risk register", made_at=START)

    walk(frozen, to=START + 14 * DAY)

    assert got(event, "Ada") == [
        "confirmed", "reminder_week", "reminder_two_days", "reminder_morning", "came", "day_five",
    ]  # fmt: skip
    assert got(event, "Cleo")[0] == "companion"
    assert most(event) <= MOST


def test_who_keeps_a_place_and_pays_it_later_gets_six(series, event, frozen):
    before = EventFactory(series=series, starts_at=START - 28 * DAY)
    was_there = TicketFactory(
        sign_up=SignUpFactory(event=before, buyer__email="ada@mail.example", people=[]), came=True
    )
    frozen.set(before.ends_at)
    kept = next_place.keep(was_there, now=frozen.now)
    walk(frozen, to=before.ends_at + 40 * HOUR)
    sign_up.confirm(kept, now=frozen.now)
    walk(frozen, to=START)
    let_in(event, START)
    Promise.objects.create(
        event=event, by=kept.tickets.get(), to=TicketFactory(sign_up=SignUpFactory(event=event, people=[]), came=True),
        words="the risk register", made_at=START,
    )  # fmt: skip

    walk(frozen, to=START + 14 * DAY)

    assert got(event, "Ada") == ["kept", "confirmed", "reminder_two_days", "reminder_morning", "came", "day_five"]


def test_who_keeps_a_place_and_lets_it_lapse_gets_one(series, event, frozen):
    before = EventFactory(series=series, starts_at=START - 28 * DAY)
    was_there = TicketFactory(
        sign_up=SignUpFactory(event=before, buyer__email="ada@mail.example", people=[]), came=True
    )
    frozen.set(before.ends_at)
    next_place.keep(was_there, now=frozen.now)

    walk(frozen, to=START + 14 * DAY)

    assert (got(event, "Ada"), most(event)) == (["kept"], 1)


def test_who_missed_it_gets_five(event, frozen):
    take(event, "Ada")
    walk(frozen, to=START)
    Arrivals.objects.create(event=event, settled_at=START, settled_by="Henry")

    walk(frozen, to=START + 14 * DAY)

    assert got(event, "Ada") == ["confirmed", "reminder_week", "reminder_two_days", "reminder_morning", "missed"]
