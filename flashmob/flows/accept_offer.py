"""From what the waiting list offers to a ticket: taken at once, reserved, or first the payment; all of it or fewer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from attendees.domain import offer_answers, offers, waiting_list
from attendees.domain.refused import AttendeeRefused
from attendees.forms.sign_up import DOOR
from attendees.forms.waiting import FewerForm
from attendees.models import SignUp, WaitingListEntry
from attendees.views import browser as browsers
from attendees.views.access import entry_for_code, opened_by_code
from flashmob.flows import pay
from foundation.lib import clock
from payments.domain.refused import PaymentsRest


@require_POST
@opened_by_code
def accept_offer(request: HttpRequest, code: str) -> HttpResponse:
    """Take what is offered. Too late, the entry's page says so."""
    return _take(request, entry_for_code(code), at_door=request.POST.get("way") == DOOR)


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def take_fewer(request: HttpRequest, code: str) -> HttpResponse:
    """GET: who shall come. POST: an offer is taken for those, and who waits goes on waiting for those."""
    entry = entry_for_code(code)
    form = FewerForm(request.POST if request.method == "POST" else None, companions=entry.people[1:])
    if request.method == "POST" and form.is_valid():
        return _answer(request, entry, form)
    context = {"form": form, "entry": entry, "evening": entry.event, "page_url": _page(entry)}
    return render(request, "pages/fewer_page.html", context)


def _answer(request: HttpRequest, entry: WaitingListEntry, form: FewerForm) -> HttpResponse:
    """Whatever is refused, the entry's page says how it stands."""
    is_offered = entry.state == WaitingListEntry.OFFERED
    answer = offer_answers.take_fewer if is_offered else waiting_list.want_fewer
    try:
        answer(entry, companions=form.chosen, now=clock.now())
    except AttendeeRefused:
        return redirect(_page(entry))
    return _take(request, entry, at_door=request.POST.get("way") == DOOR) if is_offered else redirect(_page(entry))


def _take(request: HttpRequest, entry: WaitingListEntry, *, at_door: bool) -> HttpResponse:
    try:
        sign_up = _reserve(entry) if at_door else offer_answers.accept(entry, now=clock.now())
    except AttendeeRefused:
        return redirect(_page(entry))
    except PaymentsRest:
        return pay.rests(request, entry.sign_ups.select_related("event__series").latest("pk"))
    browser = browsers.code_of(request) or browsers.new_code()
    offer_answers.recognise(sign_up, browser=browser)
    response = pay.go_on(request, sign_up)
    browsers.remember(response, browser)
    return response


def _reserve(entry: WaitingListEntry) -> SignUp:
    """To be paid at the door; a payment page that is open is closed first, so that nobody pays twice."""
    kept = offers.current(entry)
    if kept:
        pay.close(kept)
    return offer_answers.accept_at_door(entry, now=clock.now())


def _page(entry: WaitingListEntry) -> str:
    """Where its person sees how it stands, and can try again."""
    return reverse("attendees:waiting", args=[entry.code])
