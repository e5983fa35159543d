"""What phones did at the door and tell us, at once or later. Each act is answered once, however often it is sent.

An act that was told late has already happened: whoever it let in is in the room. So it stays on record whatever becomes
of it, and of two that let the same ticket in, the earlier one counts.
"""

import datetime as dt
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import QuerySet

from attendees.domain import check_in as check_ins
from attendees.domain import scan
from attendees.domain.check_in import ALREADY_IN, COME_IN, IN, STOP, WAIT, Answer
from attendees.models import DoorAct, DoorPhone, SignUp, Ticket
from events.domain import journal
from events.models import Event
from foundation.lib import dates

AT_ONCE = dt.timedelta(seconds=5)
LONGEST_AGO = dt.timedelta(hours=36)


@dataclass(frozen=True)
class Said:
    """An act as its phone tells it. `nonce` is the phone's name for it, `happened_at` when it was by our clock.

    `unchecked`: it let somebody in whom its list did not know, to be looked at by us.
    """

    phone: DoorPhone
    nonce: str
    happened_at: dt.datetime
    received_at: dt.datetime
    unchecked: bool = False

    @property
    def by(self) -> str:
        return str(self.phone)

    @property
    def is_late(self) -> bool:
        """Whether the phone had to answer by itself before we could."""
        return self.unchecked or self.received_at - self.happened_at > AT_ONCE


def told(phone: DoorPhone, *, nonce: str, ago: dt.timedelta, now: dt.datetime, unchecked: bool = False) -> Said:
    """An act of so long `ago`: phones' clocks are wrong, their stop-watches are not."""
    return Said(phone, nonce, now - min(max(ago, dt.timedelta()), LONGEST_AGO), now, unchecked)


def answered(event: Event, nonce: str) -> DoorAct | None:
    """The act, if it was told before."""
    return DoorAct.objects.filter(event=event, nonce=nonce).first()


def check_in(event: Event, ticket: Ticket, said: Said) -> DoorAct:
    """Stamp the ticket with the time of the act; of two acts the earlier one's time and name stand on it."""
    with transaction.atomic():
        _lock(ticket)
        found = answered(event, said.nonce)
        if found:
            return found
        answer = check_ins.check_in(event, ticket, by=said.by, now=said.happened_at)
        outcome = DoorAct.COUNTED if answer.kind == IN else DoorAct.REFUSED
        if answer.word == ALREADY_IN:
            outcome, answer = _second(event, ticket, said, answer)
        return note(event, said, DoorAct.CHECK_IN, outcome=outcome, answer=answer)


def undo_check_in(event: Event, ticket: Ticket, said: Said, *, of: DoorAct | None) -> DoorAct:
    """Take back one act (`of`), or whatever let this ticket in before; a later check-in stays."""
    with transaction.atomic():
        _lock(ticket)
        found = answered(event, said.nonce)
        if found:
            return found
        ticket.refresh_from_db(fields=check_ins.STAMPS)
        standing = _standing(ticket).filter(happened_at__lte=said.happened_at)
        if of is not None and of.outcome in (DoorAct.DOUBLED, DoorAct.WRONG):
            _take_back(of, said)
            stays = f"They stay in. {_first_scan(event, ticket)}." if of.outcome == DoorAct.DOUBLED else ""
            answer = Answer(WAIT, "Undone", stays or check_ins.NOT_IN, ticket)
        elif ticket.checked_in_at and ticket.checked_in_at > said.happened_at:
            answer = Answer(WAIT, "Not undone", f"They stay in. {_first_scan(event, ticket)}.", ticket)
        else:
            standing.filter(**({"pk": of.pk} if of else {})).update(undone_at=said.happened_at)
            answer = check_ins.undo(event, ticket, by=said.by)
            if _let_next_count(event, ticket):
                answer = replace(answer, why=f"They stay in. {_first_scan(event, ticket)}.")
        return note(event, said, DoorAct.UNDO, outcome=DoorAct.COUNTED, answer=answer)


def undo_unknown(event: Event, said: Said, *, of: DoorAct | None) -> DoorAct:
    """Take back an act that let in nobody with a ticket here, or nothing at all."""
    if of is None or of.outcome != DoorAct.WRONG:
        return refuse(event, said, DoorAct.UNDO, word="Nothing to undo", why="")
    _take_back(of, said)
    answer = Answer(WAIT, "Undone", check_ins.NOT_IN)
    return note(event, said, DoorAct.UNDO, outcome=DoorAct.COUNTED, answer=answer)


def refuse_given_on(event: Event, ticket: Ticket, said: Said) -> DoorAct:
    """What somebody showed is from before this place was given on: it counts for who has it now, and for them only."""
    answer = Answer(STOP, "No ticket", scan.GIVEN_ON, ticket if said.is_late else None)
    return note(event, said, DoorAct.CHECK_IN, outcome=DoorAct.REFUSED, answer=answer)


