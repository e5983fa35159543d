"""The part of one's evening about the people at one's tables: swap details, "we talked", and who asks."""

import datetime as dt
from typing import Any

from django.http import HttpRequest

from attendees.domain import profiles
from attendees.models import Ticket
from networking.domain import mates, swaps


def section(request: HttpRequest, ticket: Ticket, *, now: dt.datetime) -> dict[str, Any] | None:
    """None for who has not come, or when the time is over. How people stand is for their own sign-in only: a ticket's
    page may be open on a lent phone.
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
        "other_user": request.user if request.user.is_authenticated and not is_me else None,
    }
