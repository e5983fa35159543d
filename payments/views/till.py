"""The till of an evening, for its host or who stands in: the float, the count, the difference, and a page to sign."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from events.models import Event
from events.views import access, desk
from foundation.lib import clock
from payments.domain import cash_box
from payments.domain.refused import PaymentRefused
from payments.forms import CountForm, FloatForm


@never_cache
@require_safe
def show_till(request: HttpRequest, event_id: int) -> HttpResponse:
    event, _ = access.event_for_stand_in(request, event_id)
    return _show(request, event)


@never_cache
@require_POST
def put_in_float(request: HttpRequest, event_id: int) -> HttpResponse:
    event, who = access.event_for_stand_in(request, event_id)
    form = FloatForm(request.POST)
    if not form.is_valid():
        return _show(request, event, float_form=form)
    try:
        cash_box.put_in(event, amount=form.cleaned_data["amount"], by=who.name, now=clock.now())
    except PaymentRefused as refusal:
        messages.warning(request, str(refusal))
    return redirect("payments:till", event_id)


@never_cache
@require_POST
def close_till(request: HttpRequest, event_id: int) -> HttpResponse:
    event, who = access.event_for_stand_in(request, event_id)
    form = CountForm(request.POST)
    if not form.is_valid():
        return _show(request, event, count_form=form)
    typed = form.cleaned_data
    try:
        cash_box.close(event, counted=typed["counted"], note=typed["note"], by=who.name, now=clock.now())
        messages.success(request, "The till is closed.")
    except PaymentRefused as refusal:
        messages.warning(request, str(refusal))
    return redirect("payments:till", event_id)


@never_cache
@require_POST
def reopen_till(request: HttpRequest, event_id: int) -> HttpResponse:
    event, who = access.event_for_stand_in(request, event_id)
    cash_box.reopen(event, by=who.name)
    return redirect("payments:till", event_id)


def _show(
    request: HttpRequest,
    event: Event,
    *,
    float_form: FloatForm | None = None,
    count_form: CountForm | None = None,
) -> HttpResponse:
    till = cash_box.of(event)
    return desk.show(
        request,
        "payments/till_page.html",
        event=event,
        till=till,
        cash=cash_box.cash_of(event, till),
        float_form=float_form or FloatForm(initial={"amount": till.float_amount if till else None}),
        count_form=count_form or CountForm(),
    )
