"""Taking a place: cheap checks, one transaction, the hot row last."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from attendees.domain import consents, letters, profiles, tickets
from attendees.domain.refused import AttendeeRefused
from attendees.models import SignUp, Ticket
from events.domain import places
from events.models import Event, Places

CONFIRM_WITHIN = dt.timedelta(minutes=settings.PAYMENT_MINUTES + settings.HOLD_GRACE_MINUTES)


@dataclass(frozen=True)
class Wish:
    """What somebody asks for on the sign-up page. `companions` are (name, e-mail or "") beyond the buyer."""

    name: str
    email: str
    companions: tuple[tuple[str, str], ...] = ()
    at_door: bool = False
    tell_me: bool = False
    browser: str = ""
    address: str = ""
    people: tuple[tuple[str, str], ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "people", ((self.name, self.email), *self.companions))


def take(event: Event, wish: Wish, *, now: dt.datetime) -> SignUp:
    """Take places for a wish: tickets *held* (confirmed at once when nothing is to pay by card).

    Saves SignUp, Tickets, the claim and, if ticked, the consent in one transaction. Raises places.Full or
    AttendeeRefused. The same browser asking for the same again gets its open sign-up back.
    """
    check_open(event, now=now)
    email = wish.email.strip().lower()
    again = _same_wish(event, wish, email=email, now=now)
    if again:
        return again
    _check_limits(event, wish, now=now)
    buyer = profiles.find_or_make(email=email, name=wish.name)
    with transaction.atomic():
        # The newer hold replaces the older one of the same address, whoever asks; the older learns nothing.
        for older in open_holds(event, email=email):
            tickets.expire(older, now=now)
        sign_up = SignUp.objects.create(
            event=event,
            buyer=buyer,
            name=wish.name,
            email=email,
            way=_way(event, wish),
            price_amount=event.price_amount,
            currency=event.currency,
            browser_hash=_hash(wish.browser),
            address_hash=_hash(wish.address),
            created_at=now,
        )
        made = tickets.hold(sign_up, people=wish.people, until=now + CONFIRM_WITHIN)
        if wish.tell_me:
            consents.give(buyer, event.series, source="sign-up page", now=now)
        _claim(event, len(made), now=now)
        if sign_up.way != SignUp.CARD:
            confirm(sign_up, now=now)
    return sign_up


def confirm(sign_up: SignUp, *, now: dt.datetime) -> list[Ticket]:
    """Make a sign-up's held or expired tickets valid, all or none, and write the confirmation mail.

    Runs in the caller's transaction or its own; twice is harmless. Raises places.Full when a late payer finds no
    room, and then nothing is changed.
    """
    with transaction.atomic():
        waiting = list(sign_up.tickets.filter(state__in=[Ticket.HELD, Ticket.EXPIRED]).order_by("pk"))
        for ticket in waiting:
            tickets.confirm(ticket, now=now)
        if waiting:
            letters.confirmed(sign_up, now=now)
    return waiting


def check_open(event: Event, *, now: dt.datetime) -> None:
    """Raises AttendeeRefused when no sign-up is possible at this time, whatever the places."""
    if event.state == Event.CANCELLED:
        raise AttendeeRefused("This evening is cancelled.")
    if event.state != Event.PUBLISHED:
        raise AttendeeRefused("This evening is not open yet.")
    if event.is_over(now):
        raise AttendeeRefused("This evening is over.")


def open_holds(event: Event, *, email: str) -> list[SignUp]:
    """Sign-ups of this address for this event that still hold unpaid places."""
    return list(SignUp.objects.filter(event=event, email=email, way=SignUp.CARD, tickets__state=Ticket.HELD).distinct())


def _claim(event: Event, count: int, *, now: dt.datetime) -> None:
    """Claim places; too little room: expire this event's lapsed holds and claim once more."""
    try:
        with transaction.atomic():
            places.claim(event.pk, count)
    except places.Full:
        if not tickets.expire_lapsed(event.pk, now=now):
            raise
        places.claim(event.pk, count)


def _same_wish(event: Event, wish: Wish, *, email: str, now: dt.datetime) -> SignUp | None:
    """The live sign-up that this browser made with the same answers: a double click, the back button, a second tab."""
    if not wish.browser:
        return None
    mine = (
        SignUp.objects.filter(event=event, email=email, browser_hash=_hash(wish.browser), way=_way(event, wish))
        .filter(
            Q(tickets__state=Ticket.VALID, created_at__gt=now - dt.timedelta(minutes=2))
            | Q(tickets__state=Ticket.HELD, tickets__held_until__gt=now)
        )
        .order_by("-id")
        .first()
    )
    if mine is None:
        return None
    live = [(ticket.name, ticket.email) for ticket in mine.tickets.live().order_by("seat")]
    asked = [(name, mail.lower()) for name, mail in wish.people]
    return mine if live == asked else None


def _check_limits(event: Event, wish: Wish, *, now: dt.datetime) -> None:
    """S17: few lapsed holds per address and hour, and never a tenth of the room in one address' unpaid hands."""
    if not wish.address or _way(event, wish) != SignUp.CARD:
        return
    ours = Ticket.objects.filter(sign_up__address_hash=_hash(wish.address), sign_up__way=SignUp.CARD)
    lapsed = ours.filter(state=Ticket.EXPIRED, sign_up__created_at__gt=now - dt.timedelta(hours=1))
    if lapsed.values("sign_up").distinct().count() >= settings.LAPSED_HOLDS_PER_ADDRESS_PER_HOUR:
        raise AttendeeRefused("Several places were kept from here and not paid. Please try again in an hour.")
    capacity = Places.objects.values_list("capacity", flat=True).get(event=event)
    most = max(4, int(capacity * settings.HOLD_SHARE_PER_ADDRESS))
    if ours.for_event(event.pk).filter(state=Ticket.HELD, held_until__gt=now).count() + len(wish.people) > most:
        raise AttendeeRefused("Too many unpaid places are kept from here. Please pay for those first.")


def _way(event: Event, wish: Wish) -> str:
    if not event.price_amount:
        return SignUp.FREE
    return SignUp.DOOR if wish.at_door and event.pay_at_door else SignUp.CARD


def _hash(value: str) -> str:
    return hashlib.sha256(f"{settings.SECRET_KEY}|{value}".encode()).hexdigest() if value else ""
