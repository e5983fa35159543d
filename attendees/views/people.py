"""Everybody with a place, for the host and who stands in; a stand-in sees no addresses, access needs or exports.

Searching is a POST: it is noted, and a name in an address would end up in logs.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from attendees.domain import people, people_file, resending
from attendees.domain.choices import Choice
from attendees.domain.refused import AttendeeRefused
from attendees.forms.narrow import NarrowForm
from attendees.models import SignUp, Ticket
from attendees.views import narrowing, upstairs
from events.domain import journal
from events.models import Event
from events.views import access, desk
from events.views.access import Who, signed_in_name
from foundation.lib import clock, plain, tables

A_PAGE = 50
WALK_INS = 8  # empty lines on paper
FOR_HOSTS = {people.ACCESS}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def list_people(request: HttpRequest, event_id: int) -> HttpResponse:
    """`?show=` chooses a state; a POST looks for somebody."""
    event, who = access.event_for_stand_in(request, event_id)
    query = plain.one_line(request.POST.get("q", ""), at_most=80)
    if query:
        journal.note(event, by=who.name, sentence="looked for somebody among the people")
    show = _show(request, who)
    narrow = NarrowForm(request.GET)
    choice = narrow.choice(show=show, query=query) if who.is_host else Choice(show=show, query=query)
    found = people.find(event, choice, with_addresses=who.is_host)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return desk.show(
        request,
        "attendees/people_page.html",
        event=event,
        who=who,
        tabs=narrowing.tabs(people.LABELS, choice, without=() if who.is_host else FOR_HOSTS),
        narrow=narrow,
        current=people.LABELS[show],
        query=query,
        page=page,
        page_query=narrowing.page_query(choice),
        people=[(person, _refund_url(event, who, person)) for person in people.describe(event, list(page))],
    )


@never_cache
@require_POST
def download_people(request: HttpRequest, event_id: int, kind: str) -> HttpResponseBase:
    """The whole list as a file, row by row; that it was taken is noted."""
    event = access.event_for_host(request, event_id)
    journal.note(event, by=signed_in_name(request), sentence="downloaded the list of people")
    name = f"people-{event.starts_local.date().isoformat()}"
    return tables.download(kind, name=name, head=people_file.HEAD, rows=people_file.rows(event))


@never_cache
@require_safe
def print_people(request: HttpRequest, event_id: int) -> HttpResponse:
    """The last resort of an evening: names, codes and boxes to tick, for A4."""
    event, _ = access.event_for_stand_in(request, event_id)
    found = people.find(event, Choice(people.COMING), with_addresses=False).order_by("name", "pk")
    context = {"event": event, "tickets": found, "printed_at": clock.now(), "lines": range(WALK_INS)}
    return render(request, "attendees/print_people_page.html", context)


@never_cache
@require_POST
def resend_ticket(request: HttpRequest, event_id: int, ticket_id: int) -> HttpResponse:
    event, who = access.event_for_stand_in(request, event_id)
    ticket = get_object_or_404(Ticket.objects.select_related("sign_up", "event__series"), pk=ticket_id, event=event)
    try:
        email = resending.resend(ticket, by=who.name, now=clock.now())
        messages.success(request, f"The ticket is on its way{f' to {email}' if who.is_host else ''}.")
    except AttendeeRefused as refusal:
        messages.warning(request, str(refusal))
    return redirect("attendees:people", event_id=event.pk)


def _refund_url(event: Event, who: Who, person: people.Person) -> str:
    """For hosts, where a card paid; empty otherwise."""
    by_card = person.ticket.sign_up.way == SignUp.CARD and person.ticket.sign_up.price_amount > 0
    return upstairs.refund(event.pk, person.ticket.pk) if by_card and who.is_host else ""


def _show(request: HttpRequest, who: Who) -> str:
    show = request.GET.get("show", people.COMING)
    if show in FOR_HOSTS and not who.is_host:
        raise Http404
    return show if show in people.LABELS else people.COMING
