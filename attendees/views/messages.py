"""The mails of one evening and what became of them; one that failed can go again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from events.domain import journal
from events.models import Event
from events.views import access, desk
from events.views.access import signed_in_name
from foundation.lib import clock, states
from foundation.mail.domain import outbox
from foundation.mail.models import Message

A_PAGE = 50
ALL = "all"
STATES = {
    "failed": ("Failed", (Message.FAILED,)),
    "due": ("To be sent", (Message.DUE, Message.SENDING)),
    "sent": ("Sent", (Message.SENT,)),
    "withdrawn": ("Not needed any more", (Message.WITHDRAWN,)),
}


@never_cache
@require_safe
def list_messages(request: HttpRequest, event_id: int) -> HttpResponse:
    """`?show=` is failed, due, sent or withdrawn; all of them without."""
    event = access.event_for_host(request, event_id)
    show = request.GET.get("show", ALL)
    _, chosen = STATES.get(show, ("", ()))
    mails = _of(event).filter(state__in=chosen) if chosen else _of(event)
    page = Paginator(mails.defer("text", "html"), A_PAGE).get_page(request.GET.get("page"))
    return desk.show(
        request,
        "attendees/messages_page.html",
        event=event,
        page=page,
        page_query=f"show={show}&",
        tabs=_tabs(event),
        current=STATES[show][0] if chosen else "All",
    )


@never_cache
@require_POST
def send_again(request: HttpRequest, event_id: int, message_id: int) -> HttpResponse:
    event = access.event_for_host(request, event_id)
    mail = get_object_or_404(_of(event), pk=message_id)
    try:
        outbox.resend(mail, now=clock.now())
    except states.Stale:
        messages.warning(request, "This mail has not failed, or its words are no longer kept.")
    else:
        journal.note(event, by=signed_in_name(request), sentence=f"sent a mail again: {mail.subject}")
        messages.success(request, f"It goes to {mail.to} once more.")
    return redirect("attendees:messages", event_id=event.pk)


def _of(event: Event) -> QuerySet[Message]:
    return Message.objects.filter(about_event=event.pk)


def _tabs(event: Event) -> list[dict[str, object]]:
    counts = dict(_of(event).order_by().values_list("state").annotate(Count("pk")))
    shown = [{"label": "All", "href": "?show=all", "count": sum(counts.values())}]
    return shown + [
        {"label": label, "href": f"?show={key}", "count": sum(counts.get(state, 0) for state in chosen)}
        for key, (label, chosen) in STATES.items()
    ]
