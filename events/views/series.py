"""Starting a series and changing its words and habits."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.domain import addresses
from events.domain import series as all_series
from events.domain.refused import EventRefused
from events.forms.series import SeriesForm, initial_of
from events.models import Series
from events.views import access, desk, upstairs
from foundation.lib import clock


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def create_series(request: HttpRequest) -> HttpResponse:
    owner = access.owner_of_any(request)
    form = SeriesForm(request.POST or None, series=None, initial=initial_of(Series()))
    if request.method == "POST" and form.is_valid():
        try:
            series = all_series.create(owner=owner, values=form.values, now=clock.now())
        except EventRefused as refused:
            form.add_error("slug", str(refused))
        else:
            messages.success(request, f"{series.name} is there. Now say where it is.")
            return redirect("events:create-venue", series=series.slug)
    return desk.show(request, "events/series_page.html", form=form, series=None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_series(request: HttpRequest, series: str) -> HttpResponse:
    found = access.series_for_owner(request, series)
    settled = addresses.is_settled(found)
    form = SeriesForm(request.POST or None, series=found, address_is_settled=settled, initial=initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            all_series.edit(found, changes=form.values, by=access.signed_in_name(request), now=clock.now())
        except EventRefused as refused:
            form.add_error("slug", str(refused))
        else:
            messages.success(request, "Saved. Evenings that are there already keep what they have.")
            return redirect(upstairs.DESK)
    return desk.show(request, "events/series_page.html", form=form, series=found)
