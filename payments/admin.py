"""The staff's view of money: to look at; the desk and Stripe's dashboard change things."""

from django.contrib import admin

from foundation.lib.read_only_admin import ReadOnly
from payments.models import Dispute, Payment, Receipt, Refund, StripeEvent, Till, TillEntry, Unmatched


@admin.register(Payment)
class PaymentAdmin(ReadOnly):
    list_display = ("code", "payer_name", "state", "amount", "currency", "created_at", "paid_at")
    list_filter = ("state",)
    search_fields = ("code", "payer_name", "session_id", "intent_id")


@admin.register(Refund)
class RefundAdmin(ReadOnly):
    list_display = ("key", "state", "amount", "currency", "attempts", "failure", "created_at", "done_at")
    list_filter = ("state",)
    search_fields = ("key", "stripe_id")


@admin.register(Dispute)
class DisputeAdmin(ReadOnly):
    list_display = ("stripe_id", "state", "amount", "currency", "opened_at", "closed_at")


@admin.register(Receipt)
class ReceiptAdmin(ReadOnly):
    list_display = ("series", "number", "kind", "payer_name", "amount", "currency", "issued_at")
    list_select_related = ("series",)
    search_fields = ("payer_name", "payer_company")
    exclude = ("code",)


@admin.register(Till)
class TillAdmin(ReadOnly):
    list_display = ("event", "float_amount", "expected_amount", "counted_amount", "closed_at", "closed_by")
    list_select_related = ("event",)


@admin.register(TillEntry)
class TillEntryAdmin(ReadOnly):
    list_display = ("event", "way", "amount", "currency", "taken_at", "taken_by", "undone_at")
    list_select_related = ("event",)


@admin.register(StripeEvent)
class StripeEventAdmin(ReadOnly):
    list_display = ("id", "type", "state", "received_at", "attempts", "failure")
    list_filter = ("state", "type")
    exclude = ("payload",)


@admin.register(Unmatched)
class UnmatchedAdmin(ReadOnly):
    list_display = ("what", "amount", "currency", "event", "seen_at", "settled_at", "settled_by")
    list_select_related = ("event",)
