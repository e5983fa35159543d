"""One person's wishes for the tables of an evening, by their ticket's page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from attendees.models import Ticket
from attendees.views.access import opened_by_code
from foundation.lib import clock, form_numbers
from networking.domain import wishes
from networking.domain.refused import NetworkingRefused
from networking.forms.wishes import FriendForm
from networking.models import Wish
from networking.views import access

ASKED = (
    (Wish.STAYS, "Stay at one table", "You keep your seat, and the others come to you."),
    (Wish.SITS_OUT, "Sit this one out", "You have no seat until you say that you are back."),
    (Wish.AS_NEW, "Be planned as if new", "Past evenings do not count: you may sit with people you have met."),
)


def section(ticket: Ticket) -> dict[str, Any]:
    """For the page of the evening: what was wished, in words. One query."""
    said = wishes.of_ticket(ticket)
    return {"wished": [title for kind, title, _ in ASKED if kind in said]}


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def show_wishes(request: HttpRequest, code: str) -> HttpResponse:
    """GET: what can be wished and what is. POST: a friend's letters, to be together in round 1."""
    ticket, now = access.ticket_of_page(code), clock.now()
    form = FriendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            wishes.ask_together(ticket, other=wishes.find_friend(ticket, letters=form.cleaned_data["letters"]), now=now)
        except NetworkingRefused as refusal:
            form.add_error("letters", str(refusal))
        else:
            messages.success(request, "Noted. It counts when your friend says it too, on their own ticket’s page.")
            return redirect("networking:wishes", code)
    said = wishes.of_ticket(ticket)
    context = {
        "code": code,
        "evening": ticket.event,
        "is_over": ticket.event.is_over(now),
        "form": form,
        "asked": [(kind, title, words, kind in said) for kind, title, words in ASKED],
        "friends": wishes.friends(ticket),
        "company": wishes.company(ticket),
    }
    return render(request, "networking/wishes_page.html", context)


@require_POST
@opened_by_code
def change_wish(request: HttpRequest, code: str) -> HttpResponse:
    """One of ASKED: `say` or `take-back` holds its kind. Somebody of the same sign-up: `with` or `without`."""
    ticket, sent = access.ticket_of_page(code), request.POST
    try:
        if sent.get("say") in wishes.ALONE:
            wishes.say(ticket, kind=sent["say"], now=clock.now())
        elif sent.get("take-back") in wishes.ALONE:
            wishes.take_back(ticket, kind=sent["take-back"])
        elif "with" in sent:
            wishes.ask_together(ticket, other=_companion(ticket, sent["with"]), now=clock.now())
        elif "without" in sent:
            wishes.stop_together(ticket, other_id=form_numbers.read(sent["without"]))
    except NetworkingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("networking:wishes", code)


def _companion(ticket: Ticket, pk: str) -> Ticket:
    """One of their own sign-up, or a friend they named already."""
    for other in (*wishes.company(ticket), *(friend.ticket for friend in wishes.friends(ticket))):
        if str(other.pk) == pk:
            return other
    raise Http404
