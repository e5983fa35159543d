"""The one phone of a table."""

import pytest
from django.test import Client

from networking.models import Block, RoomTable, Round, RunSheet
from tests.networking.views.test_where import plain
from tests.support.rooms import close, here, plan, run_sheet


def path(event, *parts):
    return "/".join(["/table", RunSheet.objects.get(event=event).table_code, *map(str, parts)]) + "/"


def shown(event, number):
    page = Client().get(f"{path(event, number)}?part").content.decode()
    return [line for line in plain(page.partition("data-told")[2]) if "Look again" not in line]


@pytest.fixture
def two_tables(tonight):
    ada, ben, cem, dan, eve = here(tonight, "Ada Adams", "Ben Brown", "Cem Can", "Dan Day", "Eve Ely")
    RoomTable.objects.create(event=tonight, number=2, where="by the bar")
    first = plan(tonight, [ada, ben, eve], [cem, dan], state=Round.LIVE, opener="What surprised you?")
    plan(tonight, [ada, cem], [ben, dan], number=2)
    return first


def test_table_is_chosen_once_and_is_an_address_then(two_tables, tonight):
    page = Client().get(path(tonight)).content.decode()

    assert [f'href="{path(tonight, number)}"' in page for number in (1, 2, 3)] == [True, True, False]
    assert "by the bar" in page


def test_table_shows_who_sits_there_the_opener_and_until_when(two_tables, tonight):
    assert shown(tonight, 1) == [
        'aria-live="polite" aria-atomic="true"> Round 1 of 3',
        "Ada, Ben, Eve",
        "Start with: What surprised you?",
        "Until 13:52",
    ]


def test_two_minutes_before_the_end_everybody_there_is_told_where_to_go(two_tables, tonight, frozen):
    frozen.move(minutes=10)
    late = shown(tonight, 1)
    frozen.move(minutes=3)
    close(two_tables)

    told = [
        "Round 2: where you go next",
        "Ada stays here",
        "Ben YELLOW table, triangle by the bar",
        "Eve no table: ask the host",
        "Here in round 2:",
        "Ada, Cem",
    ]
    assert late[4:] == told
    assert [line.rpartition("> ")[2] for line in shown(tonight, 1)] == told


def test_two_kept_apart_at_one_table_are_both_left_out_of_all_of_it(two_tables, tonight, frozen):
    ada, ben, _ = (seat.ticket for seat in two_tables.seats.filter(group__table=1).order_by("pk"))
    Block.objects.create(by=ben.holder, against=ada.holder, said_at=tonight.starts_at)

    frozen.move(minutes=10)

    assert (shown(tonight, 1)[1], shown(tonight, 1)[5]) == ("Eve", "Eve no table: ask the host")


def test_table_that_nobody_uses_and_one_that_cannot_be(two_tables, tonight):
    assert shown(tonight, 9)[1] == "Nobody sits here in this round."
    assert [Client().get(path(tonight, number)).status_code for number in (0, 101)] == [404, 404]


def test_before_there_is_a_plan_no_table_can_be_chosen(tonight):
    run_sheet(tonight)

    assert "No tables are planned yet." in Client().get(path(tonight)).content.decode()


def test_unchanged_table_is_304_and_costs_one_query(two_tables, tonight, django_assert_num_queries):
    url = f"{path(tonight, 1)}?part"
    first = Client().get(url)

    with django_assert_num_queries(1):
        again = Client().get(url, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, first["Cache-Control"]) == (304, "private, no-cache")
