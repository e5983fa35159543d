"""Where do I go, on one person's phone."""

import html
import re

import pytest
from django.test import Client

from attendees.domain import check_in, giving, tickets
from attendees.models import Ticket
from foundation.lib import clock
from networking.domain import run_sheets
from networking.models import Block, Card, RoomTable, Round
from tests.support.factories import ProfileFactory, SignUpFactory
from tests.support.rooms import close, here, plan, run_sheet
from tests.support.ticket_pages import path


def plain(page):
    """The words of a page, as they are read."""
    blocks = re.split(r"</(?:p|h1|h2|li|div)>", page)
    lines = (" ".join(html.unescape(re.sub(r"<[^>]+>", "", block)).split()) for block in blocks)
    return [line for line in lines if line]


def told(ticket, at="table/?part"):
    """The lines between the heading and "Look again"."""
    lines = plain(Client().get(f"/t/{ticket.manage_code}/{at}").content.decode())
    start = lines.index("Where do I go?")
    end = next((place for place, line in enumerate(lines) if line.endswith("Look again")), len(lines))
    return lines[start + 1 : end]


def test_close_brings_the_next_date_to_who_looks_again(tonight):
    [ada] = here(tonight, "Ada Adams")
    run_sheets.go_to(tonight, "rounds", by="Henry", now=tonight.starts_at)
    before = told(ada)
    run_sheets.go_to(tonight, "close", by="Henry", now=tonight.starts_at)

    assert before[0] == "The rounds have not begun"
    assert told(ada) == [
        "No more rounds tonight",
        "Sit with whom you like.",
        "Your place at the next date",
    ]


@pytest.fixture
def at_blue(tonight):
    """Ada and Ben at the blue table in round 1; in round 2 Ada sits at blue with Cem, Ben at yellow with Dan."""
    ada, ben, cem, dan = here(tonight, "Ada Adams", "Ben Brown", "Cem Can", "Dan Day")
    RoomTable.objects.create(event=tonight, number=1, where="by the window")
    first = plan(tonight, [ada, ben], [cem, dan], state=Round.LIVE, opener="What surprised you this week?")
    plan(tonight, [ada, cem], [ben, dan], number=2)
    return ada, ben, first


def test_phone_says_table_place_people_opener_and_a_clock_time(at_blue):
    ada, _, _ = at_blue

    assert told(ada) == [
        "Round 1 of 3",
        "BLUE table, circle by the window",
        "with Ben",
        "Start with: What surprised you this week?",
        "Until 13:52",
    ]


def test_next_table_follows_two_minutes_before_the_end(at_blue, frozen):
    _, ben, first = at_blue

    frozen.move(minutes=10)
    late = told(ben)
    frozen.move(minutes=2)
    up = told(ben)
    close(first)

    then = ["Then, round 2:", "YELLOW table, triangle", "with Dan"]
    assert late[5:] == then
    assert (up[0], up[4:]) == (
        "Round 1 of 3: time is up",
        ["It was until 13:52. The host says when to move.", *then],
    )
    assert told(ben) == [
        "Next, round 2 of 3: go to",
        "YELLOW table, triangle",
        "with Dan",
        "When it begins, how to start and until when stand here.",
    ]


def test_page_hub_and_part_say_the_same(at_blue):
    ada, _, _ = at_blue

    assert told(ada, "table/") == told(ada, "evening/") == told(ada)


def test_buyer_and_companion_each_see_their_own(tonight):
    sign_up = SignUpFactory(event=tonight, buyer=ProfileFactory(name="Ada Adams"), people=["Ada Adams", "Bo Lund"])
    ada, bo = sign_up.tickets.all()
    Ticket.objects.update(checked_in_at=tonight.starts_at, checked_in_by="Dora")
    plan(tonight, [ada], [bo], state=Round.LIVE)

    assert [told(each)[1] for each in (sign_up, ada, bo)] == ["BLUE table, circle"] * 2 + ["YELLOW table, triangle"]


def test_place_that_was_given_back_or_was_never_there_has_no_page(at_blue, tonight):
    ada, _, _ = at_blue
    Ticket.objects.filter(pk=ada.pk).update(
        state=Ticket.CANCELLED,
        cancelled_at=tonight.starts_at,
        cancel_reason="self",
        checked_in_at=None,
        checked_in_by="",
    )

    assert [Client().get(f"/t/{code}/table/").status_code for code in (ada.manage_code, "0" * 26)] == [404, 404]


def test_unchanged_page_is_304_by_the_phones_own_copy_only(at_blue, frozen):
    ada, ben, _ = at_blue
    first = Client().get(f"/t/{ada.manage_code}/table/?part")
    known = {"If-None-Match": first["ETag"]}

    frozen.move(minutes=9, seconds=59)
    same = Client().get(f"/t/{ada.manage_code}/table/?part", headers=known)
    others = Client().get(f"/t/{ben.manage_code}/table/?part", headers=known)
    frozen.move(seconds=1)
    changed = Client().get(f"/t/{ada.manage_code}/table/?part", headers=known)

    assert [answer.status_code for answer in (first, same, others, changed)] == [200, 304, 200, 200]
    assert (same.content, same["X-Time"]) == (b"", "2026-06-08T12:49:59+00:00")
    assert {answer["Cache-Control"] for answer in (first, same, changed)} == {"private, no-cache"}
    assert not any(answer.has_header("Vary") or answer.cookies for answer in (first, same, changed))


