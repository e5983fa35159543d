"""One person's page, for the hosts of a series. Opening it is noted, so it begins with a button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from attendees.domain import person, series_people, welcome
from attendees.forms.person import NotWelcomeForm, PersonNoteForm
from attendees.models import Profile
from events.models import Series
from events.views import access, desk
from events.views.access import signed_in_name
from foundation.lib import clock

OPENED = "opened_people"
REMEMBERED = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show_person(request: HttpRequest, series: str, profile_id: int) -> HttpResponse:
    """POST notes that somebody looked and opens the page for this browser; GET shows what is open."""
    found, profile = _person(request, series, profile_id)
    opened = request.session.get(OPENED, [])
    if request.method == "POST":
        person.note_look_up(profile, found, by=signed_in_name(request))
        request.session[OPENED] = [*opened, _key(found, profile)][-REMEMBERED:]
        return _back(found, profile)
    if _key(found, profile) not in opened:
        return desk.show(request, "attendees/open_person_page.html", series=found, profile=profile)
    history = person.of(profile, found, now=clock.now())
    return desk.show(
        request, "attendees/person_page.html", series=found, profile=profile, history=history, form=PersonNoteForm()
    )


@never_cache
@require_POST
def write_note(request: HttpRequest, series: str, profile_id: int) -> HttpResponse:
    found, profile = _person(request, series, profile_id)
    form = PersonNoteForm(request.POST)
    now = clock.now()
    if form.is_valid():
        words = form.cleaned_data["words"]
        person.write_note(profile, found, words=words, by=signed_in_name(request), now=now)
        return _back(found, profile)
    history = person.of(profile, found, now=now)
    return desk.show(request, "attendees/person_page.html", series=found, profile=profile, history=history, form=form)


@never_cache
@require_POST
def delete_note(request: HttpRequest, series: str, profile_id: int, note_id: int) -> HttpResponse:
    found, profile = _person(request, series, profile_id)
    person.delete_note(profile, found, note_id=note_id, by=signed_in_name(request))
    messages.success(request, "The note is gone.")
    return _back(found, profile)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mark_not_welcome(request: HttpRequest, series: str, profile_id: int) -> HttpResponse:
    """GET: what the rule does, and why. POST: it holds from now on."""
    found, profile = _person(request, series, profile_id)
    form = NotWelcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        welcome.mark(profile, found, reason=reason, by=signed_in_name(request), now=clock.now())
        messages.success(request, f"{profile.name} can book nothing here any more. Places they have stay.")
        return _back(found, profile)
    return desk.show(request, "attendees/not_welcome_page.html", series=found, profile=profile, form=form)


@never_cache
@require_POST
def lift_not_welcome(request: HttpRequest, series: str, profile_id: int) -> HttpResponse:
    found, profile = _person(request, series, profile_id)
    welcome.lift(profile, found, by=signed_in_name(request), now=clock.now())
    messages.success(request, f"{profile.name} can book again.")
    return _back(found, profile)


def _person(request: HttpRequest, series: str, profile_id: int) -> tuple[Series, Profile]:
    """Somebody who belongs to a series of the signed-in host's; Http404 for anybody else."""
    found = access.series_for_host(request, series)
    return found, get_object_or_404(series_people.of(found), pk=profile_id)


def _key(series: Series, profile: Profile) -> str:
    return f"{series.pk}:{profile.pk}"


def _back(series: Series, profile: Profile) -> HttpResponse:
    return redirect("attendees:person", series=series.slug, profile_id=profile.pk)
