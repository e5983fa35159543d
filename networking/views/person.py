"""What I keep about one person, signed in: a note for myself, and what I promised to send."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from attendees.models import Profile
from foundation.lib import clock
from networking.domain import own_notes, promises
from networking.domain.refused import NetworkingRefused
from networking.forms.person import NoteForm, PromiseForm
from networking.models import Promise
from networking.views import access, two


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def write_note(request: HttpRequest, person_id: int) -> HttpResponse:
    """GET: my note about somebody. POST: saved; empty words remove it."""
    me, other = two.met(request, person_id)
    form = NoteForm(request.POST or None, initial={"words": own_notes.words(me, other)})
    if request.method == "POST" and form.is_valid():
        own_notes.write(me, other, words=form.cleaned_data["words"], now=clock.now())
        messages.success(request, "Your note is saved." if form.cleaned_data["words"] else "You have no note any more.")
        return redirect("networking:person", person_id=other.pk)
    return render(request, "networking/note_page.html", {"me": me, "other": other, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def promise(request: HttpRequest, person_id: int) -> HttpResponse:
    """GET: the form. POST: promised to somebody I swapped details with."""
    me, other = two.met(request, person_id)
    form = PromiseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            promises.make(me, other, words=form.cleaned_data["words"], now=clock.now())
            return redirect("networking:person", person_id=other.pk)
        except NetworkingRefused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "networking/promise_page.html", {"me": me, "other": other, "form": form})


@require_POST
def promise_sent(request: HttpRequest, promise_id: int) -> HttpResponse:
    """I sent what I promised; twice is harmless."""
    found, profile = _promise(request, promise_id)
    if found.by.holder_id != profile.pk:
        raise Http404
    promises.sent(found, now=clock.now())
    return _back(found, profile)


@require_POST
def promise_dropped(request: HttpRequest, promise_id: int) -> HttpResponse:
    """It is no longer needed, says either of the two; twice is harmless."""
    found, profile = _promise(request, promise_id)
    promises.drop(found, now=clock.now())
    return _back(found, profile)


def _promise(request: HttpRequest, promise_id: int) -> tuple[Promise, Profile]:
    """A promise that the signed-in person made or received, and that person; Http404 otherwise."""
    profile = access.profile_of(request)
    found = promises.find(profile, promise_id)
    if found is None:
        raise Http404
    return found, profile


def _back(found: Promise, profile: Profile) -> HttpResponse:
    """To the page of the other of the two."""
    mine = found.by.holder_id == profile.pk
    return redirect("networking:person", person_id=found.to_id if mine else found.by_id)
