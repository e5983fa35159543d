"""Two pages: ask for a code, enter it. Known and unknown addresses get the same answers."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from foundation.accounts.domain import sign_in
from foundation.accounts.forms import AddressForm, CodeForm
from foundation.lib import limits
from foundation.lib.mailed_codes import Attempt

ATTEMPT = "sign-in"
QUARTER = 15 * limits.MINUTE
TOO_MANY = "That was often. Please wait a few minutes and try again."


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask_for_code(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST: a code to the address, whoever it belongs to."""
    next_path = safe_next(request)
    if request.user.is_authenticated:
        return redirect(next_path)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if may_ask(request, email):
            request.session[ATTEMPT] = sign_in.begin(email).as_dict()
            request.session["sign-in-next"] = next_path
            return redirect("accounts:enter-code")
        form.add_error("email", TOO_MANY)
    return render(request, "accounts/sign_in_page.html", {"form": form, "next": next_path})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def enter_code(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST: the right code signs in (a second factor, if there is one, comes next)."""
    attempt = Attempt.read(request.session.get(ATTEMPT))
    if attempt is None or not attempt.is_open:
        return redirect("accounts:sign-in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if sign_in.try_code(attempt, form.cleaned_data["code"]):
            return finish(request, attempt.email)
        request.session[ATTEMPT] = attempt.as_dict()
        form.add_error("code", attempt.wrong_words)
    return render(request, "accounts/enter_code_page.html", {"form": form, "email": attempt.email})


def finish(request: HttpRequest, email: str) -> HttpResponse:
    """Make the session the user's, by way of allauth, so that its second factor and its session list apply."""
    next_path = request.session.pop("sign-in-next", settings.LOGIN_REDIRECT_URL)
    del request.session[ATTEMPT]
    user = sign_in.user_of(email)
    record_authentication(request, user, method="code", email=email)
    return perform_login(request, user, redirect_url=next_path)


def may_ask(request: HttpRequest, email: str) -> bool:
    """A person five times, and everybody behind one address together, in a quarter of an hour."""
    at_once, address = settings.PEOPLE_AT_ONE_ADDRESS, limits.address_of(request)
    return limits.allow("sign-in-code", email.lower(), times=5, seconds=QUARTER) and limits.allow(
        "sign-in-code-ip", address, times=at_once, seconds=QUARTER
    )


def safe_next(request: HttpRequest) -> str:
    """Where to go after signing in: a path of this site, or my evenings."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/"):
        return wanted
    return settings.LOGIN_REDIRECT_URL
