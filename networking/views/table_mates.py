"""The part of one's evening about the people at one's tables: swap details, "we talked", and who asks."""

import datetime as dt
from typing import Any

from django.http import HttpRequest

from attendees.domain import profiles
from attendees.models import Ticket
from foundation.lib import names
from networking.domain import mates, swaps


def section(request: HttpRequest, ticket: Ticket, *, code: str, now: dt.datetime) -> dict[str, Any] | None:
    """None for who has not come, or when the time is over.

    How people stand is for their own sign-in only: a ticket's page may be open on a lent phone. Who has no address
    cannot sign in; the buyer, whose page `code` opens, is shown how to give them one.
    """
    if not ticket.checked_in_at or not mates.is_open(ticket.event, now=now):
        return None
    profile = profiles.of(request.user)
    is_me = profile is not None and profile.pk == ticket.holder_id
    standings = swaps.standings(ticket) if is_me else {}
    return {
        "people": [(other, standings.get(other.pk)) for other in mates.of(ticket)],
        "asking": swaps.asking(ticket, now=now) if is_me else [],
        "is_me": is_me,
        "has_no_address": not ticket.email,
        "buyer": names.first(ticket.sign_up.name),
        "without_address": _companions(ticket) if code == ticket.sign_up.manage_code else [],
        "other_user": request.user if request.user.is_authenticated and not is_me else None,
    }


def _companions(ticket: Ticket) -> list[Ticket]:
    """Who came along without an address. One query."""
    theirs = Ticket.objects.checked_in().filter(sign_up=ticket.sign_up, email="")
    return list(theirs.exclude(pk=ticket.pk).order_by("seat"))
