"""What phones at the door did since they were last heard of: each act is answered by itself, and safe to send again."""

import json
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from attendees.domain import check_in, door_acts, door_phones, guests, phone_list, scan, welcome
from attendees.domain.check_in import COME_IN, IN, STOP, WAIT, Answer
from attendees.domain.door_acts import Said
from attendees.domain.guests import Guests
from attendees.domain.refused import AttendeeRefused
from attendees.models import DoorAct, SignUp, Ticket
from attendees.views.phone import for_phone
from events.domain import places
from events.models import Event
from events.views.access import Who
from flashmob.flows import till_words
from flashmob.flows.door_act_form import DoorActForm, DoorPhoneForm
from flashmob.flows.walk_in import ONLY_THE_HOST
from foundation.lib import clock, names, plain
from payments.domain import till
from payments.domain.refused import PaymentRefused

MOST_AT_ONCE = 50
TOO_MANY = "All places were taken by then. They are in; the host is told."
GIVE_BACK = "Somebody else had taken this money already. Give it back."


@require_POST
@for_phone
def tell_acts(request: HttpRequest, event: Event, who: Who) -> HttpResponse:
    """JSON: {"phone", "unsent", "acts": […]}; an empty list says only that the phone is there."""
    told = _read(request)
    if told is None:
        return JsonResponse({"error": "Not understood"}, status=400)
    now = clock.now()
    phone = door_phones.hear(event, code=told["phone"], name=who.name, unsent=told["unsent"], now=now)
    answers = []
    for fields in told["acts"]:
        form = DoorActForm(fields)
        if form.is_valid():
            nonce, unchecked = form.cleaned_data["nonce"], form.cleaned_data["unchecked"]
            said = door_acts.told(phone, nonce=nonce, ago=form.how_long_ago, now=now, unchecked=unchecked)
            answers.append(_as_json(_do(event, who, form, said)))
        else:
            answers.append(_not_understood(fields))
    return JsonResponse({"answers": answers})


def _read(request: HttpRequest) -> dict[str, Any] | None:
    """The body, if it has the shape that our own page sends."""
    try:
        told = json.loads(request.body)
        acts = told["acts"]
        is_ours = isinstance(acts, list) and len(acts) <= MOST_AT_ONCE and all(isinstance(one, dict) for one in acts)
        head = DoorPhoneForm({"phone": told["phone"], "unsent": told["unsent"]})
    except (ValueError, TypeError, KeyError):
        return None
    return {**head.cleaned_data, "acts": acts} if is_ours and head.is_valid() else None


def _do(event: Event, who: Who, form: DoorActForm, said: Said) -> DoorAct:
    found = door_acts.answered(event, said.nonce)
    return found or DOES[form.cleaned_data["kind"]](event, who, form.cleaned_data, said)


def _check_in(event: Event, who: Who, told: dict[str, Any], said: Said) -> DoorAct:
    found = _on_list(event, told) if told["ticket"] else scan.read(told["typed"], event=event)
    if isinstance(found, Ticket):
        return door_acts.check_in(event, found, said)
    if found and found.given_on:
        return door_acts.refuse_given_on(event, found.given_on, said)
    why = found.why if found else "This is not one of our tickets."
    read = plain.one_line(told["typed"], at_most=scan.LONGEST_SHOWN)
    return door_acts.refuse(event, said, DoorAct.CHECK_IN, why=f"{why} {read}".strip())


def _on_list(event: Event, told: dict[str, Any]) -> Ticket | scan.NoTicket:
    """Whom the phone found on its list, unless the place went to somebody else since."""
    ticket = Ticket.objects.select_related("event", "sign_up").filter(pk=told["ticket"], event=event).first()
    if ticket is None:
        return scan.NoTicket("This is not one of tonight’s tickets.")
    if not phone_list.still_means(ticket, code=told["code"], shown=told["name"]):
        return scan.NoTicket(scan.GIVEN_ON, ticket)
    return ticket


def _undo(event: Event, who: Who, told: dict[str, Any], said: Said) -> DoorAct:
    undone = door_acts.answered(event, told["undoes"]) if told["undoes"] else None
    if undone is not None and undone.kind in (DoorAct.WALK_IN, DoorAct.PAID):
        return _undo_money(event, undone, said)
    pk = told["ticket"] or (undone.ticket_id if undone else 0) or 0
    ticket = Ticket.objects.select_related("event", "sign_up").filter(pk=pk, event=event).first()
    if ticket is None:
        return door_acts.undo_unknown(event, said, of=undone)
    return door_acts.undo_check_in(event, ticket, said, of=undone)


def _undo_money(event: Event, undone: DoorAct, said: Said) -> DoorAct:
    """A walk-in with its money, or a payment."""
    if undone.sign_up is None:
        return door_acts.refuse(event, said, DoorAct.UNDO, word="Nothing to undo", why="")
    if undone.kind == DoorAct.WALK_IN:
        guests.undo_walk_in(undone.sign_up, by=said.by, now=said.received_at)
    back = till.undo_all(undone.sign_up, by=said.by, now=said.received_at)
    DoorAct.objects.filter(pk=undone.pk, undone_at__isnull=True).update(undone_at=said.happened_at)
    answer = Answer(WAIT, "Undone", "Give the money back." if back else "")
    return door_acts.note(event, said, DoorAct.UNDO, outcome=DoorAct.COUNTED, answer=answer, sign_up=undone.sign_up)


