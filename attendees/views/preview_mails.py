"""What people will read: each mail about an evening, filled in with invented people, and a test of it to oneself."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from attendees.domain import previews
from attendees.domain.previews import Preview
from events.views import access, desk
from foundation.accounts.models import User
from foundation.lib import form_codes
from foundation.mail.views import framed


@never_cache
@require_safe
def preview_mails(request: HttpRequest, event_id: int) -> HttpResponse:
    """All kinds of mail, in the order in which people get them."""
    event = access.event_for_host(request, event_id)
    return desk.show(
        request,
        "attendees/preview_mails_page.html",
        event=event,
        series=event.series,
        kinds=previews.KINDS,
        token=form_codes.issue(),
        email=_user(request).email,
    )


@never_cache
@require_safe
@framed.with_a_frame
def preview_mail(request: HttpRequest, event_id: int, kind: str) -> HttpResponse:
    """One of them, as HTML and as text."""
    event = access.event_for_host(request, event_id)
    preview = _find(kind)
    return desk.show(
        request,
        "attendees/preview_mail_page.html",
        event=event,
        series=event.series,
        preview=preview,
        mail=preview.render(event),
        token=form_codes.issue(),
        email=_user(request).email,
    )


@never_cache
@require_safe
@framed.in_a_frame
def preview_mail_html(request: HttpRequest, event_id: int, kind: str) -> HttpResponse:
    """The HTML alone, for the frame."""
    event = access.event_for_host(request, event_id)
    preview = _find(kind)
    return HttpResponse(framed.stand_alone(preview.render(event).html, preview.pictures(event)))


@require_POST
def send_test_mail(request: HttpRequest, event_id: int) -> HttpResponse:
    """A test of one `kind`, or of each, to whoever asks; the same page sent twice sends once."""
    event = access.event_for_host(request, event_id)
    form_code = form_codes.read(request.POST.get("token", ""))
    if form_code is None:
        messages.error(request, "That page was too old. Please press the button again.")
        return redirect("attendees:preview-mails", event_id)
    user, kind = _user(request), request.POST.get("kind", "")
    for preview in [_find(kind)] if kind else previews.KINDS:
        previews.send_test(preview, event, to=user.email, name=user.name, token=form_code.code)
    messages.success(request, f"On its way to {user.email}." if kind else f"All of them go to {user.email}.")
    return redirect("attendees:preview-mail", event_id, kind) if kind else redirect("attendees:preview-mails", event_id)


def _user(request: HttpRequest) -> User:
    """Who is signed in, after the access function."""
    return cast(User, request.user)


def _find(kind: str) -> Preview:
    try:
        return previews.find(kind)
    except KeyError:
        raise Http404 from None
