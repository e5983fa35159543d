from django.urls import path

from events.views import diary, evening_link

app_name = "events"
urlpatterns = [
    path("tonight/<str:code>/", evening_link.open_evening_link, name="open-evening-link"),
    path("<slug:series>/dates.ics", diary.show_series, name="series-feed"),
    path("<slug:series>/<slug:event>/event.ics", diary.show_event, name="event-diary"),
]
