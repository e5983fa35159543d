"""The mails about places before they are posted: rows in, drafts out, no queries.

Each function is one kind of mail. What it says is in templates/emails/attendees/; all of them are service mails.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from attendees.domain import ticket_links
from attendees.domain.addressees import Addressee
from attendees.domain.looked_out import LookedOut
from attendees.domain.quotes import Quote
from attendees.domain.taken_home import TakenHome
from attendees.models import SignUp, Ticket, Transfer
from events.models import Event, Series
from foundation.lib import codes, names, qr
from foundation.lib.money import Money
from foundation.mail.domain import outbox
from foundation.mail.domain.outbox import Draft, Sender
from foundation.mail.models import File, Message

QR = "code"  # the content id of the picture
WORTH_KNOWING = dt.timedelta(days=7)
FOLLOW_UP, DAY_FIVE = "follow-up:", "day-five:"
NOTHING, ALONE = TakenHome(), LookedOut()
Files = Sequence[File]
Quotes = Sequence[Quote]


@dataclass(frozen=True)
class Paper:
    """The receipt inside a confirmation: its number, its printable page, the sum and what it is for, line by line."""

    number: str
    url: str
    money: Money
    lines: tuple[str, ...] = ()


def confirmed(
    to: Addressee,
    *,
    now: dt.datetime,
    first_timer: bool,
    paper: Paper | None,
    stories: Quotes = (),
    files: Files = (),
) -> Draft:
    """The buyer's one mail: ticket, receipt, what to expect. Other words when the host put them on the list."""
    kind = "guest_added" if to.sign_up.way == SignUp.HOST else "confirmed"
    says = {"paper": paper, "first_timer": first_timer, "stories": stories}
    return _ticket(kind, to, key=f"confirmed:{to.sign_up.pk}", now=now, files=files, says=says)


def companion(to: Addressee, *, now: dt.datetime, first_timer: bool, stories: Quotes = (), files: Files = ()) -> Draft:
    """A companion's own ticket, once per issue: when it is given away, the new person gets theirs."""
    key = f"ticket:{to.ticket.pk}:{to.ticket.issue}"
    return _ticket(
        "companion", to, key=key, now=now, files=files, says={"first_timer": first_timer, "stories": stories}
    )


def moved(to: Addressee, *, old: Event, now: dt.datetime, paper: Paper | None = None, files: Files = ()) -> Draft:
    """The ticket for the new date, with what was paid moved along; the receipt of what it cost more, or what of it
    comes back.
    """
    sign_up = to.sign_up
    less = Money(max(0, sign_up.credit_amount - sign_up.price_amount), sign_up.currency) * len(to.tickets)
    says = {"old": old, "paper": paper if to.is_buyer else None, "less": less if to.is_buyer else None}
    return _ticket("moved", to, key=f"moved:{to.key}", now=now, files=files, says=says)


def diary_mended(to: Addressee, *, old: Event, left: int, now: dt.datetime, files: Files = ()) -> Draft:
    """Takes the old date of a move out of the diary, or lowers its places to those `left` there."""
    says = {"old": old, "left": left}
    return _news("diary_mended", to, key=f"diary-mended:{to.key}", now=now, files=files, says=says)


def given_away(to: Addressee, *, now: dt.datetime, files: Files = ()) -> Draft:
    """To whom had the place before: it is somebody else's now, and the old code opens nothing."""
    return _news("given_away", to, key=f"given-away:{to.ticket.pk}:{to.ticket.issue}", now=now, files=files, says={})


def place_offered(to: Addressee, transfer: Transfer, *, now: dt.datetime) -> Draft:
    """To the person a place is offered to: what it is, and the page with the two answers. Once per offer."""
    draft = _mail(
        "place_offered",
        to,
        key=f"place-offered:{transfer.pk}",
        now=now,
        expires_at=to.sign_up.event.ends_at,
        says={
            "giver": to.name,
            "first_name": names.first(transfer.name),
            "answer_url": ticket_links.transfer(transfer),
        },
    )
    about = f"transfer:{transfer.pk}"
    return replace(draft, to=transfer.email, to_name=transfer.name, about=about, about_person=None)


def place_declined(to: Addressee, transfer: Transfer, *, now: dt.datetime) -> Draft:
    """To the giver: it stays theirs."""
    key, says = f"place-declined:{transfer.pk}", {"name": transfer.name}
    return _mail("place_declined", to, key=key, now=now, expires_at=to.sign_up.event.ends_at, says=says)


def resent(to: Addressee, *, now: dt.datetime, files: Files = ()) -> Draft:
    """The ticket once more, for somebody who lost the mail; at most once in five minutes, unless its codes changed."""
    key = f"resent:{to.key}:{to.sign_up.issue}.{to.ticket.issue}:{int(now.timestamp() // 300)}"
    return _ticket("resent", to, key=key, now=now, files=files)


