"""Invented people and an invented evening, never saved, for looking at mails before anybody gets one.

Their codes belong to no ticket: a real sign-up has a random id.
"""

import copy
import datetime as dt
from typing import Any

from attendees.domain.addressees import Addressee
from attendees.domain.quotes import Quote
from attendees.domain.taken_home import Answerable, Asked, AsksToSwap, Met, Said, TakenHome
from attendees.models import Broadcast, Profile, SignUp, Ticket, Transfer, WaitingListEntry
from events.models import Event, Places, Series, Venue
from foundation.lib import links
from foundation.mail.models import File, Message

BUYER, PASSED_ON, INVITED = ("Sam Okafor", "sam@mail.example"), ("Alex Chen", ""), ("Jo Kim", "jo@mail.example")
FOUR_WEEKS = dt.timedelta(weeks=4)


def evening() -> Event:
    """Tuesday 1 December 2026, 18:30 in London, £5."""
    series = Series(
        pk=0,
        name="PMO Flashmob London",
        slug="pmo-flashmob-london",
        host_name="Maya Lindqvist",
        email="maya@pmo-flashmob.example",
        first_time="You need not know anybody. Somebody greets you at the door and takes you to your first table.",
    )
    venue = Venue(
        pk=0,
        series=series,
        name="The Lamb",
        address="94 Lamb’s Conduit Street, London",
        postcode="WC1N 3LZ",
        entrance="Up the stairs behind the bar; look for the green sign.",
        step_free=False,
        map_url="https://www.openstreetmap.org/search?query=WC1N+3LZ",
        changed_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
    )
    starts_at = dt.datetime(2026, 12, 1, 18, 30, tzinfo=dt.UTC)
    event = Event(
        pk=0,
        series=series,
        venue=venue,
        slug="december-2026",
        title="PMO Flashmob London",
        state=Event.PUBLISHED,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=2, minutes=30),
        time_zone="Europe/London",
        price_amount=500,
        currency="gbp",
        door_note="Doors open at 18:15.",
        changed_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
    )
    event.places = Places(event=event, capacity=60, taken=43, ceiling=60)
    return event


def variant(event: Event, **fields: Any) -> Event:
    """The same evening with other facts, as its own object."""
    other = copy.copy(event)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def later(event: Event, by: dt.timedelta) -> Event:
    """Another date of the same series."""
    return variant(event, starts_at=event.starts_at + by, ends_at=event.ends_at + by)


def buyer(event: Event, *, way: str = "", people: int = 3, **ticket: Any) -> Addressee:
    """Somebody with places for themselves, a friend known by name and one with an address; `ticket` sets fields."""
    sign_up = _sign_up(event, way=way)
    tickets = tuple(
        _ticket(sign_up, seat=seat, name=name, email=email, **ticket)
        for seat, (name, email) in enumerate((BUYER, PASSED_ON, INVITED)[:people], start=1)
    )
    return Addressee(sign_up, sign_up.email, sign_up.name, tickets, ways_in=sign_up)


def companion(event: Event, **ticket: Any) -> Addressee:
    """The friend with an address."""
    name, email = INVITED
    own = _ticket(_sign_up(event), seat=3, name=name, email=email, **ticket)
    return Addressee(own.sign_up, email, name, (own,), ways_in=own)


def taken_home() -> TakenHome:
    """An evening of which everything came home: people, notes, promises, questions."""
    page = links.absolute("/t/sample/evening/")
    return TakenHome(
        people=[
            Met(
                "Jo Kim",
                ("jo@mail.example", "07700 900123", "Programme manager"),
                "Moved from rail to health last year.",
            ),
            Met("Priya Shah", ("priya@mail.example",)),
        ],
        asking=[AsksToSwap("Ella", page), AsksToSwap("Finn", page)],
        notes=[Said("Dev", "Knows who runs the May conference.")],
        promised=[Said("Jo", "the one-page risk register")],
        awaited=[Said("Priya", "a link to the course")],
        asked=[
            Asked("Contract or permanent outside the M25?", "Jo and Dev"),
            Asked("Who has left a PMO for delivery?"),
        ],
        questions=[
            Answerable("How did you choose an MBA?", "Ella", helps=True),
            Answerable("Does anybody plan by quarter?"),
        ],
        tables="Ella, Finn and Grace",
        cards=[
            File(name=name, mime="text/vcard", content=b"BEGIN:VCARD\r\nEND:VCARD\r\n")
            for name in ("jo-kim.vcf", "priya-shah.vcf")
        ],
        people_url=page,
        promises_url=page,
        questions_url=page,
        tables_url=page,
        feedback_url=links.absolute("/t/sample/feedback/"),
        story_url=links.absolute("/t/sample/story/"),
    )


def quotes() -> list[Quote]:
    """What first-timers before them told."""
    return [
        Quote(
            "I knew nobody, and by the second round I had the number of somebody with my very job.",
            "Priya, a first-timer",
        ),
        Quote("Nobody asked me to stand up and speak. I nearly stayed at home.", "A first-timer"),
    ]


def thanks_only() -> TakenHome:
    """Somebody who took nothing home but the evening."""
    return TakenHome(feedback_url=links.absolute("/t/sample/feedback/"))


def transfer() -> Transfer:
    """Her place is offered to a friend."""
    name, email = INVITED
    return Transfer(pk=0, name=name, email=email)


def broadcast(event: Event, *, kind: str, subject: str, words: str) -> Broadcast:
    """What the host writes to everyone coming."""
    return Broadcast(
        pk=0,
        series=event.series,
        event=event,
        audience="coming",
        kind=kind,
        subject=subject,
        words=words,
        written_by=event.series.host_name,
    )


def waits(event: Event, *, party: int = 2, **entry: Any) -> WaitingListEntry:
    """Somebody on the waiting list; `entry` sets fields."""
    name, email = BUYER
    companions = [list(PASSED_ON), list(INVITED)][: party - 1]
    fields = {"name": name, "email": email, "companions": companions, "party": party, "public_id": "sample", **entry}
    return WaitingListEntry(pk=0, event=event, person=Profile(name=name, email=email), **fields)


def failed_mail() -> Message:
    name, email = INVITED
    return Message(
        to=email,
        to_name=name,
        subject="Your place: PMO Flashmob London, Tue 1 Dec",
        failure="The other side said: there is no such mailbox.",
        failed_at=dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC),
    )


def _sign_up(event: Event, *, way: str = "") -> SignUp:
    name, email = BUYER
    return SignUp(
        pk=0,
        event=event,
        public_id="sample",
        name=name,
        email=email,
        way=way or (SignUp.CARD if event.price_amount else SignUp.FREE),
        price_amount=event.price_amount,
        currency=event.currency,
        diary_sequence=1,
    )


def _ticket(sign_up: SignUp, *, seat: int, **fields: Any) -> Ticket:
    return Ticket(pk=-seat, sign_up=sign_up, event=sign_up.event, seat=seat, **fields)
