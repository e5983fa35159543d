"""The host's page of an evening's write-up: draft, look, publish, take back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from events.models import Event
from events.views import access, desk
from foundation.lib import clock
from networking.domain import write_ups
from networking.domain.refused import NetworkingRefused
from networking.forms.write_up import WriteUpForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_write_up(request: HttpRequest, event_id: int) -> HttpResponse:
    """Sent with `publish` it goes on the evening's page, else it is kept."""
    event = access.event_for_host(request, event_id)
    found = write_ups.of(event)
    words = found.words if found else write_ups.draft(event)
    form = WriteUpForm(request.POST or None, initial={"words": words})
    if request.method == "POST" and form.is_valid() and _save(request, event, form):
        return redirect("networking:edit-write-up", event_id=event.pk)
    context = {"event": event, "form": form, "write_up": found, "is_drafted": found is None and bool(words)}
    return desk.show(request, "networking/write_up_page.html", **context)


@require_POST
def take_back_write_up(request: HttpRequest, event_id: int) -> HttpResponse:
    event = access.event_for_host(request, event_id)
    write_ups.take_back(event, by=access.signed_in_name(request), now=clock.now())
    messages.success(request, "Nobody but you sees it now.")
    return redirect("networking:edit-write-up", event_id=event.pk)


def _save(request: HttpRequest, event: Event, form: WriteUpForm) -> bool:
    """Whether it was saved; otherwise the form says why not."""
    saved = {"words": form.cleaned_data["words"], "by": access.signed_in_name(request), "now": clock.now()}
    try:
        if "publish" in request.POST:
            write_ups.publish(event, **saved)
        else:
            write_ups.save(event, **saved)
    except NetworkingRefused as refusal:
        form.add_error("words", str(refusal))
        return False
    messages.success(request, "It is on the evening’s page." if "publish" in request.POST else "Kept.")
    return True
