"""The wishes of an evening, for its hosts. Helpers by link never see them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from attendees.models import Ticket
from events.views import access, desk
from events.views.access import user_of
from foundation.lib import clock, form_numbers
from networking.domain import parting, wishes_desk
from networking.domain.refused import NetworkingRefused
from networking.forms.wishes import DeskWishForm
from networking.models import Wish


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keep_wishes(request: HttpRequest, event_id: int) -> HttpResponse:
    """GET: everything wished, and a form. POST: one more, as somebody told the host."""
    event = access.event_for_host(request, event_id)
    form = DeskWishForm(request.POST or None, people=wishes_desk.people(event))
    if request.method == "POST" and form.is_valid():
        try:
            wishes_desk.enter(event, **form.said, by=user_of(request).called, now=clock.now())
        except NetworkingRefused as refusal:
            form.add_error("other", str(refusal))
        else:
            messages.success(request, _entered(**form.said))
            return redirect("networking:wishes-desk", event_id=event.pk)
    entries = wishes_desk.entries(event)
    return desk.show(request, "networking/wishes_desk_page.html", event=event, form=form, entries=entries)


def _entered(*, kind: str, one: Ticket, other: Ticket | None) -> str:
    if kind != Wish.APART or other is None:
        return "Entered. The tables keep to it from the next round that is planned."
    if parting.share_a_table(one, other):
        return "Entered. They sit apart from the next round on; now they share a table: change it if they should not."
    return "Entered. They sit apart from the next round on."


@require_POST
def remove_wish(request: HttpRequest, event_id: int) -> HttpResponse:
    """`entry`: as the page names it, `block-7` or `wish-7`."""
    event = access.event_for_host(request, event_id)
    row, _, pk = request.POST.get("entry", "").partition("-")
    wishes_desk.remove(event, row=row, pk=form_numbers.read(pk), by=user_of(request).called)
    messages.success(request, "Taken back.")
    return redirect("networking:wishes-desk", event_id=event.pk)
