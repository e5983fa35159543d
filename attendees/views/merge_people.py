"""Two entries for one person: which other address, what would happen, and then it does."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from attendees.domain import merging, series_people
from attendees.domain.refused import AttendeeRefused
from attendees.forms.person import OtherAddressForm
from events.views import access, desk
from events.views.access import signed_in_name


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def merge_people(request: HttpRequest, series: str, profile_id: int) -> HttpResponse:
    """GET: the form. POST: first both entries side by side, then, with the button on that page, they are one."""
    found = access.series_for_host(request, series)
    stays = get_object_or_404(series_people.of(found), pk=profile_id)
    form = OtherAddressForm(request.POST or None)
    context = {"series": found, "profile": stays, "form": form}
    if request.method != "POST" or not form.is_valid():
        return desk.show(request, "attendees/merge_page.html", **context)
    if request.POST.get("then") == "merge" and merging.are_one(stays, email=form.cleaned_data["email"]):
        return redirect("attendees:person", series=found.slug, profile_id=stays.pk)  # a second tap
    try:
        goes = merging.find_other(stays, found, email=form.cleaned_data["email"])
    except AttendeeRefused as refusal:
        form.add_error("email", str(refusal))
        return desk.show(request, "attendees/merge_page.html", **context)
    if request.POST.get("then") != "merge":
        seen = merging.outlook(goes, stays)
        return desk.show(request, "attendees/check_merge_page.html", **context, goes=goes, outlook=seen)
    merging.merge(goes, into=stays, series=found, by=signed_in_name(request))
    messages.success(
        request, f"{goes.email} and {stays.email} are one person now. All is together within five minutes."
    )
    return redirect("attendees:person", series=found.slug, profile_id=stays.pk)
