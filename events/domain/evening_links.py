"""Links that open one evening without an account: for a door volunteer, or for somebody who stands in for the host."""

import datetime as dt

from django.db import transaction

from events.domain import journal
from events.models import EveningLink, Event
from foundation.lib import codes

SAID = {EveningLink.DOOR: "the door", EveningLink.STAND_IN: "standing in for the host"}


def make(event: Event, *, role: str, name: str, by: str, now: dt.datetime) -> EveningLink:
    """Save a link for `name`, a person; its code is `code(link)`."""
    with transaction.atomic():
        link = EveningLink.objects.create(
            event=event, role=role, name=name, secret_version=codes.current_version(), created_at=now
        )
        link.code_hash = codes.fingerprint(code(link))
        link.save(update_fields=["code_hash"])
        journal.note(event, by=by, sentence=f"made a link for {SAID[role]}: {name}")
    return link


def code(link: EveningLink) -> str:
    """The secret part of the link's address, derived, so that a host can show it again."""
    return codes.derive("link", subject=str(link.pk), issue=1, version=link.secret_version)


def find(typed: str, *, now: dt.datetime) -> EveningLink | None:
    """The link that this code opens now; None when it is unknown, revoked or out of time."""
    links = EveningLink.objects.select_related("event__series", "event__venue")
    link = links.filter(code_hash=codes.fingerprint(typed)).first()
    return link if link is not None and link.is_open(now) else None


def find_open(event_id: int, *, link_id: int, now: dt.datetime) -> EveningLink | None:
    """The link a browser opened earlier for this evening, if it still opens it."""
    links = EveningLink.objects.select_related("event__series", "event__venue", "event__places")
    link = links.filter(pk=link_id, event_id=event_id).first()
    return link if link is not None and link.is_open(now) else None


def revoke(link: EveningLink, *, by: str, now: dt.datetime) -> None:
    """The link opens nothing from now on; twice is harmless."""
    with transaction.atomic():
        if EveningLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=now):
            journal.note(link.event, by=by, sentence=f"took back the link of {link.name}")
    link.revoked_at = link.revoked_at or now
