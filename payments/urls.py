from django.urls import path

from payments.views import landing, money, receipt, refund, series_money, till, webhook

app_name = "payments"
urlpatterns = [
    path("stripe/webhook/", webhook.take_webhook, name="webhook"),
    path("p/<slug:code>/", landing.check_payment, name="landing"),
    path("receipts/<slug:code>/", receipt.show_receipt, name="receipt"),
    path("desk/events/<int:event_id>/money/", money.show_money, name="show-money"),
    path("desk/events/<int:event_id>/money/settle/<int:row_id>/", money.settle_unmatched, name="settle-unmatched"),
    path("desk/events/<int:event_id>/money/again/<int:refund_id>/", money.retry_refund, name="retry-refund"),
    path("desk/<slug:series>/money/", series_money.show_series_money, name="show-series-money"),
    path("door/<int:event_id>/till/", till.show_till, name="till"),
    path("door/<int:event_id>/till/float/", till.put_in_float, name="put-in-float"),
    path("door/<int:event_id>/till/close/", till.close_till, name="close-till"),
    path("door/<int:event_id>/till/reopen/", till.reopen_till, name="reopen-till"),
    path("desk/events/<int:event_id>/refund/<int:ticket_id>/", refund.refund_ticket, name="refund-ticket"),
]
