"""What the door's phones told that went otherwise than thought, as sentences for the host."""

import datetime as dt
from dataclasses import dataclass

from attendees.domain import door_acts, scan
from attendees.models import DoorAct
from events.models import Event
from foundation.lib import dates


@dataclass(frozen=True)
class Line:
    """`at` is when the phone says it was."""

    at: dt.datetime
    words: str


def lines(event: Event, *, to_host: bool) -> list[Line]:
    """In the order in which it happened; one query, whatever their number. `to_host` as in door_acts.to_look_at."""
    return [Line(act.happened_at, _words(event, act)) for act in door_acts.to_look_at(event, to_host=to_host)]


def _words(event: Event, act: DoorAct) -> str:
    name, at, phone = _name(act), dates.clock(act.happened_at, event.zone), act.phone
    if act.outcome == DoorAct.OVER:
        return f"{name} walked in at {at} ({phone}) though all places were taken."
    if act.outcome == DoorAct.ASK:
        return f"{name} walked in at {at} ({phone}) without a connection: somebody of that name is not welcome again."
    if act.outcome == DoorAct.DOUBLED and act.kind == DoorAct.PAID:
        return f"{name} paid twice: the second time at {at} ({phone}). Give it back."
    if act.outcome == DoorAct.DOUBLED:
        return f"{name}’s ticket came in twice: {_first(event, act)}, and at {at} ({phone})."
    if act.why == scan.GIVEN_ON and act.ticket:
        return f"Somebody came in at {at} ({phone}) with an old ticket: the place is {name}’s now, and counts for them."
    return f"{name} came in at {at} ({phone}) without a connection, and should not have: {act.why}"


def _first(event: Event, act: DoorAct) -> str:
    """Of the scan that counts."""
    if act.ticket is None or act.ticket.checked_in_at is None:
        return "once"
    return f"at {dates.clock(act.ticket.checked_in_at, event.zone)} ({act.ticket.checked_in_by}), which counts"


def _name(act: DoorAct) -> str:
    if act.ticket:
        return act.ticket.name
    return act.sign_up.name if act.sign_up else "Somebody"
