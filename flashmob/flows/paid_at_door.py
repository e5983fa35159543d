"""What a sign-up owes at the door is taken, in cash or on the host's card reader; one tap, or with the change."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from attendees.domain import door_list
from attendees.domain.check_in import IN, WAIT
from attendees.models import SignUp
from attendees.views import door, door_answers
from attendees.views.door_answers import Shown
from events.models import Event
from events.views import access
from events.views.access import Who
from flashmob.flows import till_words
from foundation.lib import clock
from payments.domain import till
from payments.domain.refused import PaymentRefused
from payments.forms import TillForm
from payments.models import TillEntry


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def paid_at_door(request: HttpRequest, event_id: int, sign_up_id: int) -> HttpResponse:
    event, who = access.event_for_door(request, event_id)
    sign_up = get_object_or_404(SignUp, pk=sign_up_id, event=event, way=SignUp.DOOR)
    owed = till.owes(sign_up)
    form = TillForm(request.POST or None)
    if request.method == "POST" and (not owed or (form.is_valid() and form.covers(owed))):
        return door_answers.say(request, event, _take(event, who, sign_up, form))
    name = _name(event, who, sign_up)
    context = {"event": event, "form": form, "owed": owed, "name": name, "sign_up": sign_up}
    return render(request, "pages/paid_at_door_page.html", context)


@never_cache
@require_POST
def undo_paid(request: HttpRequest, event_id: int, sign_up_id: int) -> HttpResponse:
    """The money was not taken after all."""
    event, who = access.event_for_door(request, event_id)
    sign_up = get_object_or_404(SignUp, pk=sign_up_id, event=event, way=SignUp.DOOR)
    till.undo_all(sign_up, by=who.name, now=clock.now())
    return door_answers.say(request, event, Shown(WAIT, "Undone", _name(event, who, sign_up), "Not paid any more."))


def _take(event: Event, who: Who, sign_up: SignUp, form: TillForm) -> Shown:
    """A second tap takes nothing more and says the same."""
    name = _name(event, who, sign_up)
    undone = TillEntry.objects.filter(sign_up=sign_up, undone_at__isnull=False).count()
    try:
        way, given = form.data.get("way", ""), form.given_amount if form.is_valid() else None
        key = f"door:{sign_up.pk}:{undone}"
        taken = till.take([sign_up], way=way, key=key, by=who.name, now=clock.now(), given=given)
    except PaymentRefused as refusal:
        return Shown(WAIT, "Not taken", name, str(refusal))
    undo_url = reverse("flows:undo-paid", kwargs={"event_id": event.pk, "sign_up_id": sign_up.pk})
    return Shown(IN, "Paid", name, till_words.said(taken), undo_url)


def _name(event: Event, who: Who, sign_up: SignUp) -> str:
    """Of who took the places, as this person at the door may see it."""
    tonight = door_list.read(event, whole_names=door.sees_names(who))
    first = sign_up.tickets.select_related("sign_up").order_by("seat").first()
    return door_list.guest(tonight, first).shown if first else ""
