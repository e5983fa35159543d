from django.urls import path

from attendees.views import (
    answer_questions,
    cancel_ticket,
    change_address,
    door,
    door_code,
    find_ticket,
    keep_place,
    move_ticket,
    personal_feed,
    preview_mails,
    rename_ticket,
    say_been_before,
    switch_reminders,
    tell_access_need,
    ticket_qr,
    withdraw_consent,
)

app_name = "attendees"
PREVIEWS = "desk/events/<int:event_id>/messages/previews/"
urlpatterns = [
    path(PREVIEWS, preview_mails.preview_mails, name="preview-mails"),
    path(f"{PREVIEWS}test/", preview_mails.send_test_mail, name="send-test-mail"),
    path(f"{PREVIEWS}<slug:kind>/", preview_mails.preview_mail, name="preview-mail"),
    path(f"{PREVIEWS}<slug:kind>/html/", preview_mails.preview_mail_html, name="preview-mail-html"),
    path("t/<slug:code>/qr.svg", ticket_qr.ticket_qr, name="ticket-qr"),
    path("t/<slug:code>/cancel/", cancel_ticket.cancel_ticket, name="cancel-ticket"),
    path("t/<slug:code>/move/", move_ticket.move_ticket, name="move-ticket"),
    path("t/<slug:code>/rename/", rename_ticket.rename_ticket, name="rename-ticket"),
    path("t/<slug:code>/answers/", answer_questions.answer_questions, name="answer-questions"),
    path("t/<slug:code>/address/", change_address.change_address, name="change-address"),
    path("t/<slug:code>/address/code/", change_address.prove_address, name="prove-address"),
    path("t/<slug:code>/reminders/", switch_reminders.switch_reminders, name="switch-reminders"),
    path("t/<slug:code>/been-before/", say_been_before.say_been_before, name="say-been-before"),
    path("t/<slug:code>/access-need/", tell_access_need.tell_access_need, name="tell-access-need"),
    path("t/<slug:code>/kept/", keep_place.keep_place, name="keep-place"),
    path("d/<slug:code>/", door_code.door_code, name="door-code"),
    path("lost/", find_ticket.find_ticket, name="find-ticket"),
    path("stop/<slug:code>/", withdraw_consent.withdraw_consent, name="withdraw-consent"),
    path("feeds/<slug:feed_code>.ics", personal_feed.show_feed, name="personal-feed"),
    path("my/feed/reset/", personal_feed.reset_feed, name="reset-feed"),
    path("door/<int:event_id>/", door.show_door, name="door"),
    path("door/<int:event_id>/scan/", door.scan_ticket, name="scan"),
    path("door/<int:event_id>/check-in/<int:ticket_id>/", door.check_in, name="check-in"),
    path("door/<int:event_id>/undo/<int:ticket_id>/", door.undo_check_in, name="undo-check-in"),
]
