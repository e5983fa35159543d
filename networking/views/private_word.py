from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from attendees.models import Ticket
from attendees.views.access import opened_by_code
from foundation.lib import limits
from networking.domain import private_words
from networking.forms.private_word import PrivateWordForm
from networking.views import access

APART = "I would rather not sit at a table with "


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def tell_host(request: HttpRequest, code: str) -> HttpResponse:
    """GET: the host's number and address, and a form. POST: one mail to the host, and nobody else sees it."""
    ticket = access.ticket_of_page(code)
    initial = {"words": APART if request.GET.get("about") == "apart" else ""}
    form = PrivateWordForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if _is_enough(ticket):
            return render(request, "429.html", status=429)
        private_words.send(ticket, **form.cleaned_data)
        return redirect(f"{request.path}?told")
    context = {"code": code, "evening": ticket.event, "form": form, "is_told": "told" in request.GET}
    return render(request, "networking/private_word_page.html", context)


def _is_enough(ticket: Ticket) -> bool:
    return not limits.allow("private-word", str(ticket.pk), times=private_words.MOST_AN_HOUR, seconds=limits.HOUR)
