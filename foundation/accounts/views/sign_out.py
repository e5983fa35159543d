from allauth.account import views
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from foundation.lib.forget import FORGET


@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    """allauth's page and button; who was signed in and is not any more leaves nothing behind in the browser."""
    was_signed_in = request.user.is_authenticated
    response: HttpResponse = views.logout(request)
    if was_signed_in and not request.user.is_authenticated:
        response["Clear-Site-Data"] = FORGET
    return response
