from django.urls import path

from payments.views import landing, money, receipt, refund, webhook

app_name = "payments"
urlpatterns = [
    path("stripe/webhook/", webhook.take_webhook, name="webhook"),
    path("p/<slug:code>/", landing.check_payment, name="landing"),
    path("receipts/<slug:code>/", receipt.show_receipt, name="receipt"),
    path("desk/events/<int:event_id>/money/", money.show_money, name="show-money"),
    path("desk/events/<int:event_id>/money/settle/<int:row_id>/", money.settle_unmatched, name="settle-unmatched"),
    path("desk/events/<int:event_id>/money/again/<int:refund_id>/", money.retry_refund, name="retry-refund"),
    path("desk/events/<int:event_id>/refund/<int:ticket_id>/", refund.refund_ticket, name="refund-ticket"),
]
