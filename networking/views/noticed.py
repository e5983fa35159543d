"""What we noticed: the box of a table and of a person, and the host's list of all of it."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from attendees.models import Ticket
from attendees.views.access import opened_by_code
from events.models import Event
from events.views import access as team
from events.views import desk
from foundation.lib import clock, codes, form_codes, form_numbers, limits
from networking.domain import activities, board, patterns, run_sheets, tables, wall_board
from networking.domain.refused import NetworkingRefused
from networking.forms.noticed import HeadingForm, NoticedForm
from networking.models import Group, Pattern, RunSheet
from networking.views import access, fresh
from networking.views.turning import turned

LIMIT, TIMES = "noticed", 12  # in ten minutes
ASKED = "What did you notice tonight?"
ENOUGH = "That is a lot at once. Keep the rest for the next table, or try again in some minutes."
FILED = "Thank you. It is with the host, who puts it on the board."
DOES = {"reveal": patterns.reveal, "hide": patterns.hide, "keep": patterns.keep, "let-go": patterns.let_go}


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """The box of one person. With `?part` the board of their evening's page, for the script that looks again."""
    ticket = access.ticket_of_page(code)
    if "part" in request.GET and request.method != "POST":
        return _follow(request, ticket, code=code)
    form = _form(request, ticket.event, signs="The host may know that it is from me", is_signed=False)
    if request.method == "POST" and form.is_valid():
        whose = {"ticket": ticket} if form.cleaned_data["is_signed"] else {}
        if _file(ticket.event, form, by=f"ticket {ticket.pk}", whose=whose):
            messages.success(request, FILED)
            return redirect("networking:notice", code=code)
    back = reverse("networking:evening", args=[code])
    return _page(request, ticket.event, form, back=back, back_label="Your evening")


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_code
def notice_at_table(request: HttpRequest, code: str, table: int) -> HttpResponse:
    """The box of a table, on the one phone it has."""
    event = _event_of_table(code, table)
    look = tables.look(table)
    form = _form(request, event, signs=f"The host may know that it is from the {look.name}", is_signed=True)
    if request.method == "POST" and form.is_valid():
        whose = {"table": table} if form.cleaned_data["is_signed"] else {}
        if _file(event, form, by=f"table {event.pk}/{table}", whose=whose):
            messages.success(request, FILED)
            return redirect("networking:notice-at-table", code=code, table=table)
    return _page(
        request, event, form, back=reverse("networking:table", args=[code, table]), back_label=f"The {look.name}"
    )


@never_cache
@require_safe
def list_noticed(request: HttpRequest, event_id: int) -> HttpResponse:
    """All that was filed, for whoever runs the evening."""
    event, who = team.event_for_stand_in(request, event_id)
    found = list(patterns.of_event(event))
    by_state: dict[str, list[dict[str, Any]]] = {state: [] for state in Pattern.TRANSITIONS.moves}
    for pattern in found:
        look = tables.look(pattern.table) if pattern.table else None
        by_state[pattern.state].append({"pattern": pattern, "look": look})
    context = {"event": event, "who": who, "sheet": run_sheets.of(event), "count": len(found), **by_state}
    return desk.show(request, "networking/noticed_page.html", **context)


@require_safe
@opened_by_code
def show_board(request: HttpRequest, code: str) -> HttpResponse:
    """The board on the room's screen. `?page=2` begins there, `?all` turns no pages, `?part` is for the script that
    looks again and turns the pages by itself.
    """
    sheet, now = _sheet_of_wall(code), clock.now()
    event, asked = sheet.event, form_numbers.read(request.GET.get("page", ""))
    etag = _validator(event, sorted(request.GET), asked)
    template = "networking/_wall_board.html" if "part" in request.GET else "networking/wall_board_page.html"

    def make() -> HttpResponse:
        noticed = board.of(event)
        pages = () if "all" in request.GET else wall_board.write(noticed)
        context = {"code": code, "evening": event, "board": noticed, "pages": pages, "etag": etag, "now": now}
        context |= {"is_all": "all" in request.GET, "turn_every": wall_board.TURN_EVERY}
        return render(request, template, {**context, **turned(len(pages), asked)})

    return fresh.answer(request, make, etag=etag, now=now)


