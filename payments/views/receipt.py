"""A receipt or credit note: to read, to print, and to make out to a company."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from attendees.views.access import opened_by_code
from payments.domain import receipts
from payments.forms import PayerForm
from payments.models import Receipt


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def show_receipt(request: HttpRequest, code: str) -> HttpResponse:
    """GET: the paper. POST: the payer's company and address are put on it."""
    receipt = get_object_or_404(Receipt.objects.select_related("series", "payment", "refund"), code=code)
    given = {"company": receipt.payer_company, "address": receipt.payer_address}
    form = PayerForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        receipts.address_to(receipt, company=form.cleaned_data["company"], address=form.cleaned_data["address"])
        return redirect("payments:receipt", code)
    return render(request, "payments/receipt_page.html", {"receipt": receipt, "form": form, "of": _original(receipt)})


def _original(receipt: Receipt) -> Receipt | None:
    """The receipt that a credit note takes something back of."""
    if receipt.kind == Receipt.RECEIPT:
        return None
    return Receipt.objects.select_related("series").filter(payment=receipt.payment_id, kind=Receipt.RECEIPT).first()
