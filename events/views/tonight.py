"""What a host, or who stands in, says to everybody at once: a line on the ticket pages, and tonight's word."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.domain import publishing
from events.domain.refused import EventRefused
from events.forms.tonight import TonightForm, WordForm
from events.views import access, desk
from foundation.lib import clock


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write_tonight(request: HttpRequest, event_id: int) -> HttpResponse:
    event, who = access.event_for_stand_in(request, event_id)
    form = TonightForm(request.POST or None, initial={"line": event.tonight_line})
    if request.method == "POST" and form.is_valid():
        line = form.cleaned_data["line"]
        publishing.set_tonight(event, line=line, by=who.name, now=clock.now())
        messages.success(request, "It is on the ticket pages now." if line else "The line is gone.")
        return redirect("events:write-tonight", event_id=event.pk)
    return desk.show(request, "events/tonight_page.html", form=form, event=event)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_word(request: HttpRequest, event_id: int) -> HttpResponse:
    event, who = access.event_for_stand_in(request, event_id)
    form = WordForm(request.POST or None, initial={"word": event.word})
    if request.method == "POST" and form.is_valid():
        try:
            publishing.edit(event, changes=form.cleaned_data, by=who.name, now=clock.now())
        except EventRefused as refused:
            form.add_error("word", str(refused))
        else:
            messages.success(request, f"Tonight's word is “{event.word}”.")
            return redirect("events:write-tonight", event_id=event.pk)
    return desk.show(request, "events/word_page.html", form=form, event=event)
