"""The money of an evening: what came in, what went back, and what somebody has to look at."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from attendees.models import Ticket
from events.domain import journal
from events.models import Event
from events.views import upstairs
from events.views.access import event_for_host, signed_in_name
from foundation.lib import clock, page_words, tables
from payments.domain import cash_box, money_file, refunds, takings, unmatched
from payments.domain.refused import PaymentRefused
from payments.models import Payment, PaymentQuerySet, Receipt, Refund, TillEntry

PAGE = 50


@require_safe
@never_cache
def show_money(request: HttpRequest, event_id: int) -> HttpResponse:
    event = event_for_host(request, event_id)
    context = {
        "event": event,
        "desk_place": "events",
        "back_url": upstairs.host_event(event.pk),
        "tiles": _tiles(takings.of(event)),
        "rows": list(takings.to_look_at(event)),
        "refunds": _refunds(event),
        "page": Paginator(_payments(event), PAGE).get_page(request.GET.get("page")),
        "till": cash_box.of(event),
        "entries": TillEntry.objects.filter(event=event).select_related("sign_up").order_by("pk"),
    }
    return render(request, "payments/money_page.html", context)


@require_POST
@never_cache
def download_money(request: HttpRequest, event_id: int, kind: str) -> HttpResponseBase:
    """Every movement for the accountant; that they were taken is noted."""
    event = event_for_host(request, event_id)
    journal.note(event, by=signed_in_name(request), sentence="downloaded the money of the evening")
    rows = money_file.rows(Event.objects.filter(pk=event.pk), event.series.zone)
    name = f"money-{event.starts_local.date().isoformat()}"
    return tables.download(kind, name=name, head=money_file.HEAD, rows=rows)


@require_POST
def settle_unmatched(request: HttpRequest, event_id: int, row_id: int) -> HttpResponse:
    """Somebody looked after it; it leaves the list. Twice is harmless."""
    event = event_for_host(request, event_id)
    row = get_object_or_404(takings.found_strange(event), pk=row_id)
    unmatched.settle(row, by=signed_in_name(request), now=clock.now())
    return redirect("payments:show-money", event_id)


@require_POST
def retry_refund(request: HttpRequest, event_id: int, refund_id: int) -> HttpResponse:
    """Send money once more that did not get back."""
    event = event_for_host(request, event_id)
    refund = get_object_or_404(Refund, pk=refund_id, payment__sign_up__event=event)
    try:
        refunds.try_again(refund, by=signed_in_name(request), now=clock.now())
        messages.success(request, "The money is sent again, within two minutes.")
    except PaymentRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("payments:show-money", event_id)


def _tiles(sums: takings.Takings) -> list[dict[str, str]]:
    shown = (
        ("Paid by card", sums.by_card),
        ("Cash at the door", sums.cash),
        ("Card at the door", sums.card_at_door),
        ("Sent back", sums.sent_back),
        ("Taken by banks", sums.contested),
        ("Stripe’s fees", sums.fees),
        ("Left", sums.left),
    )
    return [
        {"label": label, "figure": page_words.money(money), "note": ""}
        for label, money in shown
        if money or label != "Taken by banks"
    ]


def _payments(event: Event) -> PaymentQuerySet:
    tickets = Prefetch("sign_up__tickets", Ticket.objects.order_by("seat"))
    receipts = Prefetch("receipts", Receipt.objects.filter(kind=Receipt.RECEIPT).select_related("series"))
    paid = Payment.objects.succeeded().filter(sign_up__event=event)
    return paid.select_related("sign_up").prefetch_related(tickets, receipts).order_by("-paid_at", "-pk")


def _refunds(event: Event) -> list[Refund]:
    sent = Refund.objects.filter(payment__sign_up__event=event).select_related("payment__sign_up", "ticket")
    return list(sent.select_related("tried_again", "credit_note__series").order_by("-pk")[:200])
