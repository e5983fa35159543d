"""Sending money back from the desk. The host's and the owner's, never the stand-in's."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from attendees.models import Ticket
from events.views.access import event_for_host, signed_in_name
from foundation.lib import clock, page_words
from foundation.lib.money import Money
from payments.domain import goodwill
from payments.domain.refused import PaymentRefused
from payments.forms import TAKE_BACK, RefundForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def refund_ticket(request: HttpRequest, event_id: int, ticket_id: int) -> HttpResponse:
    event = event_for_host(request, event_id)
    ticket = get_object_or_404(Ticket.objects.select_related("sign_up", "event__series"), pk=ticket_id, event=event)
    most = goodwill.most(ticket)
    form = RefundForm(request.POST or None, most=most, is_live=ticket.is_live)
    if form.is_bound and (sent := _sent(ticket, form, by=signed_in_name(request))):
        sum_words = page_words.money(sent)
        messages.success(request, f"{sum_words} goes back to {ticket.sign_up.name}, within two minutes.")
        return redirect("payments:show-money", event_id)
    context = {"event": event, "ticket": ticket, "most": most, "form": form, "desk_place": "events"}
    return render(request, "payments/refund_page.html", context)


def _sent(ticket: Ticket, form: RefundForm, *, by: str) -> Money | None:
    """What goes back, by this tap or by one before it; None when the form says why nothing does."""
    is_valid = form.is_valid()
    if before := goodwill.sent(ticket, token=form.cleaned_data.get("form_code", "")):
        return before
    if not is_valid:
        return None
    try:
        return _send(ticket, form, by=by)
    except PaymentRefused as refusal:
        form.add_error(None, str(refusal))
        return None


def _send(ticket: Ticket, form: RefundForm, *, by: str) -> Money:
    typed = form.cleaned_data
    send = goodwill.take_back if typed.get("place") == TAKE_BACK else goodwill.give_back
    amount, token = typed["amount"], typed["form_code"]
    made = send(ticket, amount=amount, reason=typed["reason"], token=token, by=by, now=clock.now())
    return sum((refund.money for refund in made), Money(0, ticket.sign_up.currency))
