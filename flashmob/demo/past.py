"""A year of evenings that have been: who came, who did not, and the money in the till."""

import datetime as dt
import random
from collections.abc import Sequence

from attendees.models import Arrivals, Profile, SignUp, Ticket
from events.models import Event, Places, Series
from flashmob.demo import words
from flashmob.demo.dates import save_event, tuesdays_before
from flashmob.demo.people import REGULARS, Person
from payments.models import TillEntry

EVENINGS = 12


def hold_evenings(series: Series, people: Sequence[Person], *, now: dt.datetime) -> None:
    """Save the past year: each month thirty-five to fifty-five people, nine in ten of them there."""
    dice = random.Random(7)
    profiles = save_profiles(people, now=now)
    for number, date in enumerate(tuesdays_before(now.date(), EVENINGS)):
        guests = choose(profiles, dice, size=dice.randint(35, 55), newest=REGULARS + 12 + number * 4)
        hold_evening(series, title=words.TITLES[number], date=date, guests=guests, dice=dice)


def save_profiles(people: Sequence[Person], *, now: dt.datetime) -> list[Profile]:
    Profile.objects.bulk_create(
        [
            Profile(email=person.email, name=person.name, sector=person.sector, years=person.years, created_at=now)
            for person in people
        ],
        ignore_conflicts=True,
    )
    by_email = Profile.objects.in_bulk([person.email for person in people], field_name="email")
    return [by_email[person.email] for person in people]


def choose(profiles: Sequence[Profile], dice: random.Random, *, size: int, newest: int) -> list[Profile]:
    """Mostly regulars, and some of the people who were new that month."""
    regulars = dice.sample(profiles[:REGULARS], min(REGULARS, size * 2 // 3))
    newcomers = dice.sample(profiles[REGULARS:newest], min(newest - REGULARS, size // 3))
    return regulars + newcomers


def hold_evening(series: Series, *, title: str, date: dt.date, guests: Sequence[Profile], dice: random.Random) -> None:
    event = save_event(series, title=title, date=date, capacity=60, made_days_before=40)
    Places.objects.filter(event=event).update(taken=len(guests))
    sign_ups = SignUp.objects.bulk_create(
        SignUp(
            event=event,
            buyer=guest,
            name=guest.name,
            email=guest.email,
            way=SignUp.DOOR,
            told_revision=event.diary_revision,
            price_amount=event.price_amount,
            currency=event.currency,
            created_at=event.starts_at - dt.timedelta(days=dice.randint(3, 30)),
        )
        for guest in guests
    )
    tickets = Ticket.objects.bulk_create(arrive(sign_up, event=event, dice=dice) for sign_up in sign_ups)
    came = [ticket for ticket in tickets if ticket.checked_in_at]
    TillEntry.objects.bulk_create(till(ticket, event=event, dice=dice) for ticket in came)
    SignUp.objects.filter(tickets__in=came).update(paid_at_door_at=event.starts_at)
    Arrivals.objects.create(event=event, settled_at=event.ends_at, settled_by="Amara Nwosu")


def arrive(sign_up: SignUp, *, event: Event, dice: random.Random) -> Ticket:
    came = dice.random() < 0.9
    return Ticket(
        sign_up=sign_up,
        event=event,
        seat=1,
        name=sign_up.name,
        email=sign_up.email,
        holder_id=sign_up.buyer_id,
        state=Ticket.VALID,
        confirmed_at=sign_up.created_at,
        checked_in_at=event.starts_at + dt.timedelta(minutes=dice.randint(-10, 40)) if came else None,
        checked_in_by="Amara Nwosu" if came else "",
        missed_at=None if came else event.ends_at,
    )


def till(ticket: Ticket, *, event: Event, dice: random.Random) -> TillEntry:
    return TillEntry(
        event=event,
        sign_up_id=ticket.sign_up_id,
        key=f"seed:{ticket.pk}",
        way=TillEntry.CASH if dice.random() < 0.4 else TillEntry.CARD,
        amount=event.price_amount,
        currency=event.currency,
        taken_at=ticket.checked_in_at or event.starts_at,
        taken_by="Amara Nwosu",
    )
