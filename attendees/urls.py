from django.urls import path

from attendees.views import door, personal_feed, ticket_qr

app_name = "attendees"
urlpatterns = [
    path("t/<slug:code>/qr.svg", ticket_qr.ticket_qr, name="ticket-qr"),
    path("feeds/<slug:feed_code>.ics", personal_feed.show_feed, name="personal-feed"),
    path("my/feed/reset/", personal_feed.reset_feed, name="reset-feed"),
    path("door/<int:event_id>/", door.show_door, name="door"),
    path("door/<int:event_id>/scan/", door.scan_ticket, name="scan"),
    path("door/<int:event_id>/check-in/<int:ticket_id>/", door.check_in, name="check-in"),
    path("door/<int:event_id>/undo/<int:ticket_id>/", door.undo_check_in, name="undo-check-in"),
]
