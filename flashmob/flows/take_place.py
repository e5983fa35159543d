"""From the evening's page to a place: one form, then the ticket, or first the payment."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from attendees.domain import profiles, tickets, wishes
from attendees.domain import sign_up as sign_ups
from attendees.domain.refused import AttendeeRefused
from attendees.forms.sign_up import CompanionForm, SignUpForm
from attendees.models import SignUp
from attendees.views import browser as browsers
from events.domain import other_dates, places
from events.models import Event
from flashmob.flows import pay
from foundation.lib import clock, form_codes, limits

BUSY = "Very many people are taking a place just now. Nothing was taken for you. Please try again in a moment."


@dataclass
class Page:
    """The sign-up page's forms: the buyer's, and one for each further place."""

    buyer: SignUpForm
    companions: list[CompanionForm]

    @classmethod
    def fresh(cls, request: HttpRequest) -> "Page":
        """An empty page; who is signed in finds name and address filled in."""
        person = profiles.of(request.user)
        known = {"name": person.name, "email": person.email} if person else {}
        return cls._make(None, initial={"form_code": form_codes.issue(), **known})

    @classmethod
    def sent(cls, request: HttpRequest) -> "Page":
        return cls._make(request.POST)

    @classmethod
    def _make(cls, data: Any, **options: Any) -> "Page":
        further = range(2, wishes.MOST_PLACES + 1)
        return cls(SignUpForm(data, **options), [CompanionForm(data, prefix=f"place-{place}") for place in further])

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in (self.buyer, *self.companions)]  # each one: all messages at once
        return all(valid)

    def wish(self, request: HttpRequest, *, browser: str) -> wishes.Wish:
        buyer = self.buyer.cleaned_data
        named = [form.cleaned_data for form in self.companions if form.cleaned_data["name"]]
        return wishes.Wish(
            name=buyer["name"],
            email=buyer["email"],
            companions=tuple((one["name"], one["email"]) for one in named),
            at_door=self.buyer.at_door,
            tell_me=buyer["tell_me"],
            form_code=self.buyer.code,
            browser=browser,
            address=limits.address_of(request),
        )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def take_place(request: HttpRequest, series: str, event: str) -> HttpResponse:
    """GET: the form, or what is kept for this browser. POST: take the places."""
    evening = find(series, event)
    now = clock.now()
    if request.method == "POST":
        return take(request, evening, now=now)
    kept = wishes.find_open_hold(evening, browser=browsers.code_of(request), now=now)
    if kept:
        return show_kept(request, kept)
    return show(request, evening, Page.fresh(request), now=now)


@require_POST
@never_cache
def let_go(request: HttpRequest, series: str, event: str) -> HttpResponse:
    """Give up what is kept for this browser; twice is fine."""
    evening = find(series, event)
    kept = wishes.find_open_hold(evening, browser=browsers.code_of(request), now=clock.now())
    return pay.let_go(kept) if kept else redirect("flows:take-place", series, event)


@require_POST
@never_cache
def go_on_to_payment(request: HttpRequest, series: str, event: str) -> HttpResponse:
    """Back to the payment of what is kept for this browser."""
    evening = find(series, event)
    kept = wishes.find_open_hold(evening, browser=browsers.code_of(request), now=clock.now())
    return pay.go_on(request, kept) if kept else redirect("flows:take-place", series, event)


def find(series: str, event: str) -> Event:
    """A public evening; a draft is not here (404)."""
    public = Event.objects.public().select_related("series", "venue", "places")
    return get_object_or_404(public, series__slug=series, slug=event)


def take(request: HttpRequest, evening: Event, *, now: dt.datetime) -> HttpResponse:
    page = Page.sent(request)
    if not page.is_valid():
        return show(request, evening, page, now=now)
    browser = browsers.code_of(request) or browsers.new_code()
    wish = page.wish(request, browser=browser)
    try:
        sign_up = sign_ups.take(evening, wish, now=now)
    except places.Full:
        return show_too_few(request, evening, page, wish, now=now)
    except AttendeeRefused as refusal:
        page.buyer.add_error(None, str(refusal))
        return show(request, evening, page, now=now)
    except OperationalError:  # somebody else's lock outlasted our patience
        page.buyer.add_error(None, BUSY)
        return show(request, evening, page, now=now, status=503)
    response = pay.go_on(request, sign_up)
    browsers.remember(response, browser)
    return response


def show_too_few(
    request: HttpRequest, evening: Event, page: Page, wish: wishes.Wish, *, now: dt.datetime
) -> HttpResponse:
    """Full, or fewer places left than asked for: then what was typed stays, and fewer can be taken."""
    left = tickets.room(evening.pk, now=now)
    if left:
        is_left = "1 is" if left == 1 else f"{left} are"
        page.buyer.add_error(None, f"You asked for {len(wish.people)} places and {is_left} left. Please take fewer.")
    return show(request, evening, page, left=left, now=now)


def show_kept(request: HttpRequest, sign_up: SignUp) -> HttpResponse:
    held = list(sign_up.tickets.filter(state="held"))
    context = {
        "evening": sign_up.event,
        "sign_up": sign_up,
        "tickets": held,
        "total": sign_up.price * len(held),
        "pay_until": sign_ups.pay_until(sign_up),
    }
    return render(request, "pages/kept_page.html", context)


def show(
    request: HttpRequest, evening: Event, page: Page, *, now: dt.datetime, left: int | None = None, status: int = 200
) -> HttpResponse:
    """The form, or why there is none; `left` where the places were counted after `evening` was read."""
    if left is None:
        left = evening.places.left or tickets.room(evening.pk, now=now)
    is_open = evening.is_published and not evening.is_over(now)
    companions_open = any(form.is_bound and (form.errors or form.has_changed()) for form in page.companions)
    context = {
        "evening": evening,
        "series": evening.series,
        "left": left,
        "is_open": is_open,
        "buyer": page.buyer,
        "companions": page.companions,
        "companions_open": companions_open,
        "refund_is_over": now >= evening.refund_until,
        "next_date": None if is_open and left else other_dates.with_places(evening, now=now).first(),
    }
    return render(request, "pages/take_place_page.html", context, status=status)