@require_POST
def move_noticed(request: HttpRequest, event_id: int, pattern_id: int) -> HttpResponse:
    """One tap: reveal, hide, keep, let go."""
    event, _ = team.event_for_stand_in(request, event_id)
    pattern = get_object_or_404(Pattern, pk=pattern_id, event=event)
    move = DOES.get(request.POST.get("do", ""))
    if move is not None:
        move(pattern, now=clock.now())
    return redirect("networking:list-noticed", event_id=event.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def put_under_heading(request: HttpRequest, event_id: int, pattern_id: int) -> HttpResponse:
    """Another heading for one, or for all that stand under the same: a slip of the pen, or two that are one."""
    event, _ = team.event_for_stand_in(request, event_id)
    pattern = get_object_or_404(Pattern, pk=pattern_id, event=event)
    others = Pattern.objects.filter(event=event, tag=pattern.tag).exclude(pk=pattern.pk).count()
    sent, known = request.POST if request.method == "POST" else None, patterns.headings(event)
    form = HeadingForm(sent, headings=known, now_under=pattern.tag, others=others)
    if request.method == "POST" and form.is_valid():
        patterns.put_under(pattern, form.heading, now=clock.now())
        if form.cleaned_data.get("is_all"):
            patterns.put_all_under(event, form.heading, instead_of=pattern.tag, now=clock.now())
        return redirect("networking:list-noticed", event_id=event.pk)
    return desk.show(request, "networking/heading_page.html", form=form, event=event, pattern=pattern)


@require_POST
def reveal_noticed(request: HttpRequest, event_id: int) -> HttpResponse:
    """Everything new goes on the board."""
    event, _ = team.event_for_stand_in(request, event_id)
    count = patterns.reveal_all(event, now=clock.now())
    messages.success(request, f"{count} more on the board." if count else "Nothing new to reveal.")
    return redirect("networking:list-noticed", event_id=event.pk)


def section(ticket: Ticket, *, code: str, now: dt.datetime) -> dict[str, Any]:
    """For the evening's page of one person: the board, and the way to the box. Three queries."""
    event = ticket.event
    if now < event.starts_at - patterns.OPENS_BEFORE:
        return {"board": None}
    url = reverse("networking:notice", args=[code]) if patterns.is_open(event, now=now) else ""
    return {"board": board.of(event), "url": url, "etag": _validator(event)}


def _follow(request: HttpRequest, ticket: Ticket, *, code: str) -> HttpResponse:
    now = clock.now()

    def make() -> HttpResponse:
        return render(request, "networking/_noticed_board.html", {"noticed": section(ticket, code=code, now=now)})

    return fresh.answer(request, make, etag=_validator(ticket.event), now=now)


def _validator(event: Event, *wanted: object) -> str:
    """The same while what was filed, what was asked and what is `wanted` of it are. One query."""
    return fresh.validator(board.stamp(event.pk), event.pk, *wanted)


def _form(request: HttpRequest, event: Event, *, signs: str, is_signed: bool) -> NoticedForm:
    activity = activities.chosen(event)
    asked = {"prompt": activity.prompt, "tags": activity.tags} if activity else {"prompt": ASKED, "tags": []}
    initial = {"is_signed": is_signed, "form_code": form_codes.issue()}
    return NoticedForm(request.POST or None, initial=initial, signs=signs, **asked)


def _file(event: Event, form: NoticedForm, *, by: str, whose: dict[str, Any]) -> bool:
    """Whether it was filed; otherwise the form says why not. Tries are counted by `by`, which is not stored."""
    if not limits.allow(LIMIT, by, times=TIMES, seconds=10 * limits.MINUTE):
        form.add_error(None, ENOUGH)
        return False
    filed = {name: form.cleaned_data.get(name, "") for name in ("words", "tag")}
    try:
        patterns.file(event, nonce=form.nonce, now=clock.now(), **filed, **whose)
    except NetworkingRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _page(request: HttpRequest, event: Event, form: NoticedForm, *, back: str, back_label: str) -> HttpResponse:
    context = {"evening": event, "form": form, "back": back, "back_label": back_label}
    context["is_open"] = patterns.is_open(event, now=clock.now())
    return render(request, "networking/notice_page.html", context)


def _sheet_of_wall(code: str) -> RunSheet:
    """The run-sheet, with its evening, whose screen's code this is; Http404 otherwise."""
    sheet = RunSheet.objects.filter(wall_hash=codes.fingerprint(code)).select_related("event__series").first()
    if sheet is None:
        raise Http404
    return sheet


def _event_of_table(code: str, table: int) -> Event:
    """The evening whose tables' code this is, if it has that table; Http404 otherwise."""
    sheets = RunSheet.objects.filter(table_hash=codes.fingerprint(code)).select_related("event__series")
    sheet = sheets.first()
    if sheet is None or not Group.objects.filter(round__event=sheet.event_id, table=table).exists():
        raise Http404
    return sheet.event
