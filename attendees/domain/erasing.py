"""Erasing a person who asked for it: at once out of the lists, by the next sweep out of every row that we may empty.

That somebody came stays counted, as nobody's. Money keeps name and amount, because law demands it (payments).
"""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from attendees.domain import mentions, retention, stories
from attendees.domain.refused import AttendeeRefused
from attendees.domain.retention import FORGOTTEN, NOBODY
from attendees.models import (
    AccessNeed,
    DoorAct,
    Erased,
    NotWelcome,
    Profile,
    SignUp,
    Ticket,
    TicketRequest,
    Transfer,
    WaitingListEntry,
)
from events.domain import journal, team, vouchers
from foundation.accounts.domain import leaving
from foundation.lib import codes
from foundation.mail.domain import retention as mail_retention


def why_not(profile: Profile, *, now: dt.datetime) -> str:
    """The sentence why this person cannot be erased now, or nothing."""
    ahead = Ticket.objects.live().filter(event__ends_at__gt=now)
    if ahead.filter(Q(holder=profile) | Q(sign_up__buyer=profile)).exists():
        return "You have a place for a coming evening. Cancel it first, on its ticket page."
    if WaitingListEntry.objects.filter(person=profile, ended_at__isnull=True).exists():
        return "You are waiting for a place. Leave the waiting list first."
    if profile.user and team.is_on_any(profile.user):
        return "You are on the team of a meet-up. Let its owner take you off first."
    return ""


def ask(profile: Profile, *, now: dt.datetime) -> None:
    """From now on the person is in no list, and gone with the next sweep. Raises AttendeeRefused; twice is harmless."""
    refused = why_not(profile, now=now)
    if refused:
        raise AttendeeRefused(refused)
    theirs = Q(pk=profile.pk) | Q(merged_into=profile)  # their other addresses go too
    with transaction.atomic():
        stories.forget(Profile.objects.filter(theirs), now=now)
        Profile.objects.filter(theirs, erase_asked_at__isnull=True).update(erase_asked_at=now)


def asked(now: dt.datetime) -> QuerySet[Profile]:
    """Everybody who asked to be erased and whose time has come, erased already or not.

    Who took a place after asking is erased when that evening is over.
    """
    since = SignUp.objects.filter(buyer=OuterRef("pk"), created_at__gt=OuterRef("erase_asked_at"))
    return Profile.objects.filter(~Exists(since.filter(event__ends_at__gt=now)), erase_asked_at__lte=now)


def carry_out(now: dt.datetime) -> int:
    """Erase everybody who asked; returns how many. May run twice, or be killed: each person is one transaction."""
    due = list(asked(now).exclude(email__endswith=retention.NOWHERE))
    for profile in due:
        with transaction.atomic():
            _erase(profile, asked_at=profile.erase_asked_at or now)
    return len(due)


def listed() -> list[tuple[str, dt.datetime]]:
    """Who was erased, by the codes of their addresses, and when they asked."""
    return list(Erased.objects.order_by("asked_at").values_list("address_code", "asked_at"))


def apply_list(erased: Iterable[tuple[str, dt.datetime]], *, now: dt.datetime) -> int:
    """Erase again whoever came back with an old backup; who signed up after being erased is somebody new.

    Returns how many.
    """
    asked = dict(erased)
    for profile in Profile.objects.exclude(email__endswith=retention.NOWHERE).iterator():
        asked_at = asked.get(codes.pseudonym(profile.email))
        if asked_at and profile.created_at < asked_at:
            Profile.objects.filter(pk=profile.pk).update(erase_asked_at=asked_at)
    for code, asked_at in asked.items():
        Erased.objects.update_or_create(address_code=code, defaults={"asked_at": asked_at})
    return carry_out(now)


def forget_list(now: dt.datetime) -> int:
    """When no backup can bring them back any more; returns how many."""
    return Erased.objects.filter(asked_at__lte=now - dt.timedelta(days=Erased.DAYS_KEPT)).delete()[0]


def _erase(profile: Profile, *, asked_at: dt.datetime) -> None:
    sign_ups = SignUp.objects.filter(Q(buyer=profile) | Q(email=profile.email))
    tickets = Ticket.objects.filter(Q(holder=profile) | Q(email=profile.email))
    known_as = {profile.name, *sign_ups.values_list("name", flat=True), *tickets.values_list("name", flat=True)}
    series = {*sign_ups.values_list("event__series", flat=True), *tickets.values_list("event__series", flat=True)}
    Erased.objects.update_or_create(address_code=codes.pseudonym(profile.email), defaults={"asked_at": asked_at})
    journal.forget(known_as, series_ids=series)
    vouchers.forget(known_as, series_ids=series)
    mentions.forget(known_as, series_ids=series)
    mail_retention.erase(address=profile.email, person=profile.pk)
    stories.forget(Profile.objects.filter(pk=profile.pk), now=asked_at)
    _delete_small_things(profile, list(tickets.values_list("pk", flat=True)))
    tickets.update(name=FORGOTTEN, email="", door_note="")
    sign_ups.update(**NOBODY)
    if profile.user:
        leaving.erase(profile.user)
    team.forget_invitations(profile.email)
    retention.empty(Profile.objects.filter(pk=profile.pk))
    Profile.objects.filter(pk=profile.pk).update(reminders_off_at=None)


def _delete_small_things(profile: Profile, tickets: list[int]) -> None:
    AccessNeed.objects.filter(ticket__in=tickets).delete()
    DoorAct.objects.filter(ticket__in=tickets).update(why="")
    Transfer.objects.filter(email=profile.email).delete()
    WaitingListEntry.objects.filter(Q(person=profile) | Q(email=profile.email)).delete()
    TicketRequest.objects.filter(email=profile.email).delete()
    NotWelcome.objects.filter(profile=profile).update(reason=FORGOTTEN)
