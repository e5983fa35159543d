"""What joins the apps around each request: every log line knows its request, and workers are woken after a change."""

import logging
import secrets
import time
from collections.abc import Callable
from contextlib import suppress

import structlog
from celery import Task
from django.db import OperationalError as DatabaseBusy
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.cache import add_never_cache_headers, has_vary_header
from kombu.exceptions import OperationalError

from flashmob.pages import rendered
from foundation.mail import tasks as mail_tasks
from payments import tasks as payment_tasks

log = logging.getLogger(__name__)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
GetResponse = Callable[[HttpRequest], HttpResponse]


class LogRequests:
    """One line per request: its id, method, route, status and milliseconds. Never a path: paths hold codes."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=secrets.token_hex(8))
        began = time.perf_counter()
        response = self.get_response(request)
        route = request.resolver_match.route if request.resolver_match else ""
        taken = round((time.perf_counter() - began) * 1000, 1)
        facts = {"method": request.method, "route": route, "status": response.status_code, "ms": taken}
        log.log(logging.WARNING if response.status_code >= 400 else logging.INFO, "request", extra=facts)
        return response


class KeepPrivate:
    """What depends on who asks is kept by nobody: no shared cache, and no back button after signing out."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if has_vary_header(response, "Cookie"):
            add_never_cache_headers(response)
        return response


class AnswerEverybody:
    """A page that is the same for everybody is answered here, before anything asks who it is for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        page = page_for_everybody(request)
        if page is None:
            return self.get_response(request)
        request.resolver_match = page  # for the log
        try:
            return page.func(request, **page.kwargs)
        except DatabaseBusy as busy:
            return say_busy(request, busy)


class SayBusy:
    """A lock of somebody else that outlasted our patience, or a database that restarts: nothing was written, and
    whoever asked is told to try again (Stripe's webhooks are sent again by themselves).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return say_busy(request, exception) if isinstance(exception, DatabaseBusy) else None


class SayButton:
    """An address that only a button leads to, typed or opened again: a page says so where there was nothing."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and request.accepts("text/html"):
            response.content = render_to_string("405.html", request=request)
        return response


class WakeWorkers:
    """After a request that may have changed something, nudge the worker; beat comes by anyway.

    Stripe's messages have work of their own; whatever else was posted may have written a mail, but where a page is the
    answer: what was done leads on to another, so that is a form shown again. A dead broker costs the request one
    timeout of 0.5 s and nothing else.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in SAFE and response.status_code < 400:
            if request.resolver_match is not None and request.resolver_match.view_name == "payments:webhook":
                wake(payment_tasks.process_inbox)
            elif not is_page(response):
                wake(mail_tasks.send_due)
        return response


def is_page(response: HttpResponse) -> bool:
    """Whether a person reads it here and now: neither a way to another page nor an answer to a script."""
    return response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")


def page_for_everybody(request: HttpRequest) -> ResolverMatch | None:
    """What the request asks for, where that is marked by rendered.for_everybody."""
    with suppress(Resolver404):
        found = resolve(request.path_info)
        if request.method in SAFE and rendered.is_for_everybody(found.func):
            return found
    return None


def say_busy(request: HttpRequest, exception: DatabaseBusy) -> HttpResponse:
    log.error("database busy", extra={"error": type(exception.__cause__).__name__})
    response = render(request, "503.html", status=503)
    response["Retry-After"] = "5"
    return response


def wake(task: Task) -> None:
    """Publish a nudge; a failure is logged and harmless."""
    try:
        task.apply_async(expires=60)
    except (OperationalError, OSError) as error:
        log.warning("broker unreachable; beat will do it", extra={"error": type(error).__name__})
