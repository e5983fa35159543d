"""Whose evening it is: a ticket by its page's code for what the room needs, by signing in for what is kept afterwards.

Notes, swaps and promises need somebody who is signed in, so that a lent phone leaks nothing.
"""

from django.db.models import F, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest

from attendees.domain import profiles
from attendees.models import Profile, SignUp, Ticket
from attendees.views.access import way_in
from events.views.access import user_of
from foundation.accounts.models import User
from foundation.lib import codes
from networking.domain import room
from networking.domain.room import Stamp
from networking.models import RunSheet


def ticket_of_page(code: str) -> Ticket:
    """The valid place of whoever has this ticket page, with evening, series and venue; Http404 otherwise.

    For a buyer it is their own place. One who gave all places away has none here.
    """
    opened = way_in(code)
    ticket = opened.own_ticket
    if ticket is None or ticket.state != Ticket.VALID:
        raise Http404
    ticket.sign_up, ticket.event = opened.sign_up, opened.sign_up.event
    return ticket


def is_of(request: HttpRequest, ticket: Ticket) -> bool:
    """Whether the ticket's own person is signed in, and not only somebody who has its page."""
    profile = profiles.of(request.user) if isinstance(request.user, User) else None
    return profile is not None and profile.pk == ticket.holder_id


def prove(request: HttpRequest, ticket: Ticket) -> None:
    """Http404 for anybody signed in but the ticket's own person. Raises SignInFirst."""
    if not is_of(request, ticket):
        user_of(request)
        raise Http404


def profile_of(request: HttpRequest) -> Profile:
    """The signed-in person as an attendee; Http404 for somebody who never took a place. Raises SignInFirst."""
    profile = profiles.of(user_of(request))
    if profile is None:
        raise Http404
    return profile


def wall_with_stamp(code: str) -> tuple[RunSheet, Stamp]:
    """The run-sheet whose room screen this code opens, with evening, series and venue; Http404 otherwise. One query."""
    return _sheet_with_stamp(RunSheet.objects.filter(wall_hash=codes.fingerprint(code)))


def table_with_stamp(code: str) -> tuple[RunSheet, Stamp]:
    """As wall_with_stamp, by the code for the one phone of a table."""
    return _sheet_with_stamp(RunSheet.objects.filter(table_hash=codes.fingerprint(code)))


def _sheet_with_stamp(sheets: QuerySet[RunSheet]) -> tuple[RunSheet, Stamp]:
    sheet = room.stamped(sheets, event="event").select_related("event__series", "event__venue").first()
    if sheet is None:
        raise Http404
    return sheet, room.stamp_of(sheet)


def place_with_stamp(code: str) -> tuple[Ticket, Stamp]:
    """As ticket_of_page, with the stamp of the room: one query, for pages that are asked for again and again."""
    opened = codes.fingerprint(code)
    buyers = SignUp.objects.filter(manage_hash=opened).values("pk")[:1]
    found = Ticket.objects.valid().filter(
        Q(manage_hash=opened) | Q(sign_up=Subquery(buyers), email=F("sign_up__email"))
    )
    ticket = room.stamped(found, event="event").select_related("event__series").order_by("seat").first()
    if ticket is None:
        raise Http404
    return ticket, room.stamp_of(ticket)
