"""The room's screen."""

import datetime as dt

import pytest
from django.test import Client

from events.models import Event
from foundation.lib import clock
from networking.domain import activities, run_sheets, screens
from networking.models import Block, RoomTable, Round, RunSheet
from tests.networking.views.test_where import plain
from tests.support.factories import EventFactory
from tests.support.rooms import close, here, plan, run_sheet


def wall(event, **headers):
    return Client().get(f"/wall/{RunSheet.objects.get(event=event).wall_code}/", headers=headers)


def shown(event):
    """The lines from the heading to the foot."""
    return plain(wall(event).content.decode().partition("<main")[2].partition("</main>")[0])[0:]


@pytest.fixture
def two_tables(tonight):
    """Round 1: Ada, Tom and Tom at blue, Cem at yellow. In round 2 they change places."""
    ada, tom, tim, cem = here(tonight, "Ada Adams", "Tom Whitfield", "Tom Wong", "Cem Can")
    RoomTable.objects.create(event=tonight, number=2, where="by the bar")
    first = plan(tonight, [ada, tom, tim], [cem], state=Round.LIVE, opener="What surprised you?")
    plan(tonight, [cem], [ada, tom, tim], number=2)
    return first


def test_round_shows_tables_first_names_opener_and_clock_time(two_tables, tonight):
    assert shown(tonight)[:5] == [
        'class="page" id="main" tabindex="-1"> Round 1 of 3',
        "until 13:52",
        "Start with: What surprised you?",
        "BLUE, circle",
        "Ada, Tom Wh, Tom Wo",
    ]
    assert shown(tonight)[5:7] == ["YELLOW, triangle by the bar", "Cem"]


def test_next_tables_stand_there_two_minutes_before_the_end_and_between(two_tables, tonight, frozen):
    frozen.move(minutes=10)
    late = shown(tonight)
    frozen.move(minutes=2)
    up = shown(tonight)
    close(two_tables)

    tables = ["BLUE, circle", "Cem", "YELLOW, triangle by the bar", "Ada, Tom Wh, Tom Wo"]
    assert late[1:6] == ["Round 1 until 13:52", *tables]
    assert up[1:6] == ["Time is up", *tables]
    assert late[0].endswith("Next, round 2: go to")
    assert shown(tonight)[0].endswith("Next, round 2 of 3: go to")
    assert shown(tonight)[1:5] == tables


def test_before_the_rounds_it_welcomes_and_says_tonights_line(tonight):
    run_sheet(tonight, step=RunSheet.ARRIVALS)
    Event.objects.filter(pk=tonight.pk).update(tonight_line="Wi-Fi: hops2026")

    page = " ".join(shown(tonight))

    assert "Welcome to PMO London" in page
    assert "Wi-Fi: hops2026" in page


def test_at_the_close_it_says_the_next_date(two_tables, tonight, frozen):
    EventFactory(series=tonight.series, slug="july", starts_at=tonight.starts_at + dt.timedelta(days=28))
    close(two_tables)
    run_sheet(tonight, step=RunSheet.CLOSE)

    page = " ".join(shown(tonight))
    frozen.set(tonight.ends_at)

    assert "Thank you for tonight Next: Monday 6 July 2026, 13:30–16:30, London time, The Market Porter" in page
    assert "This evening is over Next: Monday 6 July" in " ".join(shown(tonight))


def test_two_kept_apart_at_one_table_are_both_left_out(two_tables, tonight):
    ada, tom = (seat.ticket for seat in two_tables.seats.order_by("pk")[:2])

    Block.objects.create(by=ada.holder, against=tom.holder, said_at=tonight.starts_at)

    assert shown(tonight)[4] == "Tom Wo"


def test_activity_stands_there_with_its_question_and_its_end(tonight, frozen):
    do_now = {"by": "Henry", "now": clock.now()}
    activities.choose(tonight, activities.find(tonight.series, "help-or-check"), **do_now)
    run_sheets.go_to(tonight, RunSheet.ACTIVITY, **do_now)
    activity = run_sheets.of(tonight).activity

    on = shown(tonight)
    frozen.move(minutes=activity.minutes)

    assert on[0].endswith("> Now")
    assert on[1:4] == [f"until 13:{40 + activity.minutes}", activity.title, activity.prompt]
    assert shown(tonight)[1] == "Time is up"


def test_no_surname_stands_there(two_tables, tonight):
    page = wall(tonight).content.decode()

    assert not any(name in page for name in ("Adams", "Whitfield", "Wong", "Can"))


def test_unchanged_screen_is_304_and_costs_one_query(two_tables, tonight, django_assert_num_queries):
    first = wall(tonight)
    code = RunSheet.objects.get(event=tonight).wall_code

    with django_assert_num_queries(1):
        again = Client().get(f"/wall/{code}/", headers={"If-None-Match": first["ETag"]})
    Event.objects.filter(pk=tonight.pk).update(tonight_line="Last orders", tonight_changed_at=tonight.ends_at)

    assert (again.status_code, first["Cache-Control"]) == (304, "private, no-cache")
    assert wall(tonight, **{"If-None-Match": first["ETag"]}).status_code == 200


def test_old_address_shows_nothing_once_there_are_new_ones(two_tables, tonight):
    sheet = RunSheet.objects.get(event=tonight)
    old = [f"/wall/{sheet.wall_code}/", f"/table/{sheet.table_code}/", f"/table/{sheet.table_code}/1/"]

    screens.renew(tonight, issue=1, by="Henry Host", now=tonight.starts_at)
    screens.renew(tonight, issue=1, by="Henry Host", now=tonight.starts_at)

    assert [Client().get(path).status_code for path in old] == [404, 404, 404]
    assert wall(tonight).status_code == 200
    assert RunSheet.objects.get(event=tonight).issue == 2
