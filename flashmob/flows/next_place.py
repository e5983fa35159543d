"""At the close of an evening: a place at the next one, paid now, kept for two days, or reserved."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from attendees.domain import next_place as next_places
from attendees.domain import offer_answers
from attendees.domain.refused import AttendeeRefused
from attendees.models import SignUp, Ticket
from attendees.views import browser as browsers
from attendees.views.access import opened_by_code, way_in
from attendees.views.next_place import shown_date
from flashmob.flows import pay
from foundation.lib import clock
from payments.domain.refused import PaymentsRest

KEEP, PAY, DOOR, LET_GO = "keep", "pay", "door", "let-go"


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def next_place(request: HttpRequest, code: str) -> HttpResponse:
    """GET: the next date, or what was kept there. POST with `way`: keep it, pay it, reserve it, let it go."""
    ticket = _ticket(code)
    if request.method == "POST":
        try:
            return _act(request, ticket, request.POST.get("way", ""))
        except AttendeeRefused as refusal:
            return _show(request, ticket, trouble=str(refusal), status=409)
    return _show(request, ticket)


def _ticket(code: str) -> Ticket:
    opened = way_in(code)
    ticket = opened.own_ticket
    if ticket is None or ticket.state != Ticket.VALID:
        raise Http404
    ticket.sign_up, ticket.event = opened.sign_up, opened.sign_up.event
    return ticket


def _act(request: HttpRequest, ticket: Ticket, way: str) -> HttpResponse:
    now, on = clock.now(), shown_date(request)
    if way == LET_GO:
        return _let_go(request, ticket)
    if way == KEEP:
        next_places.keep(ticket, on=on, now=now)
    if way in (PAY, DOOR):
        browser = browsers.code_of(request) or browsers.new_code()
        taken = next_places.take(ticket, at_door=way == DOOR, browser=browser, on=on, now=now)
        if pays := taken.pays_by_card and taken.tickets.filter(state=Ticket.HELD).exists():
            offer_answers.recognise(taken, browser=browser)
        response = pay.go_on(request, taken) if pays else redirect(request.path)
        browsers.remember(response, browser)
        return response
    return redirect(request.path)


def _let_go(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """With its payment page, if one is open; who paid at that very moment has the place all the same."""
    kept = SignUp.objects.filter(kept_from=ticket).first()
    if kept:
        try:
            pay.close(kept)
        except PaymentsRest:
            return pay.rests(request, kept)
    next_places.let_go(ticket, now=clock.now())
    return redirect(request.path)


def _show(request: HttpRequest, ticket: Ticket, *, trouble: str = "", status: int = 200) -> HttpResponse:
    standing = next_places.of(ticket, now=clock.now())
    context = {
        "ticket": ticket,
        "standing": standing,
        "coming": standing.event,
        "evening": standing.event or ticket.event,
        "series": ticket.event.series,
        "page": request.path.removesuffix("next/"),
        "trouble": trouble,
    }
    return render(request, "pages/next_place_page.html", context, status=status)
