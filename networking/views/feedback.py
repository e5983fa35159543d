"""Three questions about an evening, from the mail of the morning after or the evening's page."""

from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from attendees.views.access import opened_by_code
from foundation.lib import clock
from networking.domain import feedback
from networking.forms.feedback import FeedbackForm
from networking.views import access


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def give_feedback(request: HttpRequest, code: str) -> HttpResponse:
    """GET: the questions, with what was said before. POST: saved, and thanks."""
    ticket, now = access.ticket_of_page(code), clock.now()
    said, why = feedback.of(ticket), feedback.refused(ticket, now=now)
    sent = request.method == "POST" and not why
    form = FeedbackForm(request.POST if sent else None, initial=model_to_dict(said) if said else None)
    if sent and form.is_valid():
        feedback.say(ticket, now=now, **form.cleaned_data)
        return redirect(f"{request.path}?thanks=1")
    context = {
        "form": form,
        "evening": ticket.event,
        "page": f"/t/{code}/",
        "refused": why,
        "closes_at": feedback.closes_at(ticket.event),
        "said": said,
        "thanks": said is not None and "thanks" in request.GET,
    }
    return render(request, "networking/feedback_page.html", context)
