"""The mails of the waiting list before they are posted: rows in, drafts out, no queries. All are service mails.

The entry comes with its event, series and venue.
"""

import datetime as dt
from typing import Any

from attendees.domain import drafts, ticket_links
from attendees.models import SignUp, WaitingListEntry
from foundation.mail.domain.outbox import Draft
from foundation.mail.models import Message

BEGUN, CANCELLED, REMOVED, COME = "begun", "cancelled", "removed", "come"
WORTH_KNOWING = dt.timedelta(days=1)


def joined(entry: WaitingListEntry, *, position: int, now: dt.datetime, moves: bool = False) -> Draft:
    """Their number, what happens next and the way off the list; again when they ask to join again. `moves`: they have a
    place on another date.
    """
    says = {"position": position, "hours": entry.event.series.offer_hours, "moves": moves}
    key = _key("joined", entry, now=now)
    return _mail("joined", entry, key=key, expires_at=entry.event.starts_at, says=says)


def offered(entry: WaitingListEntry, *, kept: SignUp, now: dt.datetime) -> Draft:
    """Places are `kept` for them: until when, and each thing they can do; again when they ask to join again."""
    says = {"total": kept.to_pay * entry.party, "moving": kept.moved_from.event if kept.moved_from else None}
    return _mail("offered", entry, key=_key("offered", entry, now=now), expires_at=entry.event.starts_at, says=says)


def fewer(entry: WaitingListEntry, *, free: int, now: dt.datetime) -> Draft:
    """`free` places are too few for all of them: they may take these, or wait on. Once a day for the same number."""
    day = now.astimezone(entry.event.zone).date()
    key = f"waiting-fewer:{entry.pk}:{free}:{day}"
    return _mail("fewer", entry, key=key, expires_at=entry.event.starts_at, says={"free": free})


def lapsed(entry: WaitingListEntry, *, now: dt.datetime) -> Draft:
    """Their time passed, the place went on, and they may join again."""
    says = {"join_url": ticket_links.wait(entry.event)}
    return _mail("lapsed", entry, key=f"waiting-lapsed:{entry.pk}", expires_at=now + WORTH_KNOWING, says=says)


def closed(entry: WaitingListEntry, *, why: str, now: dt.datetime) -> Draft:
    """They wait no longer: the evening has begun (BEGUN) or is off (CANCELLED), the host took them off (REMOVED)."""
    key = f"waiting-closed:{entry.pk}"
    return _mail("closed", entry, key=key, expires_at=now + WORTH_KNOWING, says={"why": why})


def come(entry: WaitingListEntry) -> Draft:
    """In the last hours: come, and pay at the door."""
    return _mail("come", entry, key=come_key(entry), expires_at=entry.event.ends_at, says={})


def come_key(entry: WaitingListEntry) -> str:
    """One such mail an entry: where it is in the outbox, they were told to come."""
    return f"waiting-come:{entry.pk}"


def about(entry_id: int) -> str:
    """What an entry's mails are about; withdrawn together when it is no longer true."""
    return f"waiting:{entry_id}"


def _key(kind: str, entry: WaitingListEntry, *, now: dt.datetime) -> str:
    """The same within ten minutes: asking again and again fills nobody's mailbox."""
    return f"waiting-{kind}:{entry.pk}:{int(now.timestamp() // 600)}"


def _mail(kind: str, entry: WaitingListEntry, *, key: str, expires_at: dt.datetime, says: dict[str, Any]) -> Draft:
    event = entry.event
    return Draft(
        key=key,
        template=f"attendees/waiting_{kind}",
        to=entry.email,
        to_name=entry.name,
        context={**_facts(entry), **says},
        sender=drafts.sender(event.series),
        about=about(entry.pk),
        about_event=event.pk,
        about_person=entry.person_id,
        expires_at=expires_at,
        priority=Message.SOON,
    )


def _facts(entry: WaitingListEntry) -> dict[str, Any]:
    event = entry.event
    return {
        "entry": entry,
        "event": event,
        "series": event.series,
        "page_url": ticket_links.waiting(entry),
        "fewer_url": ticket_links.waiting(entry, "fewer"),
        "decline_url": ticket_links.waiting(entry, "decline"),
        "leave_url": ticket_links.waiting(entry, "leave"),
        "event_url": ticket_links.evening(event),
        "dates_url": ticket_links.all_dates(event.series),
    }
