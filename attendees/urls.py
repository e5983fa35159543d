from django.urls import path

from attendees.views import ticket_qr

app_name = "attendees"
urlpatterns = [
    path("t/<str:code>/qr.svg", ticket_qr.ticket_qr, name="ticket-qr"),
]