@pytest.mark.parametrize("change", ["undone", "cancelled", "renamed"])
def test_whoever_is_not_there_any_more_or_has_another_name_shows_at_the_next_look(at_blue, tonight, frozen, change):
    ada, ben, _ = at_blue
    first = Client().get(f"/t/{ada.manage_code}/table/?part")
    if change == "cancelled":
        tickets.cancel([ben], reason=tickets.CANCELLED_BY_HOST, now=clock.now())
    else:
        check_in.undo(tonight, ben, by="Dora")
    if change == "renamed":
        giving.correct(ben, name="Benedict Brown")
        frozen.move(seconds=1)
        check_in.check_in(tonight, ben, by="Dora", now=clock.now())

    again = Client().get(f"/t/{ada.manage_code}/table/?part", headers={"If-None-Match": first["ETag"]})

    assert ("<strong>Ben<" in first.content.decode(), again.status_code) == (True, 200)
    assert ("<strong>Ben<" in again.content.decode(), "Benedict" in again.content.decode()) == (
        False,
        change == "renamed",
    )


@pytest.mark.parametrize("seats", [1, 3, 300])
def test_look_costs_one_query_and_the_first_after_a_change_thirteen(tonight, django_assert_num_queries, seats):
    tickets = here(tonight, *(f"Guest{number} Surname" for number in range(seats)))
    plan(tonight, *([tickets[at : at + 5] for at in range(0, seats, 5)]), state=Round.LIVE)
    url = f"/t/{tickets[0].manage_code}/table/?part"

    with django_assert_num_queries(13):
        first = Client().get(url)
    with django_assert_num_queries(1):
        again = Client().get(url, headers={"If-None-Match": first["ETag"]})
    with django_assert_num_queries(1):
        another = Client().get(f"/t/{tickets[-1].manage_code}/table/?part")

    assert [answer.status_code for answer in (first, again, another)] == [200, 304, 200]


def test_block_said_during_a_round_takes_the_names_away_at_the_next_look(at_blue):
    ada, ben, _ = at_blue
    known = {"If-None-Match": Client().get(f"/t/{ada.manage_code}/table/?part")["ETag"]}

    Block.objects.create(by=ben.holder, against=ada.holder, said_at=ben.confirmed_at)

    assert Client().get(f"/t/{ada.manage_code}/table/?part", headers=known).status_code == 200
    assert "with Ben" not in told(ada)
    assert "with Ada" not in told(ben)


@pytest.mark.parametrize(("seen_by", "is_shown"), [("host", False), ("tables", True), ("holders", True)])
def test_work_of_table_mates_is_shown_by_their_choice_and_hidden_at_once(at_blue, tonight, seen_by, is_shown):
    ada, ben, _ = at_blue
    Card.objects.create(profile=ben.holder, role="Project analyst", seen_by=seen_by, changed_at=tonight.starts_at)
    at_table = "Ben: Project analyst" in told(ada)

    Card.objects.update(seen_by="host", changed_at=tonight.ends_at)

    assert at_table is is_shown
    assert "Ben: Project analyst" not in told(ada)


def test_work_is_told_neither_to_another_table_nor_before_the_round(at_blue, tonight, frozen):
    ada, _, first = at_blue
    cem = Ticket.objects.get(name="Cem Can")
    Card.objects.create(profile=cem.holder, role="Planner", seen_by="tables", changed_at=tonight.starts_at)

    frozen.move(minutes=10)
    ending = told(ada)
    close(first)

    assert "with Cem" in ending  # next
    assert not any("Planner" in line for line in [*ending, *told(ada)])


def test_surnames_are_nowhere(tonight):
    tickets = here(tonight, "Tom Whitfield", "Tom Wong", "Ada Adams")
    plan(tonight, tickets, state=Round.LIVE)

    assert told(tickets[2])[2] == "with Tom and Tom"


def test_ticket_page_leads_there_from_two_hours_before_until_the_end(at_blue, event, frozen):
    ada, _, _ = at_blue
    seen = []
    for minutes in (-130, -120, 0, 179, 180):
        frozen.set(event.starts_at)
        frozen.move(minutes=minutes)
        seen.append(f'data-follow="{path(ada, "table")}?part"' in Client().get(path(ada)).content.decode())

    assert seen == [False, True, True, True, False]


def test_between_two_rounds_that_are_not_told_yet_nothing_asks_for_a_tap(tonight):
    ada, ben = here(tonight, "Ada Adams", "Ben Brown")
    close(plan(tonight, [ada, ben], state=Round.LIVE))

    assert told(ada) == ["Between two rounds", "Your next table comes here by itself. Nothing to tap."]


def test_pause_and_going_on_are_seen(at_blue, tonight):
    ada, _, first = at_blue
    Round.objects.filter(pk=first.pk).update(paused_at=tonight.starts_at)
    run_sheet(tonight)

    assert told(ada)[0] == "Round 1 of 3: paused"
    assert told(ada)[-1] == "Stay where you are. When it goes on, the new time stands here."
