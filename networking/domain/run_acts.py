"""What hosts do with the run-sheet, from a page or from a phone that was alone for a while: one list of acts.

Who was first: an act counts where it arrives, with the time at which it happened. What is so already stays as it is;
what does not fit any more (the round is over, another one is next) is overtaken and changes nothing. An act that its
phone sends again is the same act. Of one phone the acts come in the order in which they were done.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from events.models import Event
from networking.domain import rounds, run_sheets
from networking.domain.refused import NetworkingRefused
from networking.models import RunAct

STEP, LONGER = "step", "longer"
SHOW, GO, PAUSE, GO_ON, MORE, END, FEWER = "show", "go", "pause", "go-on", "more", "end", "fewer"
ABOUT_A_ROUND = (SHOW, GO, PAUSE, GO_ON, MORE, END, FEWER)
KINDS = (STEP, LONGER, *ABOUT_A_ROUND)
MORE_MINUTES = 2
VERBS: dict[str, Callable[..., object]] = {
    SHOW: rounds.tell,
    GO: rounds.go,
    PAUSE: rounds.pause,
    GO_ON: rounds.go_on,
    END: rounds.end,
    FEWER: rounds.leave_out,
}
LONGEST_AGO = dt.timedelta(hours=12)


@dataclass(frozen=True)
class Act:
    """`round` is the number of the round it is about; `seen` the end of it, or of the activity, that the host saw."""

    kind: str
    step: str = ""
    round: int = 0
    seen: dt.datetime | None = None


def carry_out(event: Event, act: Act, *, by: str, now: dt.datetime) -> None:
    """Do it; raises NetworkingRefused with a sentence when it does not fit any more."""
    if act.kind == STEP:
        run_sheets.go_to(event, act.step, by=by, now=now)
    elif act.kind == LONGER and act.seen:
        run_sheets.lengthen(event, minutes=MORE_MINUTES, seen=act.seen, by=by, now=now)
    elif act.kind == MORE and act.seen:
        rounds.lengthen(event, act.round, minutes=MORE_MINUTES, seen=act.seen, by=by, now=now)
    elif act.kind in VERBS:
        VERBS[act.kind](event, act.round, by=by, now=now)


def tell(event: Event, act: Act, *, nonce: str, ago: dt.timedelta, by: str, now: dt.datetime) -> RunAct:
    """An act as a phone tells it, done so long `ago`: phones' clocks are wrong, their stop-watches are not.

    Told again it is answered again, and nothing happens.
    """
    happened_at = now - min(max(ago, dt.timedelta()), LONGEST_AGO)
    with transaction.atomic():
        run_sheets.locked(event, now=now)
        found = RunAct.objects.filter(event=event, nonce=nonce).first()
        if found:
            return found
        outcome, why = RunAct.DONE, ""
        try:
            carry_out(event, act, by=by, now=happened_at)
        except NetworkingRefused as refusal:
            outcome, why = RunAct.OVERTAKEN, str(refusal)
        told = {"kind": act.kind, "happened_at": happened_at, "received_at": now, "outcome": outcome, "why": why}
        return RunAct.objects.create(event=event, nonce=nonce, **told)
