from django.conf import settings
from django.urls import path

from flashmob.pages import health, style, ticket

app_name = "pages"
urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("t/<str:code>/", ticket.show, name="ticket"),
]
if settings.DEMO:
    urlpatterns += [path("style/", style.style_page, name="style")]
