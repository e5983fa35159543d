"""Diary files (RFC 5545, 5546): one evening as bytes that a mail carries or a page serves.

Times are UTC, so that no diary needs our idea of a time zone; words say the local time. No code and no manage link
is ever in a file: diaries are shown to colleagues.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from icalendar import Alarm, Calendar, vCalAddress, vText
from icalendar import Event as Entry

from events.models import Event
from foundation.lib import dates, links
from foundation.lib.plain import one_line, paragraphs
from foundation.mail.domain.addresses import sending_address

PRODID = "-//Flashmob//Diary 1//EN"
ALARM_BEFORE = dt.timedelta(hours=2)
KEEPS_PLACE = "Deleting this does not cancel your place. To cancel or move it, use the link in your confirmation mail."


@dataclass(frozen=True)
class Invitee:
    """The one person a diary mail goes to. `places` is how many of them are theirs."""

    name: str
    email: str
    places: int = 1


def request(event: Event, *, public_id: str, sequence: int, invitee: Invitee, now: dt.datetime) -> bytes:
    """An iTIP REQUEST: puts the evening into the invitee's diary, or brings an entry with this id up to date."""
    entry = booked(event, public_id=public_id, sequence=sequence, places=invitee.places, stamp=now)
    return _mailed("REQUEST", entry, event=event, invitee=invitee)


def cancel(event: Event, *, public_id: str, sequence: int, invitee: Invitee, now: dt.datetime) -> bytes:
    """An iTIP CANCEL: takes the entry with this id out of the invitee's diary."""
    entry = evening(event, uid=uid(public_id), sequence=sequence, stamp=now, status="CANCELLED")
    return _mailed("CANCEL", entry, event=event, invitee=invitee)


def public(event: Event) -> bytes:
    """The file that anybody may take from the event's page: TENTATIVE, nobody is invited."""
    calendar = empty_calendar("PUBLISH")
    calendar.add_component(announced(event))
    return bytes(calendar.to_ical())


def announced(event: Event) -> Entry:
    """The entry for people who have no place (yet)."""
    return evening(
        event,
        uid=uid(f"event-{event.pk}"),
        sequence=event.diary_revision,
        stamp=event.changed_at,
        status="CANCELLED" if event.is_cancelled else "TENTATIVE",
    )


def booked(event: Event, *, public_id: str, sequence: int, places: int, stamp: dt.datetime) -> Entry:
    """The entry of somebody who has a place, with an alarm two hours before."""
    mine = "You have a place." if places == 1 else f"You have {places} places."
    entry = evening(
        event, uid=uid(public_id), sequence=sequence, stamp=stamp, status="CONFIRMED", lines=(mine, KEEPS_PLACE)
    )
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -ALARM_BEFORE)
    alarm.add("description", one_line(event.title))
    entry.add_component(alarm)
    return entry


def evening(
    event: Event, *, uid: str, sequence: int, stamp: dt.datetime, status: str, lines: tuple[str, ...] = ()
) -> Entry:
    """What every entry says about an evening, whoever reads it."""
    entry = Entry()
    entry.add("uid", uid)
    entry.add("dtstamp", stamp)
    entry.add("last-modified", max(stamp, event.changed_at))
    entry.add("sequence", sequence)
    entry.add("status", status)
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at)
    entry.add("summary", one_line(event.title))
    entry.add("description", _description(event, lines))
    if event.venue:
        entry.add("location", one_line(event.venue.one_line, at_most=400))
    entry.add("url", event_url(event))
    return entry


def empty_calendar(method: str) -> Calendar:
    """A calendar without entries; `method` is PUBLISH, REQUEST or CANCEL."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def uid(name: str) -> str:
    """The id of an entry, the same for ever: <name>@<our domain>."""
    return f"{name}@{settings.MAIL_DOMAIN}"


def event_url(event: Event) -> str:
    """The event's public page."""
    return links.absolute(f"/{event.series.slug}/{event.slug}/")


def _mailed(method: str, entry: Entry, *, event: Event, invitee: Invitee) -> bytes:
    organiser = vCalAddress(f"mailto:{sending_address()}")
    organiser.params["cn"] = vText(_parameter(event.series.name))
    attendee = vCalAddress(f"mailto:{invitee.email}")
    attendee.params["cn"] = vText(_parameter(invitee.name) or invitee.email)
    attendee.params["cutype"] = vText("INDIVIDUAL")
    attendee.params["role"] = vText("REQ-PARTICIPANT")
    attendee.params["partstat"] = vText("ACCEPTED")
    attendee.params["rsvp"] = vText("FALSE")
    entry.add("organizer", organiser)
    entry.add("attendee", attendee)
    calendar = empty_calendar(method)
    calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _description(event: Event, lines: tuple[str, ...]) -> str:
    if event.is_cancelled:
        lines = (one_line(f"Cancelled. {event.cancel_reason}", at_most=400),)
    entrance = paragraphs(event.venue.entrance, at_most=1000) if event.venue else ""
    said = [dates.when(event), *lines, entrance, event_url(event)]
    return "\n\n".join(line for line in said if line)


def _parameter(words: str) -> str:
    """A name as a parameter: quotes and carets have a meaning there that old diaries do not know."""
    return one_line(words.replace('"', "'").replace("^", " "), at_most=80)
