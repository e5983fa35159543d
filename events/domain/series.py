"""A series: starting one, and changing what its evenings have in common."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from events.domain import addresses, drafts, journal, recurrence
from events.models import Series, TeamMember
from foundation.accounts.models import User
from foundation.lib import names

RHYTHM = frozenset({"repeats_week", "repeats_weekday", "repeats_as"})
HABITS = RHYTHM | {
    "venue",
    "time_zone",
    "currency",
    "price_amount",
    "capacity",
    "starts_at_time",
    "ends_at_time",
    "pay_at_door",
    "refund_hours",
}
NAMES = {
    "name": "name",
    "slug": "web address",
    "tagline": "one-line description",
    "about": "words about the meet-up",
    "what_happens": "words on what happens",
    "first_time": "words for first-timers",
    "house_rules": "house rules",
    "host_name": "host's name",
    "host_intro": "words about the host",
    "host_phone": "host's phone number",
    "email": "e-mail address for replies",
    "time_zone": "time zone",
    "currency": "currency",
    "price_amount": "usual price",
    "capacity": "usual number of places",
    "starts_at_time": "usual start",
    "ends_at_time": "usual end",
    "venue": "usual venue",
    "pay_at_door": "paying at the door",
    "refund_hours": "refund rule",
    "offer_hours": "rule of the waiting list",
    "repeats_week": "rhythm",
    "repeats_weekday": "rhythm",
    "repeats_as": "rhythm",
    "supplier_name": "name on receipts",
    "supplier_address": "address on receipts",
    "vat_number": "VAT number",
    "vat_percent": "VAT rate",
    "complaints_contact": "complaints contact",
}


def create(*, owner: User, values: Mapping[str, Any], now: dt.datetime) -> Series:
    """Save a series (names as in NAMES) with its owner, and its first dates if it repeats. Raises EventRefused."""
    addresses.check_series(values["slug"])
    with addresses.claim_series(values["slug"]):
        series = Series.objects.create(**values, created_at=now, changed_at=now)
        TeamMember.objects.create(series=series, user=owner, role=TeamMember.OWNER, since=now)
        journal.note(series, by=owner.called, sentence="started the series")
    recurrence.keep_alive(series, now=now)
    return series


def touch(series: Series, *, now: dt.datetime) -> None:
    """What its public pages show from further up has changed: they are drawn anew."""
    Series.objects.filter(pk=series.pk).update(changed_at=now)


def edit(series: Series, *, changes: Mapping[str, Any], by: str, now: dt.datetime) -> None:
    """Set what `changes` (names as in NAMES) makes different. Raises EventRefused for an address that cannot be.

    Evenings that exist keep what they have; only drafts that the calendar made and nobody touched are made anew.
    """
    with transaction.atomic():
        series.refresh_from_db(from_queryset=Series.objects.select_for_update(no_key=True))
        changed = {name: value for name, value in changes.items() if getattr(series, name) != value}
        if not changed:
            return
        if "slug" in changed:
            addresses.check_series(changed["slug"])
        for name, value in changed.items():
            setattr(series, name, value)
        series.changed_at = now
        with addresses.claim_series(series.slug):
            series.save(update_fields=[*changed, "changed_at"])
        said = [f"the {name}" for name in dict.fromkeys(NAMES[name] for name in changed)]
        journal.note(series, by=by, sentence=f"changed {names.listed(said)}")
        if HABITS & set(changed):
            drafts.drop_untouched(series, now=now)
    recurrence.keep_alive(series, now=now)
