"""What somebody asks for on the sign-up page, and what the same address asked for before."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet, prefetch_related_objects

from attendees.models import SignUp, Ticket
from events.models import Event, Voucher
from foundation.lib import compiled
from foundation.lib.money import Money

MOST_PLACES = 4
SECOND_TAB = dt.timedelta(minutes=2)


@dataclass(frozen=True)
class Wish:
    """A filled-in sign-up page. `companions` are (name, e-mail or "") beyond the buyer.

    `form_code` is the page's one-time code: the same page sent twice is one wish. `browser` is the code in the
    browser's cookie, `address` its IP address; the rows keep hashes of all three. `voucher` is what a typed code found.
    """

    name: str
    email: str
    companions: tuple[tuple[str, str], ...] = ()
    at_door: bool = False
    tell_me: bool = False
    form_code: str = ""
    browser: str = ""
    address: str = ""
    voucher: Voucher | None = None

    @property
    def buyer_email(self) -> str:
        return self.email.strip().lower()

    @property
    def people(self) -> tuple[tuple[str, str], ...]:
        """Everybody with a name and an own address; who gave the buyer's address again has none of their own."""
        seen, people = {self.buyer_email}, [(self.name, self.buyer_email)]
        for name, email in self.companions:
            own = email.strip().lower()
            people.append((name, "" if own in seen else own))
            seen.add(own)
        return tuple(people)

    def price(self, event: Event) -> Money:
        """Of one place, with the code."""
        return self.voucher.price(event.price) if self.voucher else event.price

    def way(self, event: Event) -> str:
        """How these places are paid for; at the door only where the event allows it."""
        if not self.price(event):
            return SignUp.FREE
        return SignUp.DOOR if self.at_door and event.pay_at_door else SignUp.CARD

    def key(self, event: Event) -> str | None:
        """The same for the same page sent twice with the same content; another content is another wish."""
        if not self.form_code:
            return None
        told = [self.form_code, str(event.pk), self.way(event), repr(self.people), str(self.voucher or "")]
        return fingerprint("|".join(told))


def earlier(event: Event, wish: Wish) -> list[SignUp]:
    """What this address asked for at this evening before, oldest first, with its tickets."""
    mine = EARLIER.all(event.pk, wish.buyer_email)
    prefetch_related_objects(mine, "tickets")
    return mine


def _earlier(event: int, email: str) -> QuerySet[SignUp]:
    return SignUp.objects.filter(event=event, buyer__email=email).order_by("pk")


EARLIER = compiled.Query(_earlier)


def find_granted(before: Sequence[SignUp], event: Event, wish: Wish, *, now: dt.datetime) -> SignUp | None:
    """The live sign-up among the earlier that this wish already got: a double click, the back button, a second tab."""
    key, way = wish.key(event), (wish.way(event), wish.voucher.pk if wish.voucher else None)
    of_page = [sign_up for sign_up in before if key and sign_up.wish_key == key]
    of_browser = [sign_up for sign_up in before if _still_asks(sign_up, fingerprint(wish.browser), now=now)]
    for candidate in of_page + of_browser:
        live = [(ticket.name, ticket.email) for ticket in candidate.tickets.all() if ticket.is_live]
        if (candidate.way, candidate.voucher_id) == way and live == list(wish.people):
            return candidate
    return None


def unpaid(before: Sequence[SignUp]) -> list[Ticket]:
    """Of the earlier sign-ups, the places held and not paid; not what the waiting list offered, nor what was kept."""
    by_card = [sign_up for sign_up in before if sign_up.way == SignUp.CARD]
    replaced = [sign_up for sign_up in by_card if sign_up.waited_as_id is None and sign_up.kept_from_id is None]
    return [ticket for sign_up in replaced for ticket in sign_up.tickets.all() if ticket.state == Ticket.HELD]


def find_open_hold(event: Event, *, browser: str, now: dt.datetime) -> SignUp | None:
    """The sign-up that this browser made and has not yet paid; an offer of the waiting list and a place kept at a close
    have pages of their own.
    """
    if not browser:
        return None
    made = SignUp.objects.filter(event=event, browser_hash=fingerprint(browser), waited_as__isnull=True)
    made = made.filter(kept_from__isnull=True)
    holds = made.filter(way=SignUp.CARD)
    return holds.filter(tickets__state=Ticket.HELD, tickets__held_until__gt=now).order_by("-id").first()


def fingerprint(value: str) -> str:
    """What a row keeps of a code or an address; nothing of nothing."""
    return hashlib.sha256(f"{settings.SECRET_KEY}|{value}".encode()).hexdigest() if value else ""


def _still_asks(sign_up: SignUp, browser: str, *, now: dt.datetime) -> bool:
    """Of this browser, and still unpaid in time, or got its places within two minutes."""
    if not browser or sign_up.browser_hash != browser:
        return False
    fresh = sign_up.created_at > now - SECOND_TAB
    return any(
        (ticket.state == Ticket.VALID and fresh)
        or (ticket.state == Ticket.HELD and ticket.held_until is not None and ticket.held_until > now)
        for ticket in sign_up.tickets.all()
    )
