"""Who met at the past evenings: rounds as they were played, what people said of each other and of the evening."""

import datetime as dt
import random
from collections.abc import Sequence
from itertools import combinations

from attendees.models import Ticket
from events.models import Event, Series
from flashmob.demo import words
from networking.models import Ask, Feedback, Group, Promise, Round, Seat, Swap, Talked

ROUNDS, SIZE, MINUTES = 3, 5, 15
# How often, the better the more evenings there were.
TALKED_FIRST, TALKED_LAST = 0.25, 0.5
SWAPPED, PROMISED, ANSWERS = 0.12, 0.5, 0.55
ASKS_KEPT = dt.timedelta(days=90)


def meet(series: Series, *, now: dt.datetime) -> None:
    """Save it for every past evening, as if it had been done then."""
    dice = random.Random(5)
    past = list(Event.objects.filter(series=series).past(now).reverse())
    for number, event in enumerate(past):
        came = list(Ticket.objects.for_event(event.pk).checked_in().order_by("pk"))
        mates = sit(event, came, dice=dice)
        likely = TALKED_FIRST + (TALKED_LAST - TALKED_FIRST) * number / max(1, len(past) - 1)
        talk(event, mates, likely=likely, dice=dice)
        answer(event, came, dice=dice)
        if now - event.ends_at < ASKS_KEPT:
            ask(event, came, dice=dice)


def sit(event: Event, came: Sequence[Ticket], *, dice: random.Random) -> list[tuple[Ticket, Ticket]]:
    """Three rounds, shuffled; those who shared a table."""
    mates: dict[frozenset[int], tuple[Ticket, Ticket]] = {}
    for number in range(1, ROUNDS + 1):
        starts_at = event.starts_at + dt.timedelta(minutes=40 + 20 * number)
        times = {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(minutes=MINUTES)}
        played = Round.objects.create(
            event=event, number=number, state=Round.CLOSED, minutes=MINUTES, is_told=True, **times
        )
        order = dice.sample(came, len(came))
        count = max(1, len(came) // SIZE)
        tables = [order[table::count] for table in range(count)]
        groups = Group.objects.bulk_create(Group(round=played, table=table) for table in range(1, count + 1))
        pairs = [(group, ticket) for group, tickets in zip(groups, tables, strict=True) for ticket in tickets]
        Seat.objects.bulk_create(Seat(group=group, round=played, ticket=ticket) for group, ticket in pairs)
        mates |= {
            frozenset((one.pk, other.pk)): (one, other) for table in tables for one, other in combinations(table, 2)
        }
    return list(mates.values())


def talk(event: Event, mates: Sequence[tuple[Ticket, Ticket]], *, likely: float, dice: random.Random) -> None:
    """Some say so of each other; some swap details, and some of those promise something."""
    said_at = event.ends_at + dt.timedelta(hours=13)
    said = [pair for pair in mates if dice.random() < likely * 0.4]
    both = [pair[::-1] for pair in said if dice.random() < 0.8]
    Talked.objects.bulk_create(
        [Talked(event=event, by=by, to=to, said_at=said_at) for by, to in (*said, *both)], ignore_conflicts=True
    )
    swapped = [pair for pair in mates if dice.random() < SWAPPED * likely]
    asked_at = event.ends_at - dt.timedelta(minutes=20)
    Swap.objects.bulk_create(
        Swap(
            event=event, asker=one, other=other, asker_shares=["email"], other_shares=["email"], state=Swap.AGREED,
            asked_at=asked_at, answered_at=asked_at + dt.timedelta(minutes=1),
        )
        for one, other in swapped
    )  # fmt: skip
    made = [pair for pair in swapped if dice.random() < PROMISED]
    Promise.objects.bulk_create(
        Promise(
            event=event, by=by, to=to, words=dice.choice(words.PROMISES), made_at=asked_at,
            **({"state": Promise.SENT, "ended_at": said_at} if dice.random() < 0.7 else {}),
        )
        for by, to in made
    )  # fmt: skip


def answer(event: Event, came: Sequence[Ticket], *, dice: random.Random) -> None:
    """A good half answers the three questions, a few with a sentence."""
    sentences = iter(dice.sample(words.FEEDBACK, 4))
    marks = [Feedback.YES] * 8 + [Feedback.PARTLY] * 2 + [Feedback.NO]
    Feedback.objects.bulk_create(
        [
            Feedback(
                event=event, ticket=ticket, met=dice.choice(marks), included=dice.choice(marks),
                again=dice.choice(marks), words=next(sentences, "") if dice.random() < 0.2 else "",
                said_at=event.ends_at + dt.timedelta(hours=14),
            )
            for ticket in came
            if dice.random() < ANSWERS
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def ask(event: Event, came: Sequence[Ticket], *, dice: random.Random) -> None:
    """Some brought a question; most say that it was answered, the others' have been closed."""
    asked_at, ended_at = event.starts_at - dt.timedelta(days=2), event.ends_at + dt.timedelta(days=5)
    askers = dice.sample(came, min(len(came), len(words.QUESTIONS)))
    Ask.objects.bulk_create(
        Ask(
            event=event, ticket=ticket, number=1, words=question, asked_at=asked_at, ended_at=ended_at,
            state=Ask.ANSWERED if dice.random() < 0.7 else Ask.CLOSED,
        )
        for ticket, question in zip(askers, words.QUESTIONS, strict=False)
    )  # fmt: skip
