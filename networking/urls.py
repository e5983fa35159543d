from django.urls import path

from networking.views import evening

app_name = "networking"
urlpatterns = [
    path("t/<slug:code>/evening/", evening.show_evening, name="evening"),
]
