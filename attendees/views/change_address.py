"""Another address in two pages: type it, then type the code that was mailed there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from attendees.domain import addresses
from attendees.forms import NewAddressForm
from attendees.models import SignUp
from attendees.views import done
from attendees.views.access import opened_by_code, page_path, sign_up_for_code
from foundation.accounts.forms import CodeForm
from foundation.lib import clock, codes, limits
from foundation.lib.mailed_codes import Attempt

MOVED = "moved-address"
TOO_MANY = "We have sent several codes already. Please wait an hour and try again."


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def change_address(request: HttpRequest, code: str) -> HttpResponse:
    """GET: the form. POST: a code to the new address."""
    sign_up = sign_up_for_code(code)
    form = NewAddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        problem = why_not(request, sign_up, email)
        if not problem:
            attempt = addresses.begin(sign_up, email=email, now=clock.now())
            request.session[session_key(sign_up)] = attempt.as_dict()
            return redirect("attendees:prove-address", code)
        form.add_error("email", problem)
    context = {"form": form, "sign_up": sign_up, "evening": sign_up.event, "page": page_path(sign_up)}
    return render(request, "attendees/address_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def prove_address(request: HttpRequest, code: str) -> HttpResponse:
    """GET: the form for the code. POST: the right one makes the address the sign-up's, and its page moves."""
    if moved := _moved(request, code):
        return done.back(moved, "address")
    sign_up = sign_up_for_code(code)
    attempt = Attempt.read(request.session.get(session_key(sign_up)))
    if attempt is None or not attempt.is_open:
        return redirect("attendees:change-address", code)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if addresses.try_code(attempt, sign_up, form.cleaned_data["code"]):
            del request.session[session_key(sign_up)]
            addresses.change(sign_up, email=attempt.email, now=clock.now())
            request.session[MOVED] = [codes.fingerprint(code), sign_up.pk, sign_up.issue]
            return done.back(sign_up, "address")
        request.session[session_key(sign_up)] = attempt.as_dict()
        form.add_error("code", attempt.wrong_words)
    context = {
        "form": form,
        "evening": sign_up.event,
        "email": attempt.email,
        "is_open": attempt.is_open,
        "page": page_path(sign_up),
    }
    return render(request, "attendees/prove_address_page.html", context)


def session_key(sign_up: SignUp) -> str:
    return f"new-address-{sign_up.pk}"


def _moved(request: HttpRequest, code: str) -> SignUp | None:
    """For the second of two taps: what this browser has just moved from this code, as long as its new one is good."""
    was, pk, issue = request.session.get(MOVED, ("", 0, 0))
    return SignUp.objects.filter(pk=pk, issue=issue).first() if was == codes.fingerprint(code) else None


def why_not(request: HttpRequest, sign_up: SignUp, email: str) -> str:
    """Why no code goes to this address now, or nothing."""
    if email == sign_up.email:
        return "This is the address we have. Your ticket went there"
    allowed = [
        limits.allow("address-code", str(sign_up.pk), times=5, seconds=limits.HOUR),
        limits.allow("address-code-to", email, times=5, seconds=limits.HOUR),
        limits.allow("address-code-from", limits.address_of(request), times=20, seconds=limits.HOUR),
    ]
    return "" if all(allowed) else TOO_MANY
