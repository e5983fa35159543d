from django.urls import path

from flashmob.pages import health

app_name = "pages"
urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
