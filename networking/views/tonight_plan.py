"""How tonight's room is planned: people at a table, rounds, minutes; where tables stand; what a round starts with."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.views import access, desk
from foundation.lib import clock
from networking.domain import planning, rounds, run_sheets, tonight
from networking.forms.room_plan import OpenerForm, RoomPlanForm, TablePlacesForm
from networking.models import RoomTable


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_plan(request: HttpRequest, event_id: int) -> HttpResponse:
    event, who = access.event_for_stand_in(request, event_id)
    sheet = run_sheets.of(event)
    now_so = {name: getattr(sheet, name) for name in RoomPlanForm.base_fields}
    form = RoomPlanForm(request.POST or None, initial=now_so)
    if request.method == "POST" and form.is_valid():
        run_sheets.change(event, wish=form.cleaned_data, by=who.name, now=clock.now())
        messages.success(request, "Saved. It counts from the next Mix on.")
        return redirect("networking:tonight", event_id=event.pk)
    return desk.show(request, "networking/room_plan_page.html", form=form, event=event)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def place_tables(request: HttpRequest, event_id: int) -> HttpResponse:
    event, _ = access.event_for_stand_in(request, event_id)
    state = tonight.state_of(event, clock.now())
    used = max((table.number for one in state.rounds for table in one.tables), default=0)
    count = max(used, planning.count_groups(max(state.expected, 2), group_size=state.sheet.group_size))
    where = dict(RoomTable.objects.filter(event=event).values_list("number", "where"))
    initial = {f"table_{number}": words for number, words in where.items()}
    form = TablePlacesForm(request.POST or None, numbers=range(1, count + 1), initial=initial)
    if request.method == "POST" and form.is_valid():
        run_sheets.place_tables(event, form.where, now=clock.now())
        messages.success(request, "Saved. People read it beside the colour of their table.")
        return redirect("networking:tonight", event_id=event.pk)
    return desk.show(request, "networking/table_places_page.html", form=form, event=event)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_opener(request: HttpRequest, event_id: int, number: int) -> HttpResponse:
    event, _ = access.event_for_stand_in(request, event_id)
    state = tonight.state_of(event, clock.now())
    found = next((one for one in state.rounds if one.number == number and one.state != "closed"), None)
    if found is None:
        raise Http404
    form = OpenerForm(request.POST or None, initial={"opener": found.opener})
    if request.method == "POST" and form.is_valid():
        rounds.open_with(event, number, opener=form.cleaned_data["opener"], now=clock.now())
        return redirect("networking:tonight", event_id=event.pk)
    return desk.show(request, "networking/opener_page.html", form=form, event=event, number=number)