def _walk_in(event: Event, who: Who, told: dict[str, Any], said: Said) -> DoorAct:
    """Over capacity only the host lets in; whom a phone alone let in is in the room already, and that is said.

    Of somebody about whom a helper would ask the host, the phone hears no more than of others then.
    """
    people = Guests(people=told["people"], form_code=said.nonce, over_capacity=bool(told["over"]) and who.is_host)
    try:
        has_to_ask = _has_to_ask(event, who, people, said)
        sign_up, is_over = _let_in(event, people, said)
    except places.Full as refusal:
        why = str(refusal) if who.is_host else ONLY_THE_HOST
        return door_acts.refuse(event, said, DoorAct.WALK_IN, word="Full", why=why)
    except AttendeeRefused as refusal:
        return door_acts.refuse(event, said, DoorAct.WALK_IN, word="Not let in", why=str(refusal))
    outcome = DoorAct.ASK if has_to_ask else DoorAct.OVER if is_over else DoorAct.COUNTED
    paid = _pay(sign_up, told, said) if told["way"] and event.price_amount else ""
    answer = Answer(WAIT, COME_IN, f"{paid} {TOO_MANY}".strip()) if is_over else Answer(IN, COME_IN, paid)
    return door_acts.note(event, said, DoorAct.WALK_IN, outcome=outcome, answer=answer, sign_up=sign_up)


def _has_to_ask(event: Event, who: Who, people: Guests, said: Said) -> bool:
    """Whether the host had to be asked and could not be; raises AskTheHost when it is not late."""
    try:
        if not who.is_host:
            welcome.check_at_door(event.series, names=people.people)
    except welcome.AskTheHost:
        if not said.is_late:
            raise
        return True
    return False


def _let_in(event: Event, people: Guests, said: Said) -> tuple[SignUp, bool]:
    """Their sign-up, and whether it is over capacity; raises places.Full when it is not late, and AttendeeRefused."""
    try:
        return guests.walk_in(event, people, by=said.by, now=said.happened_at), False
    except places.Full:
        if not said.is_late:
            raise
        over = replace(people, over_capacity=True)
        return guests.walk_in(event, over, by=said.by, now=said.happened_at), True


def _paid(event: Event, who: Who, told: dict[str, Any], said: Said) -> DoorAct:
    sign_up = SignUp.objects.filter(pk=told["order"], event=event, way=SignUp.DOOR).first()
    if sign_up is None:
        return door_acts.refuse(event, said, DoorAct.PAID, word="Not taken", why="Nothing is owed here.")
    try:
        answer = Answer(IN, "Paid", _take(sign_up, told, said))
    except PaymentRefused as refusal:
        is_twice = said.is_late and not till.owes(sign_up)
        outcome, why = (DoorAct.DOUBLED, GIVE_BACK) if is_twice else (DoorAct.REFUSED, str(refusal))
        return door_acts.note(
            event, said, DoorAct.PAID, outcome=outcome, answer=Answer(STOP, "Not taken", why), sign_up=sign_up
        )
    return door_acts.note(event, said, DoorAct.PAID, outcome=DoorAct.COUNTED, answer=answer, sign_up=sign_up)


def _pay(sign_up: SignUp, told: dict[str, Any], said: Said) -> str:
    """Who walked in is in, whether the money was right or not."""
    try:
        return _take(sign_up, told, said)
    except PaymentRefused as refusal:
        return f"Not paid. {refusal}"


def _take(sign_up: SignUp, told: dict[str, Any], said: Said) -> str:
    """The money of one act, once; what the door says about it."""
    taken = till.take(
        [sign_up], way=told["way"], key=f"act:{said.nonce}", by=said.by, now=said.happened_at, given=told["given"]
    )
    return till_words.said(taken)


DOES = {
    DoorAct.CHECK_IN: _check_in,
    DoorAct.UNDO: _undo,
    DoorAct.WALK_IN: _walk_in,
    DoorAct.PAID: _paid,
}


def _as_json(act: DoorAct) -> dict[str, Any]:
    came = None if act.why == scan.GIVEN_ON else act.ticket or act.sign_up  # whose it is now did not come in
    return {
        "nonce": act.nonce,
        "kind": act.shown,
        "word": act.word,
        "why": act.why,
        "name": names.first(came.name) if came else "",
        "ticket": act.ticket_id if came else None,
        "counted": act.outcome in (DoorAct.COUNTED, DoorAct.OVER, DoorAct.ASK),
        "notable": door_acts.is_notable(act),
    }


def _not_understood(fields: dict[str, Any]) -> dict[str, Any]:
    """Answered too, or the phone would send it for ever."""
    nonce = str(fields.get("nonce", ""))[:26]
    why = "This was not understood. Do it again, or note it on paper."
    return {
        "nonce": nonce,
        "kind": check_in.STOP,
        "word": "Not saved",
        "why": why,
        "ticket": None,
        "counted": False,
        "notable": True,
    }
