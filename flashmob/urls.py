"""Every address of the site. The public pages come first: they are asked for most, and looking costs."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("flashmob.pages.urls")),
    path("", include("foundation.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
    path("", include("attendees.urls")),
    path("", include("networking.urls")),
    path("", include("events.urls")),
    path("", include("payments.urls")),
    path("", include("flashmob.flows.urls")),
]