def refuse(event: Event, said: Said, kind: str, *, why: str, word: str = "No ticket") -> DoorAct:
    """An act that fits nothing here: kept, with the sentence for the door."""
    return note(event, said, kind, outcome=DoorAct.REFUSED, answer=Answer(STOP, word, why))


def note(
    event: Event, said: Said, kind: str, *, outcome: str, answer: Answer, sign_up: SignUp | None = None
) -> DoorAct:
    """Put the act on record with its answer; the same nonce again is the act that is there.

    What is REFUSED too late to keep anybody out is WRONG.
    """
    if outcome == DoorAct.REFUSED and said.is_late:
        outcome = DoorAct.WRONG
    tonights = answer.ticket if answer.ticket and answer.ticket.event_id == event.pk else None
    facts = {
        "phone": said.phone,
        "kind": kind,
        "ticket": tonights,
        "sign_up": sign_up or (tonights.sign_up if tonights else None),
        "happened_at": said.happened_at,
        "received_at": said.received_at,
        "outcome": outcome,
        "shown": answer.kind,
        "word": answer.word,
        "why": answer.why[:300],
    }
    act, _ = DoorAct.objects.get_or_create(event=event, nonce=said.nonce, defaults=facts)
    return act


def is_notable(act: DoorAct) -> bool:
    """Whether it went otherwise than a phone alone would think."""
    is_first_of_two = act.kind == DoorAct.CHECK_IN and act.shown == IN and act.why != ""
    as_thought = act.outcome in (DoorAct.COUNTED, DoorAct.ASK)
    return act.kind != DoorAct.UNDO and (not as_thought or is_first_of_two)


def to_look_at(event: Event, *, to_host: bool) -> QuerySet[DoorAct]:
    """What went otherwise than the door thought: let in twice, over capacity, or refused after they were in.

    `to_host`: also whom only a host may hear of.
    """
    notable = [DoorAct.DOUBLED, DoorAct.OVER, DoorAct.WRONG, *([DoorAct.ASK] if to_host else [])]
    acts = DoorAct.objects.filter(event=event, outcome__in=notable, undone_at__isnull=True)
    return acts.exclude(kind=DoorAct.UNDO).select_related("phone", "ticket", "sign_up")


def _second(event: Event, ticket: Ticket, said: Said, refusal: Answer) -> tuple[str, Answer]:
    """The ticket is in already. Who was earlier counts; who came late keeps its entry."""
    if ticket.checked_in_at and said.happened_at < ticket.checked_in_at:
        why = f"Somebody else came in with it too. {_first_scan(event, ticket)}."
        _standing(ticket).filter(outcome=DoorAct.COUNTED).update(outcome=DoorAct.DOUBLED)
        check_ins.move_earlier(ticket, by=said.by, to=said.happened_at)
        _note_conflict(event, ticket, said)
        return DoorAct.COUNTED, Answer(IN, COME_IN, why, ticket)
    if not said.is_late:
        return DoorAct.REFUSED, refusal
    _note_conflict(event, ticket, said)
    at = dates.clock(said.happened_at, event.zone)
    return DoorAct.DOUBLED, replace(refusal, why=f"{refusal.why} You let them in at {at}; the first counts.")


def _note_conflict(event: Event, ticket: Ticket, said: Said) -> None:
    journal.note(event, by=said.by, sentence=f"let {ticket.name} in, as another phone had too")


def _let_next_count(event: Event, ticket: Ticket) -> bool:
    """The act that counted is gone: the next one that let them in does."""
    following = _standing(ticket).filter(outcome=DoorAct.DOUBLED).select_related("phone").first()
    if following is None:
        return False
    DoorAct.objects.filter(pk=following.pk).update(outcome=DoorAct.COUNTED)
    return check_ins.check_in(event, ticket, by=str(following.phone), now=following.happened_at).kind == IN


def _take_back(act: DoorAct, said: Said) -> None:
    DoorAct.objects.filter(pk=act.pk, undone_at__isnull=True).update(undone_at=said.happened_at)


def _standing(ticket: Ticket) -> QuerySet[DoorAct]:
    let_in = DoorAct.objects.filter(ticket=ticket, kind=DoorAct.CHECK_IN, undone_at__isnull=True)
    return let_in.filter(outcome__in=[DoorAct.COUNTED, DoorAct.DOUBLED])


def _first_scan(event: Event, ticket: Ticket) -> str:
    return check_ins.when_and_who(event, ticket)


def _lock(ticket: Ticket) -> None:
    """Two phones that tell about the same ticket wait for each other."""
    Ticket.objects.select_for_update(no_key=True).filter(pk=ticket.pk).values_list("pk").get()
