"""Somebody without a place, at the door: let in, and the money taken, in one form."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from attendees.domain import check_in, guests, welcome
from attendees.domain.check_in import IN, WAIT
from attendees.domain.guests import Guests
from attendees.domain.refused import AttendeeRefused
from attendees.forms.walk_in import WalkInForm
from attendees.models import SignUp
from attendees.views import door_answers
from attendees.views.door_answers import Shown
from events.domain import places
from events.models import Event
from events.views import access
from events.views.access import Who
from flashmob.flows import till_words
from foundation.lib import clock, names
from payments.domain import till
from payments.domain.refused import PaymentRefused
from payments.forms import TillForm
from payments.models import TillEntry

ONLY_THE_HOST = "All places are taken. Only the host may let more people in."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def walk_in(request: HttpRequest, event_id: int) -> HttpResponse:
    event, who = access.event_for_door(request, event_id)
    form = WalkInForm(request.POST or None, may_overfill=who.is_host and event.places.left == 0)
    till_form = TillForm(request.POST or None)
    if request.method == "POST" and _are_valid(event, form, till_form):
        sign_up = _let_in(event, who, form)
        if sign_up:
            taken = _take(event, who, form, till_form, sign_up)
            return door_answers.say(request, event, _answer(event, form, sign_up, taken))
    context = {"event": event, "form": form, "till": till_form if event.price_amount else None}
    return render(request, "pages/walk_in_page.html", context)


@never_cache
@require_POST
def undo_walk_in(request: HttpRequest, event_id: int, sign_up_id: int) -> HttpResponse:
    """They did not come in after all: place and money as before."""
    event, who = access.event_for_door(request, event_id)
    now = clock.now()
    sign_up = get_object_or_404(guests.walked_in_just_now(event, now=now), pk=sign_up_id)
    guests.undo_walk_in(sign_up, by=who.name, now=now)
    back = till.undo_all(sign_up, by=who.name, now=now)
    why = "Not in any more. Give the money back." if back else "Not in any more."
    return door_answers.say(request, event, Shown(WAIT, "Undone", names.first(sign_up.name), why))


def _are_valid(event: Event, form: WalkInForm, till_form: TillForm) -> bool:
    valid = [form.is_valid(), till_form.is_valid() or not event.price_amount]  # each: all messages at once
    return all(valid) and (not event.price_amount or till_form.covers(event.price * len(form.people)))


def _let_in(event: Event, who: Who, form: WalkInForm) -> SignUp | None:
    """Who was let in; None when the form says why nobody was."""
    typed = form.cleaned_data
    people = Guests(
        people=form.people,
        email=typed["email"],
        form_code=typed["form_code"],
        over_capacity=typed.get("over_capacity", False),
    )
    try:
        if not who.is_host:
            welcome.check_at_door(event.series, names=form.people, email=people.address)
        return guests.walk_in(event, people, by=who.name, now=clock.now())
    except places.Full as refusal:
        form.add_error(None, str(refusal) if who.is_host else ONLY_THE_HOST)
    except AttendeeRefused as refusal:
        form.add_error(None, str(refusal))
    return None


def _take(event: Event, who: Who, form: WalkInForm, till_form: TillForm, sign_up: SignUp) -> list[TillEntry]:
    """The money; none when nothing is owed, because the evening is free or the form was sent twice."""
    if not event.price_amount:
        return []
    key = f"walk-in:{form.cleaned_data['form_code']}"
    way, given = till_form.cleaned_data["way"], till_form.given_amount
    try:
        return till.take([sign_up], way=way, key=key, by=who.name, now=clock.now(), given=given)
    except PaymentRefused:
        return []


def _answer(event: Event, form: WalkInForm, sign_up: SignUp, taken: list[TillEntry]) -> Shown:
    undo_url = reverse("flows:undo-walk-in", kwargs={"event_id": event.pk, "sign_up_id": sign_up.pk})
    return Shown(IN, check_in.COME_IN, names.listed(list(form.people)), till_words.said(taken), undo_url)
