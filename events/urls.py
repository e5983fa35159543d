from django.urls import path

from events.views import evening_link

app_name = "events"
urlpatterns = [
    path("tonight/<str:code>/", evening_link.open_evening_link, name="open-evening-link"),
]
