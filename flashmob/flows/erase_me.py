"""Somebody signed in erases themselves: what that does, a code to their address, and then they are gone."""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from attendees.domain import erasing, profiles
from attendees.domain.refused import AttendeeRefused
from attendees.models import Profile
from foundation.accounts.domain import sign_in
from foundation.accounts.forms import CodeForm
from foundation.accounts.models import User
from foundation.accounts.views.sign_in import TOO_MANY, may_ask
from foundation.lib import clock
from foundation.lib.mailed_codes import Attempt

ATTEMPT = "erase-me"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def erase_me(request: HttpRequest) -> HttpResponse:
    """GET: what would happen, or why it cannot. POST: a code to the address, which proves who asks."""
    user = _user(request)
    profile = profiles.of(user)
    refused = erasing.why_not(profile, now=clock.now()) if profile else ""
    context = {"email": user.email, "refused": refused}
    if request.method == "POST" and not refused:
        if may_ask(request, user.email):
            request.session[ATTEMPT] = sign_in.begin(user.email).as_dict()
            return redirect("flows:prove-erase")
        context["refused"] = TOO_MANY
    return render(request, "pages/erase_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def prove_erase(request: HttpRequest) -> HttpResponse:
    """GET: the form for the code. POST: the right one erases, and signs out."""
    user = _user(request)
    attempt = Attempt.read(request.session.get(ATTEMPT))
    if attempt is None or not attempt.is_open or attempt.email != user.email:
        return redirect("flows:erase-me")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if sign_in.try_code(attempt, form.cleaned_data["code"]):
            return _erase(request, profiles.link(user))
        request.session[ATTEMPT] = attempt.as_dict()
        form.add_error("code", attempt.wrong_words)
    return render(request, "pages/prove_erase_page.html", {"form": form, "email": user.email})


def _erase(request: HttpRequest, profile: Profile) -> HttpResponse:
    try:
        erasing.ask(profile, now=clock.now())
    except AttendeeRefused:  # a place was taken meanwhile: the page says so
        return redirect("flows:erase-me")
    logout(request)
    return redirect("pages:erased")


def _user(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise TypeError("login_required lets nobody else in")
    return user
