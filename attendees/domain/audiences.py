"""Whom a host may write to: the audiences of an evening and of a series, each a name and who is in it.

One address stands once in an audience, whatever the number of places behind it. Who left no address is in none.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Exists, OuterRef, Q

from attendees.domain import addressees, consents, door_money
from attendees.domain.addressees import Addressee
from attendees.models import (
    Broadcast,
    Consent,
    PastAttendance,
    Ticket,
    TicketQuerySet,
    WaitingListEntry,
    WaitingListEntryQuerySet,
)
from events.models import Event, Series
from foundation.lib import names

Subject = TypeVar("Subject", Event, Series)
UNTIL_END, FROM_START, ALWAYS = "until its end", "from its start", "always"


@dataclass(frozen=True)
class Reader:
    """An address to write to. `place` is what they have at the evening, if anything."""

    email: str
    name: str
    person_id: int | None
    place: Addressee | None = None

    @property
    def first_name(self) -> str:
        return names.first(self.name)


@dataclass(frozen=True)
class Audience(Generic[Subject]):
    """`label` stands on the form, `readers` finds who is in it, `when` says when it can be written to.

    In the mail the host "writes to `to_whom` June evening".
    """

    key: str
    label: str
    to_whom: str
    when: str
    readers: Callable[[Subject], list[Reader]]


def is_open(event: Event | None, when: str, now: dt.datetime) -> bool:
    """Whether an audience with this `when` can be written to now."""
    if event is None:
        return True
    if not event.is_published:
        return False
    return not event.is_over(now) if when == UNTIL_END else now >= event.starts_at


def of(broadcast: Broadcast) -> Audience[Event] | Audience[Series]:
    """Raises KeyError for an audience that does not exist."""
    return OF_EVENT[broadcast.audience] if broadcast.event_id else OF_SERIES[broadcast.audience]


def readers(broadcast: Broadcast) -> list[Reader]:
    """Who gets it as things stand; of marketing only who agreed to hear from the series."""
    if broadcast.event is None:
        return OF_SERIES[broadcast.audience].readers(broadcast.series)
    found = OF_EVENT[broadcast.audience].readers(broadcast.event)
    if not broadcast.is_marketing:
        return found
    agreed = consents.standing(broadcast.series_id).filter(profile__email__in=[reader.email for reader in found])
    addresses = set(agreed.values_list("profile__email", flat=True))
    return [reader for reader in found if reader.email in addresses]


def _coming(event: Event) -> list[Reader]:
    return _with_places(Ticket.objects.for_event(event.pk).valid())


def _unpaid(event: Event) -> list[Reader]:
    return _with_places(Ticket.objects.for_event(event.pk).valid().filter(door_money.OWING))


def _came(event: Event) -> list[Reader]:
    return _with_places(Ticket.objects.for_event(event.pk).checked_in())


def _missed(event: Event) -> list[Reader]:
    """Only once the host has settled who came; who used one of two places has come."""
    there = {reader.email for reader in _came(event)}
    missed = Ticket.objects.for_event(event.pk).valid().filter(missed_at__isnull=False, checked_in_at__isnull=True)
    return [reader for reader in _with_places(missed) if reader.email not in there]


def _waiting(event: Event) -> list[Reader]:
    """Those with an offer too: they wait until they have taken it."""
    entries = WaitingListEntry.objects.for_event(event.pk)
    return _in_line(entries.filter(state__in=[WaitingListEntry.WAITING, WaitingListEntry.OFFERED]))


def _waited(event: Event) -> list[Reader]:
    """Those who got no place in the end; not who left the list themselves."""
    with_place = {reader.email for reader in _coming(event)}
    entries = WaitingListEntry.objects.for_event(event.pk)
    ended = entries.filter(state__in=[WaitingListEntry.LAPSED, WaitingListEntry.CLOSED])
    return [reader for reader in _in_line(ended) if reader.email not in with_place]


def _in_line(entries: WaitingListEntryQuerySet) -> list[Reader]:
    found = entries.order_by("rank", "pk").values_list("email", "name", "person")
    each = {email: Reader(email, name, person_id) for email, name, person_id in found}
    return list(each.values())


def _with_places(tickets: TicketQuerySet) -> list[Reader]:
    """Each person with their own; the buyer answers for places without an address."""
    gathered = addressees.gather(tickets)
    people = addressees.each_once([to for sign_up, theirs in gathered for to in addressees.apart(sign_up, theirs)])
    return [Reader(to.email, to.name, to.person_id, to) for to in people]


def _agreed(series: Series) -> list[Reader]:
    return [_follower(consent) for consent in consents.standing(series.pk)]


def _agreed_and_came(series: Series) -> list[Reader]:
    came = Ticket.objects.checked_in().filter(event__series=series, holder=OuterRef("profile"))
    noted = PastAttendance.objects.filter(series=series, profile=OuterRef("profile"))
    return [_follower(consent) for consent in consents.standing(series.pk).filter(Q(Exists(came)) | Q(Exists(noted)))]


def _follower(consent: Consent) -> Reader:
    return Reader(consent.profile.email, consent.profile.name, consent.profile_id)


COMING, CAME = "coming", "came"
OF_EVENT: Mapping[str, Audience[Event]] = {
    audience.key: audience
    for audience in (
        Audience(COMING, "Everyone coming", "everyone who is coming to", UNTIL_END, _coming),
        Audience("unpaid", "Those who still pay at the door", "everyone who pays at the door of", UNTIL_END, _unpaid),
        Audience("waiting", "Those on the waiting list", "everyone who waits for a place at", UNTIL_END, _waiting),
        Audience(CAME, "Those who came", "everyone who came to", FROM_START, _came),
        Audience("missed", "Those who missed it", "everyone who could not make it to", FROM_START, _missed),
        Audience("waited", "Those who waited in vain", "everyone who waited for a place at", FROM_START, _waited),
    )
}
OF_SERIES: Mapping[str, Audience[Series]] = {
    audience.key: audience
    for audience in (
        Audience("agreed", "Everyone who asked to hear about the next dates", "", ALWAYS, _agreed),
        Audience("agreed_came", "Of those, who has come before", "", ALWAYS, _agreed_and_came),
    )
}
