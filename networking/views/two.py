"""Two people of one evening, the one signed in and one they may find: both came, and no one goes through by number."""

from collections.abc import Callable

from django.http import Http404, HttpRequest

from attendees.domain import profiles
from attendees.models import Profile, Ticket, TicketQuerySet
from events.views.access import user_of
from networking.domain import mates
from networking.views.access import profile_of


def profile_or_none(request: HttpRequest) -> Profile | None:
    """The signed-in person as an attendee, None for somebody who never took a place. Raises SignInFirst."""
    return profiles.of(user_of(request))


def met(request: HttpRequest, person_id: int) -> tuple[Ticket, Ticket]:
    """The signed-in person's ticket and that of somebody they may find at the same evening; Http404 for everybody else.

    Raises SignInFirst.
    """
    return _two(request, person_id, mates.find)


def parting(request: HttpRequest, person_id: int) -> tuple[Ticket, Ticket]:
    """As met, and also somebody with whom it has just ended: a second tap comes to the same page."""
    return _two(request, person_id, lambda mine, other: mates.find(mine, other) or mates.swapped_once(mine, other))


def _two(request: HttpRequest, person_id: int, find: Callable[[Ticket, int], Ticket | None]) -> tuple[Ticket, Ticket]:
    profile = profile_of(request)
    there = Ticket.objects.filter(pk=person_id).values("event")
    mine = came(profile, Ticket.objects.filter(event__in=there))
    other = find(mine, person_id) if mine else None
    if mine is None or other is None:
        raise Http404
    other.event = mine.event
    return mine, other


def came(profile: Profile | None, tickets: TicketQuerySet) -> Ticket | None:
    """Among these tickets the one with which this person came, with card, evening and series."""
    mine = tickets.checked_in().filter(holder=profile) if profile else tickets.none()
    return mine.select_related("holder__card", "sign_up", "event__series").defer("holder__card__photo").first()
