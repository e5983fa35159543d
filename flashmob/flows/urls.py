from django.urls import path

from flashmob.flows import cancel_event, take_place

app_name = "flows"
urlpatterns = [
    path("desk/events/<int:event_id>/cancel/", cancel_event.cancel_event, name="cancel-event"),
    path("<slug:series>/<slug:event>/take/", take_place.take_place, name="take-place"),
    path("<slug:series>/<slug:event>/take/let-go/", take_place.let_go, name="let-go"),
    path("<slug:series>/<slug:event>/take/pay/", take_place.go_on_to_payment, name="go-on-to-payment"),
]
