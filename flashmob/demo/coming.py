"""The next three dates: nearly full, full with people waiting, and just announced. All is really taken and paid."""

import datetime as dt
import random
from collections.abc import Sequence

from attendees.domain import sign_up, waiting_list, wishes
from attendees.models import SignUp
from events.models import Event, Series
from flashmob.demo import cashier, words
from flashmob.demo.dates import save_event, tuesdays_after
from flashmob.demo.people import Person
from foundation.mail.models import Message

CAPACITY_AND_GUESTS = ((60, 57), (40, 40), (60, 14))
WAITING = 3
FRIEND = "Robin Achebe"


def announce_evenings(series: Series, people: Sequence[Person], *, now: dt.datetime) -> None:
    """Save the next three dates with their guests; two thirds pay by card, on the simulator, the others at the door."""
    dice = random.Random(11)
    dates = tuesdays_after(now.date(), len(CAPACITY_AND_GUESTS))
    with cashier.at_work() as take_money:
        for title, date, (capacity, guests) in zip(words.NEXT_TITLES, dates, CAPACITY_AND_GUESTS, strict=True):
            event = save_event(series, title=title, date=date, capacity=capacity, made_days_before=90)
            chosen = dice.sample(list(people), guests + WAITING)
            for person in chosen[:guests]:
                made = now - dt.timedelta(hours=dice.randint(2, 300))
                place = take_place(event, person, at_door=dice.random() < 0.33, now=made)
                take_money(place, now=made)
            if guests == capacity:
                let_wait(event, chosen[guests:], now=now)
    # Their confirmations were read long ago; the demo's mailbox begins empty.
    Message.objects.filter(state=Message.DUE).update(state=Message.WITHDRAWN)


def let_wait(event: Event, people: Sequence[Person], *, now: dt.datetime) -> None:
    """They found the evening full, one after the other; the first of them with a friend."""
    for number, person in enumerate(people):
        friends = [(FRIEND, "")] if number == 0 else []
        joined = now - dt.timedelta(minutes=100 - 30 * number)
        waiting_list.join(event, people=[(person.name, person.email), *friends], now=joined)


def take_place(event: Event, person: Person, *, at_door: bool, now: dt.datetime) -> SignUp:
    wish = wishes.Wish(name=person.name, email=person.email, at_door=at_door)
    return sign_up.take(event, wish, now=now)
