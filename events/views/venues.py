"""The places of a series."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.domain import venues
from events.forms.venue import VenueForm, initial_of
from events.models import Venue
from events.views import access, desk
from foundation.lib import clock


@never_cache
@require_safe
def list_venues(request: HttpRequest, series: str) -> HttpResponse:
    found = access.series_for_host(request, series)
    return desk.show(request, "events/venues_page.html", series=found, venues=Venue.objects.filter(series=found))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def create_venue(request: HttpRequest, series: str) -> HttpResponse:
    found = access.series_for_host(request, series)
    form = VenueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        venue = venues.create(found, values=form.values, by=access.signed_in_name(request), now=clock.now())
        messages.success(request, f"{venue.name} is on your list.")
        return redirect("events:list-venues", series=found.slug)
    return desk.show(request, "events/venue_page.html", form=form, series=found, venue=None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_venue(request: HttpRequest, series: str, venue_id: int) -> HttpResponse:
    found = access.series_for_host(request, series)
    venue = get_object_or_404(Venue, pk=venue_id, series=found)
    form = VenueForm(request.POST or None, initial=initial_of(venue))
    now = clock.now()
    if request.method == "POST" and form.is_valid():
        venues.edit(venue, changes=form.values, by=access.signed_in_name(request), now=now)
        messages.success(request, "Saved.")
        return redirect("events:list-venues", series=found.slug)
    coming = venues.coming(venue, now=now).count()
    return desk.show(request, "events/venue_page.html", form=form, series=found, venue=venue, coming=coming)
