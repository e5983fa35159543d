"""What the host's pages have in common."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from events.views import upstairs


def show(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """A page of the desk, with its navigation."""
    return render(request, template, {"desk_place": "events", "desk_url": upstairs.DESK, **context})
