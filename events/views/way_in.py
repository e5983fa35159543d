"""Turns the refusals of `access` that have a remedy into a redirect to it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from events.views import access, upstairs


class ShowTheWay:
    """Middleware: who has not signed in is sent to do so and comes back; who lacks a second factor sets one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, access.SignInFirst):
            return redirect_to_login(request.get_full_path() if request.method == "GET" else _home_of(request.path))
        if isinstance(exception, access.SecondFactorFirst):
            messages.info(request, "Hosts sign in with a second step. Please set one up; it takes a minute.")
            return redirect("mfa_index")
        return None


def _home_of(path: str) -> str:
    """Where somebody goes who was signed out before they sent something: a page that has been sent is not shown."""
    return upstairs.MINE if path.startswith(upstairs.NOT_THE_DESK) else upstairs.DESK
