"""One broadcast: looked at, tried, sent, followed, stopped."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from attendees.domain import audiences, broadcast_mails, broadcasts
from attendees.domain.refused import AttendeeRefused
from attendees.forms.broadcast import NOW, SendForm
from attendees.models import Broadcast
from attendees.views.broadcast_access import broadcast_for_writer
from events.views import access, desk
from events.views.access import Who
from foundation.lib import clock, form_codes
from foundation.mail.domain import promotion, rendering
from foundation.mail.models import Message
from foundation.mail.views import framed

A_PAGE = 50
PAST_THEIR_START = (Broadcast.SENDING, Broadcast.SENT, Broadcast.STOPPED)


@never_cache
@require_safe
@framed.with_a_frame
def show_broadcast(request: HttpRequest, broadcast_id: int) -> HttpResponse:
    """Before it goes: the mail, whom it reaches, and the buttons. After: what became of it, person by person."""
    broadcast, who = broadcast_for_writer(request, broadcast_id)
    now = clock.now()
    form = SendForm(zone=broadcast.zone, now=now, initial={"when": NOW})
    return _show(request, broadcast, who, form=form, now=now)


@never_cache
@require_safe
@framed.in_a_frame
def show_broadcast_html(request: HttpRequest, broadcast_id: int) -> HttpResponse:
    """The HTML alone, for the frame."""
    broadcast, _ = broadcast_for_writer(request, broadcast_id)
    mail = broadcast_mails.sample(broadcast, now=clock.now())
    return HttpResponse(framed.stand_alone(rendering.render(mail.template, mail.context).html, ()))


@never_cache
@require_POST
@framed.with_a_frame
def send_broadcast(request: HttpRequest, broadcast_id: int) -> HttpResponse:
    """Now or later; pressed twice it goes once."""
    broadcast, who = broadcast_for_writer(request, broadcast_id)
    now = clock.now()
    form = SendForm(request.POST, zone=broadcast.zone, now=now)
    if form.is_valid():
        try:
            broadcasts.plan(broadcast, at=form.at, by=who.name, now=now)
            return redirect("attendees:broadcast", broadcast.pk)
        except AttendeeRefused as refusal:
            form.add_error(None, str(refusal))
    return _show(request, broadcast, who, form=form, now=now)


@never_cache
@require_POST
def stop_broadcast(request: HttpRequest, broadcast_id: int) -> HttpResponse:
    broadcast, who = broadcast_for_writer(request, broadcast_id)
    try:
        broadcasts.stop(broadcast, by=who.name, now=clock.now())
        messages.success(request, "Taken back." if broadcast.is_draft else "Stopped.")
    except AttendeeRefused as refusal:
        messages.warning(request, str(refusal))
    return redirect("attendees:broadcast", broadcast.pk)


@never_cache
@require_POST
def throw_away_broadcast(request: HttpRequest, broadcast_id: int) -> HttpResponse:
    broadcast, _ = broadcast_for_writer(request, broadcast_id)
    try:
        broadcasts.throw_away(broadcast)
    except AttendeeRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("attendees:broadcast", broadcast.pk)
    if broadcast.event_id:
        return redirect("attendees:write-to-people", broadcast.event_id)
    return redirect("attendees:write-to-series", broadcast.series.slug)


@never_cache
@require_POST
def send_test_broadcast(request: HttpRequest, broadcast_id: int) -> HttpResponse:
    """To whoever asks and is signed in; the same page sent twice sends once."""
    broadcast, _ = broadcast_for_writer(request, broadcast_id)
    user = access.user_of(request)
    form_code = form_codes.read(request.POST.get("token", ""))
    if form_code is None:
        messages.error(request, "That page was too old. Please press the button again.")
    else:
        broadcasts.send_test(broadcast, to=user.email, name=user.name, token=form_code.code, now=clock.now())
        messages.success(request, f"On its way to {user.email}.")
    return redirect("attendees:broadcast", broadcast.pk)


def _show(request: HttpRequest, broadcast: Broadcast, who: Who, *, form: SendForm, now: dt.datetime) -> HttpResponse:
    context = {
        "broadcast": broadcast,
        "event": broadcast.event,
        "series": broadcast.series,
        "zone": broadcast.zone,
        "who": who,
        "form": form,
        "audience": audiences.of(broadcast),
    }
    began = broadcast.state in PAST_THEIR_START
    context |= _results(request, broadcast) if began else _outlook(request, broadcast, now=now)
    return desk.show(request, "attendees/broadcast_page.html", **context)


def _outlook(request: HttpRequest, broadcast: Broadcast, *, now: dt.datetime) -> dict[str, Any]:
    """What will be sent, and to how many."""
    mail = broadcast_mails.sample(broadcast, now=now)
    return {
        "people": len(audiences.readers(broadcast)),
        "text": rendering.render(mail.template, mail.context).text,
        "promotes": [] if broadcast.is_marketing else promotion.found_in(f"{broadcast.subject}\n{broadcast.words}"),
        "token": form_codes.issue(),
        "email": getattr(request.user, "email", ""),
    }


def _results(request: HttpRequest, broadcast: Broadcast) -> dict[str, Any]:
    """What became of each mail, those that failed first."""
    mails = Message.objects.about(broadcast.about)
    counts = dict(mails.order_by().values_list("state").annotate(Count("pk")))
    sending = counts.get(Message.DUE, 0) + counts.get(Message.SENDING, 0)
    tiles = (
        ("Sent", counts.get(Message.SENT, 0)),
        ("On their way", sending),
        ("Failed", counts.get(Message.FAILED, 0)),
        ("Not sent", counts.get(Message.WITHDRAWN, 0)),
    )
    page = Paginator(mails.defer("text", "html").order_by("state", "to_name", "pk"), A_PAGE)
    return {
        "tiles": [
            {"label": label, "figure": figure, "note": ""} for label, figure in tiles if figure or label == "Sent"
        ],
        "is_moving": broadcast.state == Broadcast.SENDING or sending > 0,
        "page": page.get_page(request.GET.get("page")),
    }
