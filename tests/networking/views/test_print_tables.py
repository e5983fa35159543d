"""Signs, rounds and everybody's tables on paper, as pages; tests/flows/test_print_pack.py prints them."""

import re

import pytest

from networking.models import Block, Round
from tests.networking.views.test_where import plain
from tests.support.rooms import here, plan, run_sheet


def page(browser, event, what, **asked):
    return browser.get(f"/desk/events/{event.pk}/print/{what}/", asked).content.decode()


@pytest.mark.parametrize(
    ("asked", "count"), [("", 1), ("12", 12), ("0", 1), ("999", 100), ("-3", 1), ("1e9", 1), ("99999999", 1), ("٣", 3)]
)
def test_there_are_as_many_signs_as_asked_for_within_reason(henry, tonight, asked, count):
    assert page(henry, tonight, "signs", tables=asked).count('class="sign"') == count


def test_sign_has_the_address_of_its_table_once_there_is_one(lee, tonight):
    before = page(lee, tonight, "signs")
    run_sheet(tonight)

    assert ["sign__code" in each for each in (before, page(lee, tonight, "signs"))] == [False, True]


def test_everybody_stands_once_with_a_table_for_each_round(henry, tonight):
    ada, tom, tim = here(tonight, "Ada Adams", "Tom Whitfield", "Tom Wong")
    plan(tonight, [ada, tom], [tim], state=Round.LIVE)
    plan(tonight, [ada], [tim], number=2)

    rows = re.findall(r"<tr>(.*?)</tr>", page(henry, tonight, "where"), re.DOTALL)[1:]

    assert [" ".join(plain(row.replace("</td>", "</p>"))) for row in rows] == [
        "Ada BLUE, circle BLUE, circle",
        "Tom Wh BLUE, circle –",
        "Tom Wo YELLOW, triangle YELLOW, triangle",
    ]


def test_rounds_leave_out_two_who_are_kept_apart_at_one_table(henry, tonight):
    ada, ben, cem = here(tonight, "Ada Adams", "Ben Brown", "Cem Can")
    plan(tonight, [ada, ben, cem])
    Block.objects.create(by=ada.holder, against=ben.holder, said_at=tonight.starts_at)

    shown = page(henry, tonight, "rounds")

    assert "Cem" in shown
    assert not any(name in shown for name in ("Ada", "Ben"))


def test_without_a_plan_both_say_so(henry, tonight):
    assert all("No rounds are planned yet." in page(henry, tonight, what) for what in ("rounds", "where"))