def cancelled(to: Addressee, *, left: int, now: dt.datetime, files: Files = ()) -> Draft:
    """Places that went: whose and why, whether money comes back, and how many of theirs are `left`."""
    back = _money_back(to)
    says = {"left": left, "money_back": back, "no_money_back": _paid(to) and not back}
    key = f"cancelled:{to.key}:{'-'.join(str(ticket.pk) for ticket in to.tickets)}"
    return _news("cancelled", to, key=key, now=now, files=files, says=says)


def event_cancelled(to: Addressee, *, now: dt.datetime, files: Files = ()) -> Draft:
    """The evening is off: sorry, why, and all the money back unasked."""
    says = {"money_back": _money_back(to)}
    return _news("event_cancelled", to, key=f"event-cancelled:{to.key}", now=now, files=files, says=says)


def corrected(to: Addressee, *, now: dt.datetime, files: Files = ()) -> Draft:
    """A small correction: the diary's update with one line."""
    return _mail("corrected", to, key=_change_key(to), now=now, expires_at=to.sign_up.event.ends_at, files=files)


def changed(to: Addressee, *, now: dt.datetime, files: Files = ()) -> Draft:
    """A real change of time or place: what it was and is, and keep or money back."""
    says = {"keep_url": ticket_links.act(to.ways_in, "keep-place"), "paid": _paid(to)}
    ends_at = to.sign_up.event.ends_at
    return _mail("changed", to, key=_change_key(to), now=now, expires_at=ends_at, files=files, says=says)


def address_code(to: Addressee, *, email: str, code: str, until: dt.datetime, now: dt.datetime) -> Draft:
    """The code that proves a new address, to that address and about nothing else."""
    key = f"address-code:{to.key}:{codes.random_code()}"  # each code is another one, even within a second
    draft = _mail("address_code", to, key=key, now=now, expires_at=until, says={"code": code, "until": until})
    return replace(draft, to=email, about="", priority=Message.CODE)


def address_left(to: Addressee, *, now: dt.datetime, files: Files = ()) -> Draft:
    """To the address that a sign-up leaves, once: no name and no way in, for it may never have been theirs."""
    key = f"address-left:{to.key}:{to.sign_up.issue}"
    draft = _news("address_left", to, key=key, now=now, files=files, says={"has_file": bool(files)})
    return replace(draft, to_name="")


def kept(to: Addressee, *, until: dt.datetime, now: dt.datetime) -> Draft:
    """A place was kept for them at the close of an evening: until when, and where it is paid. Only once."""
    sign_up = to.sign_up
    says = {"until": until, "pay_url": ticket_links.next_place(sign_up)}
    draft = _mail("kept", to, key=f"kept:{sign_up.pk}", now=now, expires_at=until, says=says)
    return replace(draft, about=about_kept(sign_up))


def about_kept(sign_up: SignUp) -> str:
    """What the mail about a kept place is about."""
    return f"kept:{sign_up.pk}"


def reminder(
    kind: str, to: Addressee, *, now: dt.datetime, expires_at: dt.datetime, look_out: LookedOut = ALONE
) -> Draft:
    """`week`, `two_days` or `morning`. Withdrawn with the ticket; another start makes another key."""
    key = reminder_key(kind, to.ticket.pk, to.sign_up.event)
    stop_url = ticket_links.act(to.ways_in, "switch-reminders")
    says = {"reminders_url": stop_url, "look_out": look_out}
    files = [picture(to.ticket)]
    draft = _mail(f"reminder_{kind}", to, key=key, now=now, expires_at=expires_at, files=files, says=says)
    return replace(draft, about=f"ticket:{to.ticket.pk}", priority=Message.ORDINARY, stop_url=stop_url)


def follow_up(
    kind: str,
    to: Addressee,
    *,
    now: dt.datetime,
    expires_at: dt.datetime,
    home: TakenHome = NOTHING,
    coming: Event | None = None,
    consent: outbox.Consent | None = None,
) -> Draft:
    """`came` or `missed`, once per ticket. Only with consent it names the next date, and then it is marketing."""
    says: dict[str, Any] = {"home": home}
    if coming and consent:
        says |= {
            "coming": coming,
            "coming_url": ticket_links.evening(coming),
            "stop_url": consent.unsubscribe_url,
        }
    key = f"{FOLLOW_UP}{to.ticket.pk}"
    draft = _mail(kind, to, key=key, now=now, expires_at=expires_at, files=home.cards, says=says)
    about = f"ticket:{to.ticket.pk}"
    return replace(draft, about=about, consent=consent if coming else None, priority=Message.BULK)


