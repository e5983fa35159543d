"""Cancelling an evening: first what will happen, then the button. A stand-in may do it too."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from attendees.models import SignUp, Ticket
from events.domain import publishing
from events.domain.refused import EventRefused
from events.forms.cancellation import CancellationForm
from events.models import Event
from events.views import access, upstairs
from foundation.lib import clock
from foundation.lib.money import Money
from payments.models import TillEntry


@dataclass(frozen=True)
class Consequence:
    """What cancelling will do: how many places are told, what goes back by card, what was taken at the door."""

    places: int
    back: Money
    at_door: Money


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_event(request: HttpRequest, event_id: int) -> HttpResponse:
    event, who = access.event_for_stand_in(request, event_id)
    form = CancellationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            publishing.cancel(event, by=who.name, reason=form.cleaned_data["reason"], now=clock.now())
        except EventRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _done(event))
            return redirect(upstairs.host_event(event.pk))
    context = {
        "form": form,
        "event": event,
        "event_url": upstairs.host_event(event.pk),
        "consequence": consequence(event),
        "is_over": event.is_over(clock.now()),
        "desk_place": "events",
    }
    return render(request, "pages/cancel_event_page.html", context)


def consequence(event: Event) -> Consequence:
    """Read now; a place taken meanwhile is told and refunded as well."""
    valid = Ticket.objects.for_event(event.pk).valid().order_by()
    by_card = valid.filter(sign_up__way=SignUp.CARD).aggregate(sum=Sum("sign_up__price_amount"))["sum"] or 0
    till = TillEntry.objects.filter(event=event, undone_at__isnull=True).aggregate(sum=Sum("amount"))["sum"] or 0
    return Consequence(valid.count(), Money(by_card, event.currency), Money(till, event.currency))


def _done(event: Event) -> str:
    if event.published_at is None:
        return "There will be no evening on this date."
    return "Cancelled. Within two minutes everybody with a place is told, and gets all of the money back."
