from django.urls import path

from flashmob.flows import (
    accept_offer,
    answer_questions,
    cancel_event,
    door_acts,
    erase_me,
    next_place,
    paid_at_door,
    pay_difference,
    take_place,
    walk_in,
)

app_name = "flows"
urlpatterns = [
    path("desk/events/<int:event_id>/cancel/", cancel_event.cancel_event, name="cancel-event"),
    path("door/<int:event_id>/acts/", door_acts.tell_acts, name="door-acts"),
    path("door/<int:event_id>/walk-in/", walk_in.walk_in, name="walk-in"),
    path("door/<int:event_id>/walk-in/<int:sign_up_id>/undo/", walk_in.undo_walk_in, name="undo-walk-in"),
    path("door/<int:event_id>/paid/<int:sign_up_id>/", paid_at_door.paid_at_door, name="paid-at-door"),
    path("door/<int:event_id>/paid/<int:sign_up_id>/undo/", paid_at_door.undo_paid, name="undo-paid"),
    path("my/erase/", erase_me.erase_me, name="erase-me"),
    path("my/erase/code/", erase_me.prove_erase, name="prove-erase"),
    path("t/<slug:code>/next/", next_place.next_place, name="next-place"),
    path("t/<slug:code>/answers/", answer_questions.answer_questions, name="answer-questions"),
    path("t/<slug:code>/pay/", pay_difference.pay_difference, name="pay-difference"),
    path("t/<slug:code>/pay/let-go/", pay_difference.let_go_difference, name="let-go-difference"),
    path("w/<slug:code>/take/", accept_offer.accept_offer, name="accept-offer"),
    path("w/<slug:code>/fewer/", accept_offer.take_fewer, name="take-fewer"),
    path("<slug:series>/<slug:event>/take/", take_place.take_place, name="take-place"),
    path("<slug:series>/<slug:event>/take/let-go/", take_place.let_go, name="let-go"),
    path("<slug:series>/<slug:event>/take/pay/", take_place.go_on_to_payment, name="go-on-to-payment"),
]
