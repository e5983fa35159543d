"""One person's evening by their ticket page's code: the table, the questions, who looks out for them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attendees.domain import next_place
from attendees.views.access import opened_by_code
from foundation.lib import clock
from networking.domain import feedback
from networking.views import access, look_outs, noticed, questions, table_mates, where, wishes


@require_safe
@opened_by_code
def show_evening(request: HttpRequest, code: str) -> HttpResponse:
    """Sections in the order in which an evening needs them; each app module brings its own."""
    ticket, now = access.ticket_of_page(code), clock.now()
    context = {"code": code, "ticket": ticket, "evening": ticket.event, "now": now}
    context["where"] = where.section(ticket, code=code, now=now)
    context["noticed"] = noticed.section(ticket, code=code, now=now)
    context |= wishes.section(ticket)
    context["look_out"] = look_outs.section(ticket, code=code, is_proved=access.is_of(request, ticket), now=now)
    context["questions"] = questions.section(ticket, now=now)
    context["table_mates"] = table_mates.section(request, ticket, code=code, now=now)
    context["asks_how_it_was"] = not feedback.refused(ticket, now=now)
    context["at_close"] = next_place.at_close(ticket, now=now)
    return render(request, "networking/evening_page.html", context)
