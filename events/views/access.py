"""Who may see and do what at the desk and at the door. Each view's first line calls one of these.

What is not yours does not exist: 404. Somebody who has not signed in is sent to do so, and an owner or host without
a second factor is sent to set one up (outside the demo); `events.views.way_in.ShowTheWay` makes the redirects.
"""

from dataclasses import dataclass

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import Http404, HttpRequest

from events.domain import evening_links
from events.models import EveningLink, Event, Series, TeamMember
from foundation.accounts.models import User
from foundation.lib import clock

SESSION_KEY = "evening_links"
OWNER, HOST, STAND_IN, DOOR = TeamMember.OWNER, TeamMember.HOST, EveningLink.STAND_IN, EveningLink.DOOR


class SignInFirst(Exception):
    """Nobody is signed in, and the page is for a team."""


class SecondFactorFirst(Exception):
    """An owner or host must set up a second factor before the desk opens."""


@dataclass(frozen=True)
class Who:
    """The person at the desk or the door: the name for the journal, and what they are here."""

    name: str
    role: str

    @property
    def is_host(self) -> bool:
        """Owner or host: somebody of the series' own team, who may see money, people and exports."""
        return self.role in (OWNER, HOST)


def user_of(request: HttpRequest) -> User:
    """The signed-in user, whoever it is."""
    user = request.user
    if not isinstance(user, User):
        raise SignInFirst
    return user


def signed_in_name(request: HttpRequest) -> str:
    """What the journal calls the signed-in user."""
    return user_of(request).called


def series_for_host(request: HttpRequest, slug: str) -> Series:
    """A series whose owner or host is signed in."""
    return _series(request, slug, roles=(OWNER, HOST))


def series_for_owner(request: HttpRequest, slug: str) -> Series:
    """A series whose owner is signed in."""
    return _series(request, slug, roles=(OWNER,))


def memberships(request: HttpRequest) -> list[TeamMember]:
    """The signed-in user's places on teams, with their series; empty for somebody who runs nothing."""
    user = user_of(request)
    found = list(TeamMember.objects.filter(user=user).select_related("series").order_by("series__name"))
    if found:
        _check_second_factor(user)
    return found


def owner_of_any(request: HttpRequest) -> User:
    """The signed-in owner of at least one series: who may start another one."""
    user = user_of(request)
    if not TeamMember.objects.filter(user=user, role=OWNER).exists():
        raise Http404
    _check_second_factor(user)
    return user


def event_for_host(request: HttpRequest, event_id: int) -> Event:
    """An evening whose owner or host is signed in, with series, venue and places."""
    event, _ = _event(request, event_id, by_link=())
    return event


def event_for_stand_in(request: HttpRequest, event_id: int) -> tuple[Event, Who]:
    """As event_for_host, and also for the stand-in whose link this browser opened."""
    return _event(request, event_id, by_link=(STAND_IN,))


def event_for_door(request: HttpRequest, event_id: int) -> tuple[Event, Who]:
    """As event_for_stand_in, and also for the door volunteer whose link this browser opened."""
    return _event(request, event_id, by_link=(STAND_IN, DOOR))


def open_link(request: HttpRequest, link: EveningLink) -> None:
    """Let this browser in to the link's evening until the link dies."""
    opened = request.session.get(SESSION_KEY, {})
    request.session.cycle_key()
    request.session[SESSION_KEY] = {**opened, str(link.event_id): link.pk}


def has_opened(request: HttpRequest, event_id: int) -> bool:
    """Whether this browser once opened the evening by a link, which may be dead since."""
    return str(event_id) in request.session.get(SESSION_KEY, {})


def close_link(request: HttpRequest, event: Event) -> None:
    """This browser opens the evening no more by its link; who is on the team still is."""
    opened = request.session.get(SESSION_KEY, {})
    request.session[SESSION_KEY] = {pk: link for pk, link in opened.items() if pk != str(event.pk)}


def _series(request: HttpRequest, slug: str, *, roles: tuple[str, ...]) -> Series:
    user = user_of(request)
    series = Series.objects.filter(slug=slug, team__user=user, team__role__in=roles).select_related("venue").first()
    if series is None:
        raise Http404
    _check_second_factor(user)
    return series


def _event(request: HttpRequest, event_id: int, *, by_link: tuple[str, ...]) -> tuple[Event, Who]:
    """The evening for its team first, else for the browser that opened a link with one of these roles."""
    user = request.user if isinstance(request.user, User) else None
    member = TeamMember.objects.filter(user=user, series__events=event_id).first() if user else None
    if user and member:
        _check_second_factor(user)
        event = Event.objects.select_related("series", "venue", "places").get(pk=event_id)
        return event, Who(name=user.called, role=member.role)
    link = _opened_link(request, event_id)
    if link is not None and link.role in by_link:
        return link.event, Who(name=link.name, role=link.role)
    if user is None and link is None:
        raise SignInFirst
    raise Http404


def _opened_link(request: HttpRequest, event_id: int) -> EveningLink | None:
    link_id = request.session.get(SESSION_KEY, {}).get(str(event_id))
    return None if link_id is None else evening_links.find_open(event_id, link_id=link_id, now=clock.now())


def _check_second_factor(user: User) -> None:
    if not settings.DEMO and not is_mfa_enabled(user):
        raise SecondFactorFirst
