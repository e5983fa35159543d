"""The addresses that mails and QR codes carry. Each GET shows a page; only its button changes something."""

from attendees.models import Consent, SignUp, Ticket, Transfer, WaitingListEntry
from events.models import Event, Series
from foundation.lib import links


def page(owner: SignUp | Ticket) -> str:
    """The buyer's page, which manages every place of a sign-up, or one ticket's own page."""
    return links.absolute(f"/t/{owner.manage_code}/")


def evening_page(owner: SignUp | Ticket) -> str:
    """The evening of whoever has this page: questions, who looks out for them, where to go."""
    return links.absolute(f"/t/{owner.manage_code}/evening/")


def act(owner: SignUp | Ticket, name: str) -> str:
    """A page under that one, by its URL name: `cancel-ticket`, `move-ticket`, `keep-place` …"""
    return links.to(f"attendees:{name}", owner.manage_code)


def transfer(transfer: Transfer) -> str:
    """Where the person a place is offered to says yes or no."""
    return links.to("attendees:answer-transfer", transfer.code)


def door(ticket: Ticket) -> str:
    """What the QR says: good for checking in, never for managing."""
    return links.to("attendees:door-code", ticket.door_code)


def evening(event: Event) -> str:
    return links.absolute(f"/{event.series.slug}/{event.slug}/")


def waiting(entry: WaitingListEntry, what: str = "") -> str:
    """The page of an entry of the waiting list, or one under it: `fewer`, `decline`, `leave`."""
    return links.absolute(f"/w/{entry.code}/{what}/" if what else f"/w/{entry.code}/")


def wait(event: Event) -> str:
    """Where somebody joins the waiting list of an evening."""
    return links.absolute(f"/{event.series.slug}/{event.slug}/wait/")


def next_place(kept: SignUp) -> str:
    """Where a place that was kept at the close of an evening is paid or let go: a page of that evening's ticket."""
    return links.absolute(f"/t/{kept.kept_from.manage_code}/next/" if kept.kept_from else f"/t/{kept.manage_code}/")


def all_dates(series: Series) -> str:
    return links.absolute(f"/{series.slug}/")


def stop(consent: Consent) -> str:
    """Withdraws consent to marketing (RFC 8058: POST acts, GET shows a page)."""
    return links.to("attendees:withdraw-consent", consent.withdraw_code)


def host_page(event: Event, what: str = "") -> str:
    """The host's page of an evening, or one under it: `people`, `messages`."""
    return links.absolute(f"/desk/events/{event.pk}/{what}/" if what else f"/desk/events/{event.pk}/")
