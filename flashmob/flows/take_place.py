"""From the evening's page to a place: one form, then the ticket, or first the payment."""

import datetime as dt

from django.db import OperationalError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from attendees.domain import sign_up as sign_ups
from attendees.domain import tickets, wishes
from attendees.domain.refused import AttendeeRefused
from attendees.forms.waiting import WaitPage
from attendees.models import SignUp
from attendees.views import browser as browsers
from events.domain import other_dates, places
from events.models import Event
from flashmob.flows import pay
from flashmob.flows.sign_up_page import Page, only_looks
from foundation.lib import clock, compiled

BUSY = "Very many people are taking a place just now. Nothing was taken for you. Please try again in a moment."


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
    return show(request, evening, Page.fresh(request, evening, now=now), now=now)


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
    evening = EVENING.first(series, event)
    if evening is None:
        raise Http404
    return evening


def _evening(series: str, event: str) -> QuerySet[Event]:
    return Event.objects.public().filter(series__slug=series, slug=event).select_related("series", "venue", "places")


EVENING = compiled.Query(_evening)


def take(request: HttpRequest, evening: Event, *, now: dt.datetime) -> HttpResponse:
    page = Page.sent(request, evening, now=now)
    if only_looks(request) or not page.is_valid():
        return show(request, evening, page, now=now)
    browser = browsers.code_of(request) or browsers.code_of_page(page.buyer.code)
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
    wanted = len(wish.people)
    left = tickets.room(evening.pk, now=now) + page.set_aside(evening) if wanted > 1 else 0
    if left:
        is_left = "1 is" if left == 1 else f"{left} are"
        page.buyer.add_error(None, f"You asked for {wanted} places and {is_left} left. Please take fewer.")
    return show(request, evening, page, left=left, now=now)


def show_kept(request: HttpRequest, sign_up: SignUp) -> HttpResponse:
    held = list(sign_up.tickets.filter(state="held"))
    address = (sign_up.event.series.slug, sign_up.event.slug)
    context = {
        "evening": sign_up.event,
        "sign_up": sign_up,
        "tickets": held,
        "total": sign_up.price * len(held),
        "back_url": reverse("pages:event", args=address),
        "pay_url": reverse("flows:go-on-to-payment", args=address),
        "let_go_url": reverse("flows:let-go", args=address),
        "pay_until": sign_ups.pay_until(sign_up),
    }
    return render(request, "pages/kept_page.html", context)


def show(
    request: HttpRequest, evening: Event, page: Page, *, now: dt.datetime, left: int | None = None, status: int = 200
) -> HttpResponse:
    """The form, of a full evening that of its waiting list; `left` where the places were counted after `evening` was
    read.
    """
    if left is None:
        left = (evening.places.left or tickets.room(evening.pk, now=now)) + page.set_aside(evening)
    is_open = evening.is_published and not evening.is_over(now)
    context = {
        "evening": evening,
        "series": evening.series,
        "left": left,
        "is_open": is_open,
        "buyer": page.buyer,
        "companions": page.companions,
        "companions_open": page.companions_open,
        "voucher": page.voucher,
        "trouble": "" if page.buyer.is_bound else page.trouble,
        "price": page.price(evening),
        "refund_is_over": now >= evening.refund_until,
        "wait": waits(page) if is_open and not left and now < evening.starts_at else None,
        "next_date": None if is_open and left else other_dates.next_with_places(evening, now=now),
    }
    return render(request, "pages/take_place_page.html", context, status=status)


def waits(page: Page) -> WaitPage:
    """The form of the waiting list, with what was typed for a place."""
    return WaitPage.fresh({name: page.buyer[name].value() or "" for name in ("name", "email")})
