"""The next three dates: one nearly full, one full, one just announced. Their places are really taken and paid."""

import datetime as dt
import random
from collections.abc import Sequence

from attendees.domain import sign_up, wishes
from attendees.models import SignUp
from events.models import Event, Series
from flashmob.demo import cashier, words
from flashmob.demo.dates import save_event, tuesdays_after
from flashmob.demo.people import Person
from foundation.mail.models import Message

CAPACITY_AND_GUESTS = ((60, 57), (40, 40), (60, 14))


def announce_evenings(series: Series, people: Sequence[Person], *, now: dt.datetime) -> None:
    """Save the next three dates with their guests; two thirds pay by card, on the simulator, the others at the door."""
    dice = random.Random(11)
    dates = tuesdays_after(now.date(), len(CAPACITY_AND_GUESTS))
    with cashier.at_work() as take_money:
        for title, date, (capacity, guests) in zip(words.NEXT_TITLES, dates, CAPACITY_AND_GUESTS, strict=True):
            event = save_event(series, title=title, date=date, capacity=capacity, made_days_before=90)
            for person in dice.sample(list(people), guests):
                made = now - dt.timedelta(hours=dice.randint(2, 300))
                place = take_place(event, person, at_door=dice.random() < 0.33, now=made)
                take_money(place, now=made)
    # Their confirmations were read long ago; the demo's mailbox begins empty.
    Message.objects.filter(state=Message.DUE).update(state=Message.WITHDRAWN)


def take_place(event: Event, person: Person, *, at_door: bool, now: dt.datetime) -> SignUp:
    wish = wishes.Wish(name=person.name, email=person.email, at_door=at_door)
    return sign_up.take(event, wish, now=now)
