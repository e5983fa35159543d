"""The staff's view of money: to look at. Refunds are made at the desk, where they are checked and noted."""

from django.contrib import admin

from foundation.lib.read_only_admin import ReadOnly
from payments.models import Dispute, Payment, Receipt, Refund, StripeEvent, TillEntry, Unmatched


@admin.register(Payment)
class PaymentAdmin(ReadOnly):
    list_display = ("code", "sign_up", "state", "amount", "currency", "created_at", "paid_at")
    list_filter = ("state",)
    list_select_related = ("sign_up",)
    search_fields = ("code", "session_id", "intent_id")


@admin.register(Refund)
class RefundAdmin(ReadOnly):
    list_display = ("key", "state", "amount", "currency", "reason", "created_at", "done_at", "failure")
    list_filter = ("state",)


@admin.register(Receipt)
class ReceiptAdmin(ReadOnly):
    list_display = ("series", "number", "kind", "payer_name", "amount", "currency", "issued_at")
    list_select_related = ("series",)
    exclude = ("code",)


@admin.register(Dispute)
class DisputeAdmin(ReadOnly):
    list_display = ("stripe_id", "payment", "amount", "state", "opened_at", "closed_at")
    list_select_related = ("payment",)


@admin.register(StripeEvent)
class StripeEventAdmin(ReadOnly):
    list_display = ("id", "type", "state", "received_at", "processed_at", "failure")
    list_filter = ("state", "type")


@admin.register(TillEntry)
class TillEntryAdmin(ReadOnly):
    list_display = ("event", "way", "amount", "currency", "taken_at", "taken_by", "undone_at")
    list_select_related = ("event",)


@admin.register(Unmatched)
class UnmatchedAdmin(ReadOnly):
    list_display = ("what", "amount", "currency", "seen_at", "settled_at")
