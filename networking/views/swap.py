"""Swapping details with one person: their page, asking, saying yes or no, and ending it. Signed in only."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from attendees.models import Ticket
from attendees.views.access import opened_by_code
from foundation.lib import clock, codes
from networking.domain import details, mates, own_notes, promises, swaps, vcards
from networking.domain.refused import NetworkingRefused
from networking.forms.person import NoteForm, PromiseForm
from networking.forms.share import ShareForm
from networking.views import two


@require_safe
@never_cache
def show_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """How I stand with somebody: what they show me, what I show them, promises, and my note."""
    me, other = two.met(request, person_id)
    standing = swaps.between(me, other)
    context = {
        "me": me,
        "other": other,
        "standing": standing,
        "earlier": None if standing.theirs else swaps.earlier(me, other),
        "is_open": mates.is_open(me.event, now=clock.now()),
        "form": _form(me, other, standing),
        "note_form": NoteForm(initial={"words": own_notes.words(me, other)}, auto_id="note_%s"),
        "promise_form": PromiseForm(auto_id="promise_%s"),
        "promises": promises.with_one(me, other),
        "mine": [label for name, label in details.FIELDS if name in standing.mine],
    }
    return render(request, "networking/person_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def swap_details(request: HttpRequest, person_id: int) -> HttpResponse:
    """GET: what to share. POST: I ask, or say yes to who asked, or change what I share."""
    me, other = two.met(request, person_id)
    return _say_yes(request, me, other, back=reverse("networking:my-people"))


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def swap_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """As swap_details, with somebody whose ticket was scanned. To whom may not ask them it is a ticket, no more."""
    scanned = Ticket.objects.filter(door_hash=codes.fingerprint(code)).first()
    if scanned is None:
        raise Http404
    me = two.came(two.profile_or_none(request), Ticket.objects.for_event(scanned.event_id))
    other = mates.in_the_room(me, scanned.pk) if me else None
    if me is None or other is None:
        return render(request, "attendees/door_code_page.html")
    return _say_yes(request, me, other, back=request.path)


@require_POST
def decline_swap(request: HttpRequest, person_id: int) -> HttpResponse:
    """No, of which the asker never hears."""
    me, other = two.met(request, person_id)
    swaps.decline(me, other, now=clock.now())
    messages.success(request, f"{other.first_name} sees nothing of you, and is not told that you said no.")
    return redirect("networking:my-people")


@require_POST
def withdraw_swap(request: HttpRequest, person_id: int) -> HttpResponse:
    """Take back what I asked, or end what both agreed to; twice is harmless."""
    me, other = two.parting(request, person_id)
    swaps.withdraw(me, other, now=clock.now())
    messages.success(request, f"{other.first_name} sees nothing of you any more, nor you of them.")
    return redirect("networking:my-people")


@require_safe
@never_cache
def download_card(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person for the address book, with what they share."""
    me, other = two.met(request, person_id)
    theirs = swaps.between(me, other).theirs
    if theirs is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{vcards.file_name(theirs)}"'}
    return HttpResponse(vcards.render([theirs]), content_type=vcards.MIME, headers=headers)


def _say_yes(request: HttpRequest, me: Ticket, other: Ticket, *, back: str) -> HttpResponse:
    """`back`: where somebody else comes to, who says that they are not the one signed in."""
    standing = swaps.between(me, other)
    form = _form(me, other, standing, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            swaps.say_yes(me, other, shares=form.cleaned_data["shares"], now=clock.now())
            return redirect("networking:person", person_id=other.pk)
        except NetworkingRefused as refusal:
            form.add_error(None, str(refusal))
    context = {"me": me, "other": other, "standing": standing, "form": form, "back": back}
    return render(request, "networking/swap_page.html", context)


def _form(me: Ticket, other: Ticket, standing: swaps.Standing, *, data: QueryDict | None = None) -> ShareForm:
    """With what I share with them already, or else with what I chose the last time."""
    chosen = list(standing.mine) or swaps.last_choice(me)
    return ShareForm(data, own=details.everything(me), other=other.first_name, chosen=chosen)
