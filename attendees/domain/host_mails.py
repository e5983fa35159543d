"""Mails to the team of a series: the morning of an evening, that mails did not arrive, a private word."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from django.db.models import Max

from attendees.domain import appearances, drafts, glance, reminders, ticket_links
from attendees.domain.glance import Glance
from attendees.models import Ticket
from events.models import Event, TeamMember
from foundation.lib import names
from foundation.mail.domain import outbox
from foundation.mail.domain.outbox import Draft, Sender
from foundation.mail.models import Message

FAILURES_OF = dt.timedelta(days=7)
QUIET = dt.timedelta(hours=1)
NAMED = 12
ALERT = "attendees/host_failed"


def write_morning(now: dt.datetime) -> int:
    """The morning mail of today's evenings to their teams, once each; returns how many."""
    written = 0
    soon = Event.objects.published().filter(starts_at__gt=now, starts_at__lte=now + dt.timedelta(days=2))
    for event in soon.select_related("series", "venue", "places"):
        morning = reminders.moments(event)[-1]
        team = list(_team(event, besides=_told(event))) if morning.is_due(now) else []
        if team:
            people = glance.of(event, now=now)
            new = list(appearances.first_timers(event).order_by("name").values_list("name", flat=True))
            letters = [morning_draft(event, people, new, member.user.email, member.user.name) for member in team]
            written += outbox.write_all(letters)
    return written


def write_alerts(now: dt.datetime) -> int:
    """Tell teams which mails failed since the last time, at most once an hour and event; returns how many mails."""
    failed = Message.objects.filter(state=Message.FAILED, failed_at__gt=now - FAILURES_OF, about_event__isnull=False)
    rows = failed.exclude(template=ALERT).defer("text", "html").order_by("about_event", "failed_at")
    alerts = Message.objects.filter(template=ALERT).values_list("about_event").annotate(Max("written_at"))
    last = dict(alerts) if rows else {}
    written = 0
    for event_id, group in groupby(rows, key=lambda message: message.about_event):
        known = last.get(event_id)
        news = [message for message in group if known is None or message.failed_at > known]
        if news and (known is None or now - known >= QUIET):
            written += _alert(event_id, news)
    return written


def morning_draft(event: Event, people: Glance, newcomers: Sequence[str], email: str, name: str) -> Draft:
    """What a host wants to know in the morning. What people need for access stays on the page: mails are kept."""
    says = {
        "people": people,
        "capacity": event.places.capacity,
        "newcomers": names.listed(list(newcomers[:NAMED])),
        "others": max(0, len(newcomers) - NAMED),
        "people_url": ticket_links.host_page(event, "people"),
    }
    key = f"host-morning:{email}:{event.pk}:{drafts.start_mark(event)}"
    return _draft("host_morning", event, email, name, key=key, expires_at=event.starts_at, says=says)


def failed_draft(event: Event, messages: Iterable[Message], email: str, name: str) -> Draft:
    listed = list(messages)
    latest = max(message.failed_at for message in listed if message.failed_at)
    says = {"messages": listed, "messages_url": ticket_links.host_page(event, "messages")}
    key = f"host-failed:{email}:{event.pk}:{latest:%Y%m%dT%H%M%S%fZ}"
    return _draft("host_failed", event, email, name, key=key, expires_at=latest + FAILURES_OF, says=says)


def private_word_draft(ticket: Ticket, *, words: str, reach: str) -> Draft:
    """What somebody with a place tells the host alone; the answer goes to them. The same words twice are one mail."""
    event = ticket.event
    said = hashlib.sha256(f"{reach}\n{words}".encode()).hexdigest()[:32]
    return Draft(
        key=f"private-word:{ticket.pk}:{said}",
        template="attendees/private_word",
        to=event.series.email,
        to_name=event.series.host_name,
        context={
            "event": event,
            "series": event.series,
            "ticket": ticket,
            "first_name": names.first(event.series.host_name),
            "words": words,
            "reach": reach,
            "wishes_url": ticket_links.host_page(event, "wishes"),
        },
        sender=Sender(name=event.series.name, reply_to=ticket.email or event.series.email),
        about_event=event.pk,
        priority=Message.SOON,
    )


def _alert(event_id: int, messages: list[Message]) -> int:
    event = Event.objects.select_related("series", "venue").get(pk=event_id)
    team = _team(event, besides=set())
    return outbox.write_all([failed_draft(event, messages, member.user.email, member.user.name) for member in team])


def _team(event: Event, *, besides: set[str]) -> Iterable[TeamMember]:
    members = TeamMember.objects.filter(series=event.series_id, user__is_active=True).select_related("user")
    return [member for member in members.order_by("pk") if member.user.email not in besides]


def _told(event: Event) -> set[str]:
    told = Message.objects.filter(
        about_event=event.pk, template="attendees/host_morning", key__endswith=drafts.start_mark(event)
    )
    return set(told.values_list("to", flat=True))


def _draft(
    kind: str, event: Event, email: str, name: str, *, key: str, expires_at: dt.datetime, says: Mapping[str, object]
) -> Draft:
    return Draft(
        key=key,
        template=f"attendees/{kind}",
        to=email,
        to_name=name,
        context={
            "event": event,
            "series": event.series,
            "first_name": names.first(name),
            "page_url": ticket_links.host_page(event),
            **says,
        },
        sender=drafts.sender(event.series),
        about_event=event.pk,
        expires_at=expires_at,
    )
