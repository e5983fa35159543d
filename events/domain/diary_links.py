"""Links that open a new entry in a web diary, filled in; at most 2,000 characters, which every browser takes."""

import datetime as dt
from urllib.parse import quote, urlencode

from events.domain.diary import event_url
from events.models import Event
from foundation.lib.plain import one_line

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/action/compose"


def google(event: Event) -> str:
    """https://calendar.google.com/… with the evening filled in."""
    times = "/".join(f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}" for moment in (event.starts_at, event.ends_at))
    return _link(
        GOOGLE,
        action="TEMPLATE",
        text=_short(event.title, 600),
        dates=times,
        details=event_url(event),
        location=_place(event),
    )


def outlook(event: Event) -> str:
    """https://outlook.live.com/… with the evening filled in."""
    return _link(
        OUTLOOK,
        rru="addevent",
        subject=_short(event.title, 600),
        startdt=f"{event.starts_at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
        enddt=f"{event.ends_at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
        body=event_url(event),
        location=_place(event),
    )


def _link(base: str, **values: str) -> str:
    return f"{base}?{urlencode(values, quote_via=quote)}"


def _place(event: Event) -> str:
    return _short(event.venue.one_line, 700) if event.venue else ""


def _short(text: str, most: int) -> str:
    """As many letters as fit into `most` characters of an address."""
    text = one_line(text, at_most=most)
    while len(quote(text)) > most:
        text = text[:-1]
    return text
