"""Who may see a ticket: whoever has its code. Guessing is counted, and told no more than "not found"."""

import functools
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from attendees.models import SignUp, Ticket, WaitingListEntry
from foundation.lib import codes, compiled, limits

log = logging.getLogger(__name__)
TRIES = "wrong-code"
WITH_EVENING = ("buyer", "event__series", "event__venue")
WITH_SIGN_UP = tuple(f"sign_up__{name}" for name in WITH_EVENING)

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class WayIn:
    """What a code opens: the buyer's page with all places, or one `ticket` for whoever holds it."""

    sign_up: SignUp
    ticket: Ticket | None = None

    @property
    def is_buyer(self) -> bool:
        return self.ticket is None

    @property
    def owner(self) -> SignUp | Ticket:
        """Whose code it is."""
        return self.ticket or self.sign_up

    @property
    def email(self) -> str:
        """Where mails to this page's person go; nowhere for somebody known by name only."""
        return self.ticket.email if self.ticket else self.sign_up.email

    @property
    def own_ticket(self) -> Ticket | None:
        """The place that this page's person takes themselves; none for a buyer who gave it away."""
        return self.ticket or self.sign_up.tickets.valid().filter(email=self.sign_up.email).order_by("seat").first()


def way_in(code: str) -> WayIn:
    """The sign-up of a buyer's code, or the ticket of its own, live or not; Http404 otherwise."""
    sign_up = SIGN_UP.first(codes.fingerprint(code))
    if sign_up is not None:
        return WayIn(sign_up)
    ticket = ticket_for_code(code)
    return WayIn(ticket.sign_up, ticket)


def _sign_up(manage_hash: str) -> QuerySet[SignUp]:
    return SignUp.objects.filter(manage_hash=manage_hash).select_related(*WITH_EVENING)


SIGN_UP = compiled.Query(_sign_up)


def sign_up_for_code(code: str) -> SignUp:
    """The sign-up of a buyer's code; Http404 otherwise, and for a companion's."""
    found = way_in(code)
    if not found.is_buyer:
        raise Http404
    return found.sign_up


def ticket_for_code(code: str) -> Ticket:
    """The ticket of its own code, live or not, with sign-up, evening, series and venue; Http404 otherwise."""
    tickets = Ticket.objects.filter(manage_hash=codes.fingerprint(code))
    found = tickets.select_related("holder", "moved_to__sign_up__event", *WITH_SIGN_UP).first()
    if found is None:
        raise Http404
    found.event = found.sign_up.event
    return found


def entry_for_code(code: str) -> WaitingListEntry:
    """The entry of the waiting list whose code this is, waiting or not, with its evening; Http404 otherwise."""
    found = WaitingListEntry.objects.filter(code_hash=codes.fingerprint(code))
    entry = found.select_related("event__series", "event__venue", "event__places").first()
    if entry is None:
        raise Http404
    return entry


def page_path(owner: SignUp | Ticket) -> str:
    """The address of the page that a sign-up's or ticket's code opens."""
    return f"/t/{owner.manage_code}/"


def opened_by_code(view: View) -> View:
    """A page whose address holds a secret: kept by no cache and no search engine; wrong codes are counted.

    After 20 wrong ones within a minute an address is told to wait. A right code opens all the same: a whole room shares
    the address of its Wi-Fi, and no guess finds one among 2**128.
    """
    return never_cache(guarded_by_code(view))


def guarded_by_code(view: View) -> View:
    """As opened_by_code, for a page that says itself who may keep it."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            address = limits.address_of(request)
            if limits.is_spent(TRIES, address, times=settings.WRONG_CODES_PER_MINUTE, seconds=limits.MINUTE):
                return never_cache(render)(request, "429.html", status=429)
            _count_wrong(address)
            raise
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


def _count_wrong(address: str) -> None:
    limits.allow(TRIES, address, times=settings.WRONG_CODES_PER_MINUTE, seconds=limits.MINUTE)
    if not limits.allow(TRIES, "anybody", times=settings.WRONG_CODES_BEFORE_ALARM, seconds=limits.MINUTE):
        log.error("many wrong codes within a minute: somebody may be guessing tickets")
    else:
        log.warning("wrong code")
