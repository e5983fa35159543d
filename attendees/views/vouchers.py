"""Codes of a series at the desk: what there is, how much each has brought, a new one, and ending one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from attendees.domain import discounts
from attendees.views import upstairs
from events.domain import places, vouchers
from events.domain.refused import EventRefused
from events.forms.voucher import VoucherForm
from events.models import Event, Series, Voucher
from events.views import access, desk
from foundation.lib import clock, links, page_words
from foundation.lib.money import Money


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def list_vouchers(request: HttpRequest, series: str) -> HttpResponse:
    found = access.series_for_host(request, series)
    now = clock.now()
    evenings = list(Event.objects.filter(series=found).published().upcoming(now)[:12])
    form = VoucherForm(request.POST or None, series=found, evenings=evenings, now=now)
    if request.method == "POST" and form.is_valid() and _create(found, form, by=access.signed_in_name(request)):
        messages.success(request, f"The code {form.cleaned_data['words']} is ready.")
        return redirect("attendees:vouchers", series=found.slug)
    shown = [
        {"voucher": voucher, "value": _value(voucher), "url": _address(voucher)}
        for voucher in discounts.with_use(vouchers.of_series(found))
    ]
    return desk.show(request, "attendees/vouchers_page.html", series=found, form=form, vouchers=shown)


@require_POST
def end_voucher(request: HttpRequest, series: str, voucher_id: int) -> HttpResponse:
    found = access.series_for_host(request, series)
    voucher = get_object_or_404(Voucher, pk=voucher_id, series=found)
    vouchers.end(voucher, by=access.signed_in_name(request), now=clock.now())
    messages.success(request, f"The code {voucher.words} is worth nothing any more. Places taken with it stay.")
    return redirect("attendees:vouchers", series=found.slug)


def _value(voucher: Voucher) -> str:
    """What it does, in words."""
    if voucher.kind == Voucher.PERCENT:
        return f"{voucher.value} % off"
    if voucher.kind == Voucher.FIXED:
        return f"{page_words.money(Money(voucher.value, voucher.series.currency))} off each place"
    return "Free of charge"


def _address(voucher: Voucher) -> str:
    """Where its one evening's places are taken with it; nothing for a code of every evening, which people type."""
    if voucher.event is None or voucher.ended_at:
        return ""
    path = upstairs.take_place(voucher.series.slug, voucher.event.slug)
    return f"{links.absolute(path)}?{urlencode({'code': voucher.words})}"


def _create(series: Series, form: VoucherForm, *, by: str) -> bool:
    """Whether it was made; otherwise the form says why not."""
    try:
        vouchers.create(series, values=form.values, by=by, now=clock.now())
    except EventRefused as refusal:
        form.add_error("words", str(refusal))
    except places.Full:
        form.add_error("reserved", "So many places are not left on that evening")
    else:
        return True
    return False
