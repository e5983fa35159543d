"""Your questions, and other people's, by the page of a ticket.

A private question's words are shown to the host alone, not even here: a page opened by its address may be open to
whoever passed the ticket on, or to who borrows the phone.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from attendees.models import Ticket
from attendees.views.access import opened_by_code
from foundation.lib import clock
from networking.domain import answerers, asks, matching
from networking.domain.asks import Mine
from networking.domain.refused import NetworkingRefused
from networking.forms.ask import AskForm
from networking.models import Answerer, Ask
from networking.views import access


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """GET: my questions, and a form for another one. POST: it is asked."""
    ticket, now = access.ticket_of_page(code), clock.now()
    mine = asks.mine(ticket, now=now)
    is_over = ticket.event.is_over(now)
    can_ask = len(mine) < asks.MOST and not is_over
    form = AskForm(request.POST if request.method == "POST" and can_ask else None)
    if form.is_valid() and _asked(ticket, form, now=now):
        return redirect("networking:ask", code)
    shown = {"mine": with_proposals(mine), "form": form, "can_ask": can_ask, "is_over": is_over}
    return render(request, "networking/questions_page.html", {"code": code, "evening": ticket.event, **shown})


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def end_question(request: HttpRequest, code: str, ask_id: int) -> HttpResponse:
    """GET: two buttons, for who comes from a mail. POST: `do` says answered or withdraw."""
    ticket = access.ticket_of_page(code)
    asked = Ask.objects.asked_with(ticket).filter(pk=ask_id).first()
    if asked is None:
        raise Http404
    if request.method == "POST":
        end = asks.withdraw if request.POST.get("do") == "withdraw" else asks.answered
        end(asked, now=clock.now())
        return redirect("networking:ask", code)
    context = {"code": code, "evening": ticket.event, "ask": asked}
    return render(request, "networking/end_question_page.html", context)


@require_POST
@opened_by_code
def meet(request: HttpRequest, code: str, ask_id: int) -> HttpResponse:
    """The asker's yes or no to whom the host proposed; too late, the page says how it stands."""
    ticket = access.ticket_of_page(code)
    asked = asks.of(ticket).filter(pk=ask_id, is_private=True).first()
    if asked is None:
        raise Http404
    proposed, back = answerers.last(asked), reverse("networking:ask", args=[code])
    return _say(request, proposed, yes=answerers.accept, back=back) if proposed else redirect(back)


@require_POST
@opened_by_code
def help_with(request: HttpRequest, code: str, ask_id: int) -> HttpResponse:
    """ "I can help", or not after all (`answer=no`); a question that is not open any more is gone from the page."""
    ticket, now = access.ticket_of_page(code), clock.now()
    asked = Ask.objects.filter(pk=ask_id, event=ticket.event_id, is_private=False).first()
    if asked is None:
        raise Http404
    try:
        do = answerers.take_back if request.POST.get("answer") == "no" else answerers.offer
        do(asked, ticket=ticket, now=now)
    except NetworkingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(_hub(code))


@require_POST
@opened_by_code
def answer_request(request: HttpRequest, code: str, ask_id: int) -> HttpResponse:
    """Somebody's topic was shown to me: yes, or a silent no."""
    ticket = access.ticket_of_page(code)
    asked_of_me = answerers.asked_of(ticket).filter(ask=ask_id).first()
    if asked_of_me is None and not answerers.was_asked(ticket, ask_id):
        raise Http404
    return _say(request, asked_of_me, yes=answerers.agree, back=_hub(code)) if asked_of_me else redirect(_hub(code))


def section(ticket: Ticket, *, now: dt.datetime) -> dict[str, Any]:
    """What the evening's page shows: how many of mine, what others ask, and what is asked of me alone."""
    return {
        "mine": with_proposals(asks.mine(ticket, now=now)),
        "others": asks.seen_by(ticket),
        "requests": answerers.asked_of(ticket),
        "is_over": ticket.event.is_over(now),
    }


def with_proposals(mine: list[Mine]) -> list[dict[str, Any]]:
    """Each of my questions; a private one with whom the host proposed, as far as I may know."""
    return [{"mine": one, **(_proposal(one.ask) if one.ask.is_private else {})} for one in mine]


def _proposal(asked: Ask) -> dict[str, Any]:
    proposed = answerers.last(asked)
    if proposed is None:
        return {}
    return {"proposed": proposed, "them": matching.about(proposed.ticket)}


def _asked(ticket: Ticket, form: AskForm, *, now: dt.datetime) -> bool:
    """Whether it was; otherwise the form says why not."""
    try:
        asks.ask(ticket, form.question, now=now)
    except NetworkingRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _say(request: HttpRequest, answerer: Answerer, *, yes: Callable[..., None], back: str) -> HttpResponse:
    try:
        say = yes if request.POST.get("answer") == "yes" else answerers.decline
        say(answerer, now=clock.now())
    except NetworkingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(back)


def _hub(code: str) -> str:
    return f"{reverse('networking:evening', args=[code])}#questions"
