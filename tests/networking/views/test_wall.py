"""The room's screen."""

import datetime as dt
import re

import pytest
from django.test import Client

from events.models import Event, Places
from foundation.lib import clock
from networking.domain import activities, run_sheets, screens, where
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


@pytest.fixture
def many_tables(tonight):
    """A hundred and twenty people at twenty tables in round 1."""
    Places.objects.filter(event=tonight).update(capacity=200, ceiling=200)
    tickets = here(tonight, *(f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[at % 26]}lexandrina{at}" for at in range(120)))
    return tickets, plan(
        tonight, *(tickets[at::20] for at in range(20)), state=Round.LIVE, opener="What surprised you?"
    )


def asked(event, query=""):
    return Client().get(f"/wall/{RunSheet.objects.get(event=event).wall_code}/{query}")


def seen(response):
    """The parts that are seen: label, first and last name."""
    parts = re.findall(
        r"<section class=\"wall__page\" data-page data-shown>.*?</section>", response.content.decode(), re.DOTALL
    )
    return [(re.findall(r"names (.*?)</h2>", part), re.findall(r'wall__who">(.*?)<', part)[0]) for part in parts]


def test_more_tables_than_fit_are_pages_by_first_name_with_round_opener_and_time_on_each(many_tables, tonight):
    pages = [asked(tonight, query) for query in ("", "?page=2", "?page=3")]

    assert [seen(page) for page in pages] == [
        [(["A–H"], "Alexandrina0")],
        [(["I–P"], "Ilexandrina112")],
        [(["Q–Z"], "Qlexandrina16")],
    ]
    for at, page in enumerate(pages, start=1):
        lines = plain(page.content.decode())
        assert {"until 13:52", "Start with: What surprised you?"} <= set(lines)
        assert f"First names A–H I–P Q–Z {at} of 3" in " ".join(lines)


@pytest.mark.parametrize("number", ["0", "4", "-1", "999999", "x", "٢٢", ""])
def test_page_that_there_is_not_is_the_first(many_tables, tonight, number):
    assert seen(asked(tonight, f"?page={number}"))[0][0] == ["A–H"]


@pytest.mark.parametrize(
    ("query", "refresh"),
    [
        ("", "10; url=?page=2"),
        ("?page=2", "10; url=?page=3"),
        ("?page=3", "10; url=?page=1"),
        ("?light&page=3", "10; url=?light&amp;page=1"),
    ],
)
def test_without_a_script_each_page_leads_to_the_next(many_tables, tonight, query, refresh):
    [found] = re.findall(
        r'<noscript><meta http-equiv="refresh" content="(.*?)"></noscript>', asked(tonight, query).content.decode()
    )

    assert found == refresh


def test_without_a_script_a_screen_without_pages_looks_again(two_tables, tonight, frozen):
    few = asked(tonight).content.decode()
    frozen.set(tonight.ends_at + where.OVERRUN)

    assert 'http-equiv="refresh" content="10; url=?"' in few
    assert 'http-equiv="refresh" content="300; url=?light"' in asked(tonight, "?light").content.decode()


def test_all_names_at_once_stand_still(many_tables, tonight):
    page = asked(tonight, "?all").content.decode()

    assert page.count('class="wall__page" data-shown') == 3
    assert page.count('<li class="wall__name">') == 120
    assert "?part&amp;all" in page
    assert not any(word in page for word in ("data-page", "refresh", "First names</span>"))


def test_part_for_the_script_has_all_pages(many_tables, tonight):
    part = asked(tonight, "?part").content.decode()

    assert (part.count("data-page"), part.count("data-page data-shown"), part.count('class="wall__name"')) == (
        3,
        1,
        120,
    )


def test_pages_leave_out_two_who_are_kept_apart_at_one_table(many_tables, tonight):
    tickets, _ = many_tables
    Block.objects.create(by=tickets[0].holder, against=tickets[20].holder, said_at=tonight.starts_at)

    page = asked(tonight, "?all").content.decode()

    assert page.count('<li class="wall__name">') == 118
    assert not any(f">{ticket.first_name}<" in page for ticket in (tickets[0], tickets[20]))


def test_each_page_has_a_validator_of_its_own(many_tables, tonight, django_assert_num_queries):
    queries = ("", "?page=2", "?page=3", "?all", "?light", "?part")
    etags = {query: asked(tonight, query)["ETag"] for query in queries}
    code = RunSheet.objects.get(event=tonight).wall_code

    assert len(set(etags.values())) == len(queries)
    for query, etag in etags.items():
        with django_assert_num_queries(1):
            assert Client().get(f"/wall/{code}/{query}", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("count", [1, 3, 60])
def test_screen_costs_thirteen_queries_when_something_changed_however_many_tables(
    tonight, count, django_assert_num_queries
):
    Places.objects.filter(event=tonight).update(capacity=200, ceiling=200)
    tickets = here(tonight, *(f"Guest{at}" for at in range(2 * count)))
    plan(tonight, *(tickets[at : at + 2] for at in range(0, 2 * count, 2)), state=Round.LIVE)
    code = RunSheet.objects.get(event=tonight).wall_code

    with django_assert_num_queries(13):
        Client().get(f"/wall/{code}/")
    with django_assert_num_queries(1):
        Client().get(f"/wall/{code}/?page=2")


def test_old_address_shows_nothing_once_there_are_new_ones(two_tables, tonight):
    sheet = RunSheet.objects.get(event=tonight)
    old = [f"/wall/{sheet.wall_code}/", f"/table/{sheet.table_code}/", f"/table/{sheet.table_code}/1/"]

    screens.renew(tonight, issue=1, by="Henry Host", now=tonight.starts_at)
    screens.renew(tonight, issue=1, by="Henry Host", now=tonight.starts_at)

    assert [Client().get(path).status_code for path in old] == [404, 404, 404]
    assert wall(tonight).status_code == 200
    assert RunSheet.objects.get(event=tonight).issue == 2
