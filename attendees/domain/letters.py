"""The mails about places: who gets which when a fact about a ticket changes. Call in the transaction that changes it.

Twice is harmless: each mail has a key. What they say is in attendees.domain.drafts and templates/emails/attendees/.
The number of queries does not grow with the number of tickets.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from attendees.domain import addressees, appearances, diary, drafts, quotes
from attendees.domain.addressees import Addressee
from attendees.domain.drafts import Paper
from attendees.domain.quotes import Quote
from attendees.models import SignUp, Ticket, Transfer
from events.models import Event
from foundation.mail.domain import outbox
from foundation.mail.domain.outbox import Draft
from foundation.mail.models import File

__all__ = ["Paper"]
Newcomers = Mapping[str, list[Quote]]


def confirmed(valid: Iterable[Ticket], *, now: dt.datetime, paper: Paper | None = None) -> None:
    """The places of one sign-up became valid: one mail to the buyer with ticket, diary and (when paid) receipt; each
    companion with an e-mail gets their own ticket. The words fit how it came: bought, reserved, added by the host,
    moved. Nothing of it was in a diary before, so its SEQUENCE stays as it is.
    """
    tickets = list(valid)
    sign_up = tickets[0].sign_up
    people = addressees.of(sign_up, tickets)
    if sign_up.moved_from:
        posted = _moved(people, old=sign_up.moved_from, paper=paper, now=now)
    else:
        new = _newcomers(people, sign_up.event)
        posted = [_welcome(to, new=new, paper=paper, now=now) for to in people]
    outbox.write_all(posted)
    _mark_told([sign_up])


def given(ticket: Ticket, *, now: dt.datetime) -> None:
    """A place has a new person with an e-mail: they get the ticket and the diary entry, once per issue."""
    [(sign_up, tickets)] = addressees.gather([ticket])
    diary.raise_sequences([sign_up])
    people = addressees.companions(sign_up, tickets)
    if not people:
        return
    new = _newcomers(people, sign_up.event)
    outbox.write_all([_welcome(to, new=new, paper=None, now=now) for to in people])


def given_away(before: Ticket, *, now: dt.datetime) -> None:
    """A place went to somebody else. Who had it by an address of theirs (the `before`) hears of it, and the evening
    leaves their diary unless they have another place; somebody known by name only gets nothing.
    """
    if not before.email:
        return
    [(sign_up, _)] = addressees.gather([before])
    diary.raise_sequences([sign_up])
    [to] = (
        addressees.of(sign_up, [before]) if before.email == sign_up.email else addressees.companions(sign_up, [before])
    )
    left = sum(place.state == Ticket.VALID and place.email == before.email for place in sign_up.tickets.all())
    file = diary.bring_up_to_date(sign_up, to=to.email, name=to.name, places=left, now=now)
    outbox.write_all([drafts.given_away(to, now=now, files=[file])])


def place_offered(transfer: Transfer, *, now: dt.datetime) -> None:
    """A place is offered to somebody by their address; nobody else hears of it before they answer."""
    outbox.write_all([drafts.place_offered(_giver(transfer), transfer, now=now)])


def place_declined(transfer: Transfer, *, now: dt.datetime) -> None:
    """They said no: the buyer, who offered it, is told that the place stays as it was."""
    outbox.write_all([drafts.place_declined(_giver(transfer), transfer, now=now)])


def resent(tickets: Iterable[Ticket], *, email: str, now: dt.datetime) -> None:
    """The tickets of `email` once more, one mail per sign-up; nobody else of these sign-ups gets one."""
    gathered = addressees.gather(tickets)
    diary.raise_sequences([sign_up for sign_up, _ in gathered])
    people = [to for sign_up, theirs in gathered for to in addressees.of(sign_up, theirs) if to.email == email.lower()]
    outbox.write_all([drafts.resent(to, now=now, files=[_entry(to, now=now)]) for to in people])


def address_left(sign_up: SignUp, *, now: dt.datetime) -> None:
    """Before a sign-up's mails go to another address: what is not yet sent to the old one stays here. If it ever got
    one, it hears that the place has gone, not where, and the evening leaves that diary.

    The entry's SEQUENCE is below that of the new address' entry, should both end up in one diary.
    """
    [sign_up] = addressees.load([sign_up.pk])
    abouts = [f"sign_up:{sign_up.pk}", *(f"ticket:{ticket.pk}" for ticket in sign_up.tickets.all())]
    outbox.withdraw_to(sign_up.email, abouts=abouts)
    if not outbox.has_reached(sign_up.email, abouts=abouts):
        return
    diary.raise_sequences([sign_up])
    [to, *_] = addressees.of(sign_up, sign_up.tickets.all())
    stands = _valid(sign_up) and not sign_up.event.is_cancelled
    outbox.write_all([drafts.address_left(to, now=now, files=[_removal(to, now=now)] if stands else [])])


def cancelled(tickets: Iterable[Ticket], *, now: dt.datetime) -> None:
    """Places were just cancelled, some or all of their sign-ups: whether money comes back, and the diary."""
    gathered = addressees.gather(tickets)
    diary.raise_sequences([sign_up for sign_up, _ in gathered])
    posted = []
    for sign_up, gone in gathered:
        for to in addressees.of(sign_up, gone):
            left = _valid(sign_up) if to.is_buyer else 0
            files = [_entry(to, now=now) if left else _removal(to, now=now)]
            posted.append(drafts.cancelled(to, left=left, now=now, files=files))
    outbox.write_all(posted)


def event_cancelled(tickets: Iterable[Ticket], *, now: dt.datetime) -> None:
    """Their evening is off: sorry, why, and what was paid comes back unasked."""
    gathered = addressees.gather(tickets)
    diary.raise_sequences([sign_up for sign_up, _ in gathered])
    people = [to for sign_up, gone in gathered for to in addressees.of(sign_up, gone)]
    outbox.write_all([drafts.event_cancelled(to, now=now, files=[_removal(to, now=now)]) for to in people])
    _mark_told([sign_up for sign_up, _ in gathered])


def event_changed(tickets: Iterable[Ticket], *, now: dt.datetime) -> None:
    """Their evening changed since they last heard: a real change asks keep-or-refund, a small one mends the diary."""
    gathered = addressees.gather(tickets)
    diary.raise_sequences([sign_up for sign_up, _ in gathered])
    posted = []
    for sign_up, theirs in gathered:
        real = sign_up.event.moved_revision > sign_up.told_revision
        write = drafts.changed if real else drafts.corrected
        posted += [write(to, now=now, files=[_entry(to, now=now)]) for to in addressees.of(sign_up, theirs)]
    outbox.write_all(posted)
    _mark_told([sign_up for sign_up, _ in gathered])


def address_code(ticket: Ticket, *, email: str, code: str, until: dt.datetime, now: dt.datetime) -> None:
    """Prove a new address: the code goes to it, and to nobody else."""
    [(sign_up, tickets)] = addressees.gather([ticket])
    [to, *_] = addressees.of(sign_up, tickets)
    outbox.write_all([drafts.address_code(to, email=email, code=code, until=until, now=now)])


def _giver(transfer: Transfer) -> Addressee:
    """The buyer, whose page the place is offered from."""
    [(sign_up, tickets)] = addressees.gather([transfer.ticket])
    return addressees.buyer(sign_up, tickets)


def _welcome(to: Addressee, *, new: Newcomers, paper: Paper | None, now: dt.datetime) -> Draft:
    stories, files = new.get(to.email), [_new_entry(to, now=now)]
    is_new, told = stories is not None, stories or ()
    if to.is_buyer:
        return drafts.confirmed(to, now=now, first_timer=is_new, paper=paper, stories=told, files=files)
    return drafts.companion(to, now=now, first_timer=is_new, stories=told, files=files)


def _moved(people: list[Addressee], *, old: SignUp, paper: Paper | None, now: dt.datetime) -> list[Draft]:
    """Two mails each, because a mail carries one diary file: the new ticket, and the old date out of the diary."""
    [old] = addressees.load([old.pk])
    diary.raise_sequences([old])
    posted = [drafts.moved(to, old=old.event, paper=paper, now=now, files=[_new_entry(to, now=now)]) for to in people]
    for to in people:
        left = _valid(old) if to.is_buyer else 0
        file = diary.bring_up_to_date(old, to=to.email, name=to.name, places=left, now=now)
        posted.append(drafts.diary_mended(to, old=old.event, left=left, now=now, files=[file]))
    return posted


def _new_entry(to: Addressee, *, now: dt.datetime) -> File:
    """For places of which the mail names every one."""
    return diary.request(to.sign_up, to=to.email, name=to.name, places=len(to.tickets), now=now)


def _entry(to: Addressee, *, now: dt.datetime) -> File:
    """For all the places that this person has, whichever the mail is about."""
    places = _valid(to.sign_up) if to.is_buyer else len(to.tickets)
    return diary.request(to.sign_up, to=to.email, name=to.name, places=places, now=now)


def _removal(to: Addressee, *, now: dt.datetime) -> File:
    return diary.cancel(to.sign_up, to=to.email, name=to.name, now=now)


def _newcomers(people: list[Addressee], event: Event) -> Newcomers:
    """The addresses of those who come for the first time, with the stories that their mail quotes."""
    known = {to.person_id for to in people if to.person_id}
    new = appearances.newcomers(known, event=event) if known else set()
    told = quotes.to_readers(event.series_id, new) if new else {}
    return {to.email: told[to.person_id] for to in people if to.person_id and to.person_id in told}


def _valid(sign_up: SignUp) -> int:
    return sum(ticket.state == Ticket.VALID for ticket in sign_up.tickets.all())


def _mark_told(sign_ups: list[SignUp]) -> None:
    """They know the evening as it is in these mails; the sweep tells them of what comes later."""
    for event in {sign_up.event for sign_up in sign_ups}:
        ids = [
            sign_up.pk
            for sign_up in sign_ups
            if sign_up.event_id == event.pk and sign_up.told_revision != event.diary_revision
        ]
        SignUp.objects.filter(pk__in=ids).update(told_revision=event.diary_revision)
