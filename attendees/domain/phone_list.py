"""Tonight's list as a phone keeps it: enough to answer without a connection, too little to be worth stealing.

Of each ticket a hash (a scanned code is matched, never known), the first name and as many letters of the rest as tell
two people apart, and what the door has to know (notes for the door among it). No e-mail address, no surname, no code.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from attendees.domain import check_in, door_list, next_place, rings, scan
from attendees.domain.door_list import Guest, Tonight
from attendees.models import Ring, Ticket
from events.models import EveningLink, Event
from foundation.lib import names

NOBODY: Mapping[str, Any] = {"look_out": None, "meet": []}
HASH_LENGTH = 32  # 128 bits in hex, as many as a code has


def closes_at(event: Event) -> dt.datetime:
    """When phones forget the list: as the door's links die."""
    return event.ends_at + EveningLink.AFTER_END


def read(
    event: Event, *, suiting: Mapping[int, Mapping[str, Any]], may_overfill: bool, now: dt.datetime
) -> dict[str, Any]:
    """Plain values for JSON; the same number of queries whatever the number of people.

    `suiting` is by ticket what its line says besides: whom to introduce its person to.
    """
    tonight = door_list.read(event, whole_names=False)
    guests = door_list.guests(tonight, tonight.rows)
    return {
        "event": event.pk,
        "title": event.title,
        "zone": event.time_zone,
        "closes": closes_at(event).isoformat(),
        "is_on": event.is_published,
        "price": event.price_amount,
        "currency": event.currency,
        "left": event.places.left,
        "may_overfill": may_overfill,
        "is_closing": next_place.is_open(event, now=now),
        "people": [_line(guest, suiting.get(guest.ticket.pk, NOBODY)) for guest in guests],
        "void": list(_void(event)),
        "rings": [_ring(ring, tonight) for ring in rings.at_door(event, now=now)],
    }


def digest(code: str) -> str:
    """What stands on the list for a code, or for its first letters."""
    return hashlib.sha256(code.encode()).hexdigest()[:HASH_LENGTH]


def still_means(ticket: Ticket, *, code: str, shown: str) -> bool:
    """Whether the line of a list, however old, is about who has this ticket now: by the digest of the code that was
    scanned, or by the name that stood there when somebody tapped it. With neither, it is believed.
    """
    if code:
        return code == digest(ticket.door_code)
    own = names.fold(ticket.name).split()
    return all(any(one.startswith(word) for one in own) for word in names.fold(shown).split())


def _line(guest: Guest, suiting: Mapping[str, Any]) -> dict[str, Any]:
    ticket = guest.ticket
    return {
        "id": ticket.pk,
        "order": ticket.sign_up_id,
        "name": guest.shown,
        "code": digest(ticket.door_code),
        "letters": digest(ticket.door_code[: scan.LETTERS]),
        "in": ticket.checked_in_at.isoformat() if ticket.checked_in_at else None,
        "by": ticket.checked_in_by,
        "owes": guest.to_pay.amount,
        "nth": guest.nth,
        "first": guest.is_first_timer,
        "note": ticket.door_note,
        **suiting,
    }


def _ring(ring: Ring, tonight: Tonight) -> dict[str, Any]:
    name = tonight.shown.get(ring.ticket_id, "")
    return {"id": ring.pk, "name": name, "at": ring.rang_at.isoformat(), "by": ring.seen_by}


def _void(event: Event) -> Iterator[dict[str, str]]:
    """Codes of this evening that let nobody in, and why: so that a phone alone can say it too."""
    tonights = Ticket.objects.for_event(event.pk).select_related("sign_up").order_by("pk")
    for ticket in tonights.exclude(state=Ticket.VALID).filter(door_hash__isnull=False):
        answer = check_in.why_not(event, ticket)
        yield {"code": digest(ticket.door_code), "kind": answer.kind, "word": answer.word, "why": answer.why}
    for ticket in tonights.filter(issue__gt=1):
        for old in scan.earlier_codes(ticket):
            yield {"code": digest(old), "kind": check_in.STOP, "word": "No ticket", "why": scan.GIVEN_ON}
