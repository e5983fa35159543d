from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from attendees.domain import giving, transfers
from attendees.domain.refused import AttendeeRefused
from attendees.forms import GiveForm
from attendees.forms.places import SAME
from attendees.models import SignUp, Ticket
from attendees.views import done
from attendees.views.access import opened_by_code, page_path, sign_up_for_code
from foundation.lib import clock, form_numbers


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def rename_ticket(request: HttpRequest, code: str) -> HttpResponse:
    """GET: the name on one place (`?place=2`). POST: the same person or somebody else."""
    sign_up = sign_up_for_code(code)
    ticket = chosen(sign_up, request.GET.get("place", ""))
    form = GiveForm(
        request.POST if request.method == "POST" else None, initial={"name": ticket.name, "issue": ticket.issue}
    )
    if request.method == "POST" and form.is_valid():
        try:
            return rename(sign_up, ticket, form)
        except AttendeeRefused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "ticket": ticket, "evening": sign_up.event, "page": page_path(sign_up)}
    return render(request, "attendees/rename_page.html", context)


def rename(sign_up: SignUp, ticket: Ticket, form: GiveForm) -> HttpResponse:
    said, now = form.cleaned_data, clock.now()
    if said["issue"] and said["name"] != ticket.name:  # the page may be older than the answer to an offer
        giving.check_theirs(ticket, issue=said["issue"])
    who = {"name": said["name"], "email": said["email"], "by": sign_up.name}
    if said["who"] == SAME and not said["email"]:
        giving.correct(ticket, name=said["name"])
        return done.back(sign_up, "corrected")
    if said["who"] == SAME and ticket.email in ("", sign_up.email):
        giving.send_to(ticket, **who, now=now)
        return done.back(sign_up, "sent")
    offer = transfers.pass_on(ticket, **who, now=now)
    return done.back(sign_up, "offered" if offer else "given")


def chosen(sign_up: SignUp, place: str) -> Ticket:
    """The live ticket of this seat; without a seat the first one."""
    tickets = sign_up.tickets.valid().order_by("seat")
    seat = form_numbers.read(place)
    found = (tickets.filter(seat=seat) if seat else tickets).first()
    if found is None:
        raise Http404
    return found
