from django.urls import path

from foundation.lib import tables
from payments.views import landing, money, receipt, refund, series_money, till, webhook

app_name = "payments"
MONEY = "desk/events/<int:event_id>/money/"
SERIES_MONEY = "desk/<slug:series>/money/"
urlpatterns = [
    path("stripe/webhook/", webhook.take_webhook, name="webhook"),
    path("p/<slug:code>/", landing.check_payment, name="landing"),
    path("receipts/<slug:code>/", receipt.show_receipt, name="receipt"),
    path(MONEY, money.show_money, name="show-money"),
    path(f"{MONEY}settle/<int:row_id>/", money.settle_unmatched, name="settle-unmatched"),
    path(f"{MONEY}again/<int:refund_id>/", money.retry_refund, name="retry-refund"),
    path(f"{MONEY}money.csv", money.download_money, {"kind": tables.CSV}, name="money-file"),
    path(f"{MONEY}money.xlsx", money.download_money, {"kind": tables.XLSX}, name="money-sheet"),
    path(SERIES_MONEY, series_money.show_series_money, name="show-series-money"),
    path(
        f"{SERIES_MONEY}money.csv", series_money.download_series_money, {"kind": tables.CSV}, name="series-money-file"
    ),
    path(
        f"{SERIES_MONEY}money.xlsx",
        series_money.download_series_money,
        {"kind": tables.XLSX},
        name="series-money-sheet",
    ),
    path("door/<int:event_id>/till/", till.show_till, name="till"),
    path("door/<int:event_id>/till/float/", till.put_in_float, name="put-in-float"),
    path("door/<int:event_id>/till/close/", till.close_till, name="close-till"),
    path("door/<int:event_id>/till/reopen/", till.reopen_till, name="reopen-till"),
    path("desk/events/<int:event_id>/refund/<int:ticket_id>/", refund.refund_ticket, name="refund-ticket"),
]
