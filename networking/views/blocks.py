""" "I'd rather not sit with …", by somebody signed in, about people of their past tables."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from attendees.models import Ticket
from foundation.lib import clock, form_numbers
from networking.domain import blocks
from networking.domain.refused import NetworkingRefused
from networking.views import access


@require_safe
@never_cache
def show_apart(request: HttpRequest) -> HttpResponse:
    profile = access.profile_of(request)
    context = {"said": blocks.said_by(profile), "met": blocks.met_by(profile)}
    return render(request, "networking/apart_page.html", context)


@require_POST
def say_apart(request: HttpRequest) -> HttpResponse:
    """`about`: a ticket of the person, as the page names it."""
    profile = access.profile_of(request)
    about = Ticket.objects.filter(pk=form_numbers.read(request.POST.get("about", ""))).first()
    if about is None:
        raise Http404
    try:
        blocks.say(profile, about=about, now=clock.now())
    except NetworkingRefused as refusal:
        raise Http404 from refusal
    messages.success(request, f"You will never be put at the same table as {about.first_name}. Nobody is told.")
    return redirect("networking:apart")


@require_POST
def take_back_apart(request: HttpRequest) -> HttpResponse:
    """`block`: one of one's own."""
    profile = access.profile_of(request)
    blocks.take_back(profile, block_id=form_numbers.read(request.POST.get("block", "")))
    messages.success(request, "Taken back. You may sit at one table again.")
    return redirect("networking:apart")
