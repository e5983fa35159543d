"""The demo's mailbox: what was sent, as a mail program shows it. Mounted in the demo only."""

from email.message import EmailMessage

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation.lib.plain import one_line
from foundation.mail.domain import mailbox
from foundation.mail.views import framed

A_PAGE = 50


@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    """The newest first; `?to=` shows one person's."""
    wanted = one_line(request.GET.get("to", "")).lower()
    names = [name for name in mailbox.names() if not wanted or wanted in mailbox.headers(name).to.lower()]
    page = Paginator(names, A_PAGE).get_page(request.GET.get("page"))
    mails = [mailbox.headers(name) for name in page]
    return render(request, "pages/mailbox_page.html", {"mails": mails, "page": page, "to": wanted})


@require_safe
@framed.with_a_frame
def show(request: HttpRequest, mail: str) -> HttpResponse:
    """One mail: headers, HTML in a frame of its own, text, files."""
    found = _mail(mail)
    context = {
        "mail": mailbox.headers(mail),
        "html": bool(mailbox.text(found, "html")),
        "text": mailbox.text(found, "plain"),
        "headers": [{"term": name, "value": str(value)} for name, value in found.items()],
        "files": [part.get_filename() for part in mailbox.files(found)],
    }
    return render(request, "pages/mail_page.html", context)


@require_safe
@framed.in_a_frame
def show_html(request: HttpRequest, mail: str) -> HttpResponse:
    """The HTML alone, with its pictures inside and its links opening in the whole window."""
    found = _mail(mail)
    return HttpResponse(framed.stand_alone(mailbox.text(found, "html"), mailbox.pictures(found)))


@require_safe
def show_source(request: HttpRequest, mail: str) -> HttpResponse:
    """The mail as it went over the wire."""
    _mail(mail)
    return HttpResponse(mailbox.source(mail), content_type="text/plain; charset=utf-8")


@require_safe
def download(request: HttpRequest, mail: str, number: int) -> HttpResponse:
    """One of the attached files, to be opened by the diary or whatever it is for."""
    files = mailbox.files(_mail(mail))
    if number >= len(files):
        raise Http404
    response = HttpResponse(files[number].get_payload(decode=True), content_type=files[number].get_content_type())
    response["Content-Disposition"] = f'attachment; filename="{one_line(files[number].get_filename() or "file")}"'
    return response


def _mail(name: str) -> EmailMessage:
    try:
        return mailbox.read(name)
    except FileNotFoundError:
        raise Http404 from None
