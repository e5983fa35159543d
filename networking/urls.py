from django.urls import path

from networking.views import evening, feedback

app_name = "networking"
urlpatterns = [
    path("t/<slug:code>/evening/", evening.show_evening, name="evening"),
    path("t/<slug:code>/feedback/", feedback.give_feedback, name="feedback"),
]
