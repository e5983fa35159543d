from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from attendees.domain import lost_tickets
from attendees.forms import NewAddressForm
from foundation.lib import clock, limits


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def find_ticket(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST: the same answer for every address; the mail, if there is one, is written elsewhere."""
    form = NewAddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        address = limits.address_of(request)
        if not limits.allow("find-ticket-from", address, times=settings.PEOPLE_AT_ONE_ADDRESS, seconds=limits.HOUR):
            return render(request, "429.html", status=429)
        email = form.cleaned_data["email"]
        if limits.allow("find-ticket", email, times=3, seconds=limits.HOUR):
            lost_tickets.ask(email=email, now=clock.now())
        return redirect(f"{request.path}?sent")
    return render(request, "attendees/lost_page.html", {"form": form, "is_sent": "sent" in request.GET})
