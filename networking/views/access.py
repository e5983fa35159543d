"""Whose evening it is: a ticket by its page's code for what the room needs, by signing in for what is kept afterwards.

Notes, swaps and promises need somebody who is signed in, so that a lent phone leaks nothing.
"""

from django.http import Http404, HttpRequest

from attendees.domain import profiles
from attendees.models import Profile, Ticket
from attendees.views.access import way_in
from events.views.access import user_of


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


def profile_of(request: HttpRequest) -> Profile:
    """The signed-in person as an attendee; Http404 for somebody who never took a place. Raises SignInFirst."""
    profile = profiles.of(user_of(request))
    if profile is None:
        raise Http404
    return profile


def ticket_of_user(request: HttpRequest, event_id: int) -> Ticket:
    """The signed-in person's valid place at an evening, with it, series and venue. Http404; raises SignInFirst."""
    mine = Ticket.objects.valid().filter(holder=profile_of(request), event=event_id)
    ticket = mine.select_related("holder", "sign_up", "event__series", "event__venue").first()
    if ticket is None:
        raise Http404
    return ticket
