"""A host's own words as the mail that one reader gets: rows in, drafts out, no queries."""

import datetime as dt
import hashlib
from typing import Any

from attendees.domain import audiences, drafts, samples, ticket_links
from attendees.domain.audiences import Reader
from attendees.models import Broadcast
from events.models import Event
from foundation.lib import links
from foundation.mail.domain import outbox
from foundation.mail.domain.outbox import Draft
from foundation.mail.models import Message

WORTH_KNOWING = dt.timedelta(days=3)


def note(to: Reader, broadcast: Broadcast, event: Event, *, now: dt.datetime) -> Draft:
    """Service: about this evening, with the reader's own ticket while it is ahead."""
    audience = audiences.OF_EVENT[broadcast.audience]
    ahead = audience.when == audiences.UNTIL_END
    place = to.place if ahead else None
    return _draft(
        to,
        broadcast,
        template="attendees/note",
        expires_at=event.ends_at if ahead else now + WORTH_KNOWING,
        priority=Message.SOON if ahead else Message.ORDINARY,
        says={
            "to": to.place,
            "to_whom": audience.to_whom,
            "event": event,
            "ticket_url": ticket_links.page(place.ways_in) if place else "",
            "cancel_url": ticket_links.act(place.ways_in, "cancel-ticket") if place and place.is_buyer else "",
        },
    )


def news(to: Reader, broadcast: Broadcast, consent: outbox.Consent, *, now: dt.datetime) -> Draft:
    """Marketing: whatever the host likes, with the way to stop it."""
    return _draft(
        to,
        broadcast,
        template="attendees/news",
        consent=consent,
        expires_at=now + WORTH_KNOWING,
        priority=Message.BULK,
        says={"stop_url": consent.unsubscribe_url},
    )


def sample(broadcast: Broadcast, *, now: dt.datetime) -> Draft:
    """As an invented reader would get it; its codes open nothing."""
    if broadcast.event and not broadcast.is_marketing:
        place = samples.buyer(broadcast.event, people=1)
        return note(Reader(place.email, place.name, None, place), broadcast, broadcast.event, now=now)
    name, email = samples.BUYER
    consent = outbox.Consent(given_at=now, unsubscribe_url=links.absolute("/stop/sample/"))
    return news(Reader(email, name, None), broadcast, consent, now=now)


def _draft(to: Reader, broadcast: Broadcast, *, says: dict[str, Any], **fields: Any) -> Draft:
    series = broadcast.series
    return Draft(
        key=f"{broadcast.about}:{hashlib.sha256(to.email.encode()).hexdigest()[:40]}",
        to=to.email,
        to_name=to.name,
        context={
            "first_name": to.first_name,
            "subject_line": broadcast.subject,
            "words": broadcast.words,
            "by": broadcast.written_by,
            "series": series,
            "dates_url": ticket_links.all_dates(series),
            **says,
        },
        sender=drafts.sender(series),
        about=broadcast.about,
        about_event=broadcast.event_id,
        about_person=to.person_id,
        **fields,
    )
