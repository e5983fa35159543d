"""For whoever works on mails: every kind about an evening, with an invented one. Mounted in the demo only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attendees.domain import previews, samples
from foundation.mail.views import framed


@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    """The list of kinds."""
    return render(request, "pages/mail_previews_page.html", {"kinds": previews.KINDS})


@require_safe
@framed.with_a_frame
def show(request: HttpRequest, kind: str) -> HttpResponse:
    """One kind, as HTML and as text."""
    preview = _find(kind)
    context = {"preview": preview, "mail": preview.render(samples.evening())}
    return render(request, "pages/mail_preview_page.html", context)


@require_safe
@framed.in_a_frame
def show_html(request: HttpRequest, kind: str) -> HttpResponse:
    """The HTML alone, for the frame."""
    preview, event = _find(kind), samples.evening()
    return HttpResponse(framed.stand_alone(preview.render(event).html, preview.pictures(event)))


def _find(kind: str) -> previews.Preview:
    try:
        return previews.find(kind)
    except KeyError:
        raise Http404 from None
