"""Every address of the site. Fixed paths come first; `/<series>/…` (in pages) catches the rest."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = f"{settings.SITE_NAME}: staff"

urlpatterns = [
    path("", include("foundation.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
    path("", include("attendees.urls")),
    path("", include("events.urls")),
    path("", include("payments.urls")),
    path("", include("flashmob.flows.urls")),
    path("", include("flashmob.pages.urls")),
]
