"""Telling what an evening was like, and taking it back, from the mail of day 5 or the ticket's page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from attendees.domain import quotes, stories
from attendees.forms.story import NAMED, UNNAMED, StoryForm
from attendees.models import Story, Ticket
from attendees.views.access import WayIn, opened_by_code, page_path, way_in
from foundation.lib import clock


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def tell_story(request: HttpRequest, code: str) -> HttpResponse:
    """GET: one box, where it will be read, and what was told before. POST: it waits for the host."""
    opened = way_in(code)
    ticket, now = _own_place(opened), clock.now()
    told, why = stories.of(ticket), stories.refused(ticket, now=now)
    sent = request.method == "POST" and not why
    form = _form(request, ticket, told, sent=sent)
    if sent and form.is_valid():
        words, shows_name = form.cleaned_data["words"], form.cleaned_data["signed"] == NAMED
        stories.tell(ticket, words=words, shows_name=shows_name, now=now)
        messages.success(request, "Thank you. It is kept.")
        return redirect(request.path)
    context = {
        "code": code,
        "form": form,
        "evening": ticket.event,
        "series": ticket.event.series,
        "page": page_path(opened.owner),
    }
    shown = [quotes.quote(told)] if told else []
    return render(request, "attendees/story_page.html", {**context, "told": told, "shown": shown, "refused": why})


@require_POST
@opened_by_code
def take_story_back(request: HttpRequest, code: str) -> HttpResponse:
    opened = way_in(code)
    stories.take_back(_own_place(opened), now=clock.now())
    messages.success(request, "It is taken back, and nobody reads it here any more.")
    return redirect("attendees:story", code=code)


def _own_place(opened: WayIn) -> Ticket:
    """The valid place of whoever has this page, with its evening; Http404 otherwise."""
    ticket = opened.own_ticket
    if ticket is None or ticket.state != Ticket.VALID:
        raise Http404
    ticket.event = opened.sign_up.event
    return ticket


def _form(request: HttpRequest, ticket: Ticket, told: Story | None, *, sent: bool) -> StoryForm:
    before = {"words": told.words, "signed": NAMED if told.shows_name else UNNAMED} if told else {}
    first = stories.is_first(ticket) if told is None else told.is_first
    unnamed = quotes.who("", is_first=first)
    named = quotes.who(ticket.first_name, is_first=first)
    return StoryForm(request.POST if sent else None, initial=before, first_name=named, unnamed=unnamed)
