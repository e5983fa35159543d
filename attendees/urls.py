from django.urls import path

from attendees.views import personal_feed, ticket_qr

app_name = "attendees"
urlpatterns = [
    path("t/<str:code>/qr.svg", ticket_qr.ticket_qr, name="ticket-qr"),
    path("feeds/<str:feed_code>.ics", personal_feed.show_feed, name="personal-feed"),
    path("my/feed/reset/", personal_feed.reset_feed, name="reset-feed"),
]
