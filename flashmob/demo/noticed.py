"""What the past evenings did in the room: their activities, and of the last ones what was noticed and written up."""

import datetime as dt

from events.models import Event, JournalEntry, Series
from flashmob.demo import house, words
from networking.domain import activities, run_sheets, write_ups
from networking.models import Pattern

PLAN = {"group_size": 5, "rounds": 3, "minutes": 18, "activity_minutes": 10}  # as the evening’s agenda says
TABLES = ("by the window", "by the bar", "at the fireplace", "by the stairs", "in the snug", "below the clock")
ACTIVITIES = ("green-and-how-it-feels", "help-or-check", "the-report-on-trial")


def notice(series: Series, *, now: dt.datetime) -> None:
    """The last evening's board is full, half of it kept and published; the two before have a write-up."""
    for number, event in enumerate(Event.objects.filter(series=series).past(now)[: len(ACTIVITIES)]):
        choose(event, ACTIVITIES[number])
        fill_board(event, words.NOTICED[number])
        late = event.ends_at + dt.timedelta(hours=1)
        write_ups.publish(event, words=write_ups.draft(event), by=house.OWNER_NAME, now=late)
        JournalEntry.objects.filter(event=event, at__gt=late).update(at=late)


def prepare(series: Series, *, now: dt.datetime) -> None:
    """The next evening has its run-sheet: the activity chosen, rounds set, and where the tables stand."""
    event = Event.objects.filter(series=series).upcoming(now)[0]
    choose(event, "without-our-words")
    run_sheets.change(event, wish=PLAN, by=house.HOST_NAME, now=now)
    run_sheets.place_tables(event, dict(enumerate(TABLES, start=1)), now=now)


def choose(event: Event, slug: str) -> None:
    card = activities.find(event.series, slug)
    activities.choose(event, card, by=house.HOST_NAME, now=min(event.starts_at, event.changed_at))


def fill_board(event: Event, noticed: dict[str, tuple[str, ...]]) -> None:
    """All of it revealed; the first of each heading kept."""
    activity = activities.chosen(event)
    at = event.starts_at + dt.timedelta(minutes=105)
    Pattern.objects.bulk_create(
        Pattern(
            event=event,
            activity=activity,
            table=number % 8 + 1 if number % 3 else None,
            words=words,
            tag=tag,
            state=Pattern.SHOWN,
            kept_at=None if number % 3 == 2 else at,
            filed_at=at + dt.timedelta(seconds=20 * number),
            changed_at=at + dt.timedelta(minutes=10),
            nonce=f"seed-{number}",
        )
        for number, (tag, words) in enumerate((tag, words) for tag, each in noticed.items() for words in each)
    )