def day_five(to: Addressee, home: TakenHome, *, now: dt.datetime, expires_at: dt.datetime) -> Draft:
    """Five days later, once per ticket: what is still open."""
    key, says = f"{DAY_FIVE}{to.ticket.pk}", {"home": home}
    draft = _mail("day_five", to, key=key, now=now, expires_at=expires_at, says=says)
    return replace(draft, about=f"ticket:{to.ticket.pk}", priority=Message.BULK)


def afterwards_keys(ticket_id: int) -> list[str]:
    """The keys of the mails that a ticket's person gets after the evening."""
    return [f"{kind}{ticket_id}" for kind in (FOLLOW_UP, DAY_FIVE)]


def reminder_key(kind: str, ticket_id: int, event: Event) -> str:
    return f"{outbox.REMINDER}{kind}:{ticket_id}:{start_mark(event)}"


def start_mark(event: Event) -> str:
    """Ends the key of a reminder: another start needs another reminder."""
    return f"{event.starts_at:%Y%m%dT%H%MZ}"


def picture(ticket: Ticket) -> File:
    """The picture that `cid:code` shows."""
    return File(name="code.png", mime="image/png", content=qr.png(ticket_links.door(ticket)), content_id=QR)


def sender(series: Series) -> Sender:
    """From the meet-up, replies to its host."""
    return Sender(name=series.name, reply_to=series.email)


def _ticket(
    kind: str, to: Addressee, *, key: str, now: dt.datetime, files: Files, says: Mapping[str, Any] | None = None
) -> Draft:
    """A mail that brings a ticket: its picture, and the diary's file in `files`."""
    expires_at = max(to.sign_up.event.ends_at, now + dt.timedelta(hours=1))
    return _mail(kind, to, key=key, now=now, expires_at=expires_at, files=[picture(to.ticket), *files], says=says)


def _news(kind: str, to: Addressee, *, key: str, now: dt.datetime, files: Files, says: Mapping[str, Any]) -> Draft:
    """A mail about a place that went: worth knowing even after the evening."""
    return _mail(kind, to, key=key, now=now, expires_at=now + WORTH_KNOWING, files=files, says=says)


def _mail(
    kind: str,
    to: Addressee,
    *,
    key: str,
    now: dt.datetime,
    expires_at: dt.datetime,
    files: Files = (),
    says: Mapping[str, Any] | None = None,
) -> Draft:
    event = to.sign_up.event
    return Draft(
        key=key,
        template=f"attendees/{kind}",
        to=to.email,
        to_name=to.name,
        context={**_facts(to, now=now), **(says or {})},
        sender=sender(event.series),
        files=files,
        about=f"sign_up:{to.sign_up.pk}",
        about_event=event.pk,
        about_person=to.person_id,
        expires_at=expires_at,
        priority=Message.SOON,
    )


def _facts(to: Addressee, *, now: dt.datetime) -> dict[str, Any]:
    """What every one of these mails may say: the evening, the person's ticket and the ways to change it."""
    sign_up, event = to.sign_up, to.sign_up.event
    return {
        "to": to,
        "sign_up": sign_up,
        "event": event,
        "series": event.series,
        "ticket": to.ticket,
        "others": [(ticket, _share(ticket, sign_up)) for ticket in to.others] if to.is_buyer else [],
        "ticket_url": ticket_links.page(to.ways_in),
        "cancel_url": ticket_links.act(to.ways_in, "cancel-ticket"),
        "move_url": ticket_links.act(to.ways_in, "move-ticket"),
        "evening_page_url": ticket_links.evening_page(to.ways_in),
        "been_before_url": ticket_links.act(to.ways_in, "say-been-before"),
        "event_url": ticket_links.evening(event),
        "dates_url": ticket_links.all_dates(event.series),
        "owes": _owes(to),
        "refund_open": _paid(to) and now < event.refund_until,
        "refund_passed": _paid(to) and now >= event.refund_until,
    }


def _share(ticket: Ticket, sign_up: SignUp) -> str:
    """The address to pass on; none for somebody who has a mail of their own."""
    return "" if ticket.email and ticket.email != sign_up.email else ticket_links.page(ticket)


def _change_key(to: Addressee) -> str:
    return f"changed:{to.key}:{to.sign_up.event.diary_revision}"


def _paid(to: Addressee) -> bool:
    """Whether this person's money is with us; a companion's is the buyer's."""
    return to.is_buyer and to.sign_up.way == SignUp.CARD and to.sign_up.price_amount > 0


def _owes(to: Addressee) -> Money:
    """What the buyer brings to the door."""
    due = to.is_buyer and to.sign_up.owes
    return to.sign_up.price * (len(to.tickets) if due else 0)


def _money_back(to: Addressee) -> Money:
    wanted = sum(ticket.refund_wanted for ticket in to.tickets)
    return to.sign_up.price * (wanted if to.is_buyer else 0)
