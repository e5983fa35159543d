"""The next three dates: one nearly full, one full, one just announced. Their places are really taken and paid."""

import datetime as dt
import random
from collections.abc import Sequence

from attendees.domain import sign_up
from events.models import Event, Series
from flashmob.demo import words
from flashmob.demo.dates import save_event, tuesdays_after
from flashmob.demo.people import Person

CAPACITY_AND_GUESTS = ((60, 57), (40, 40), (60, 14))


def announce_evenings(series: Series, people: Sequence[Person], *, now: dt.datetime) -> None:
    """Save the next three dates with their guests; a third of them pays at the door."""
    dice = random.Random(11)
    dates = tuesdays_after(now.date(), len(CAPACITY_AND_GUESTS))
    for title, date, (capacity, guests) in zip(words.NEXT_TITLES, dates, CAPACITY_AND_GUESTS, strict=True):
        event = save_event(series, title=title, date=date, capacity=capacity, made_days_before=90)
        for person in dice.sample(list(people), guests):
            take_place(event, person, at_door=dice.random() < 0.33, now=now - dt.timedelta(hours=dice.randint(2, 300)))


def take_place(event: Event, person: Person, *, at_door: bool, now: dt.datetime) -> None:
    sign_up.take(event, sign_up.Wish(name=person.name, email=person.email, at_door=True), now=now)
