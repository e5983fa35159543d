"""The Django admin: staff with a second factor only (outside the demo), not at the usual path, never indexed."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator


class StaffSite(AdminSite):
    """Signing in is allauth's, with its limits; whoever has no second factor yet is led to set one up."""

    site_header = site_title = f"{settings.SITE_NAME}: staff"

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and has_second_factor(request)

    @method_decorator(secure_admin_login)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if super().has_permission(request) and not has_second_factor(request):
            return redirect("mfa_index")
        return super().login(request, extra_context)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "is_nav_sidebar_enabled": False}


def has_second_factor(request: HttpRequest) -> bool:
    return settings.DEMO or is_mfa_enabled(request.user)
