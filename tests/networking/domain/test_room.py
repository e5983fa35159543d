"""What everybody may see of the room, and who is not in it any more."""

import datetime as dt

import pytest
from django.test import Client

from attendees.domain import erasing
from networking.domain import room
from networking.models import Round
from tests.support.cast import signed_in
from tests.support.rooms import here, plan, run_sheet


@pytest.fixture
def overrun(frozen, tonight):
    """A round that goes on after the evening's end, with the next one planned."""
    ada, ben, cem = here(tonight, "Ada Adams", "Quilla Brown", "Cem Can")
    frozen.set(tonight.ends_at - dt.timedelta(minutes=5))
    plan(tonight, [ada, ben, cem], state=Round.LIVE)
    plan(tonight, [ada, ben], [cem], number=2)
    frozen.set(tonight.ends_at + dt.timedelta(minutes=1))
    return ada, ben, cem


def pages(event, ada, host):
    """Every page of the room: phone, table, screen, paper, and the host's own."""
    sheet, desk = run_sheet(event), f"/desk/events/{event.pk}"
    open_ones = [
        f"/t/{ada.sign_up.manage_code}/table/", f"/table/{sheet.table_code}/1/", f"/wall/{sheet.wall_code}/",
    ]  # fmt: skip
    hosts = [f"{desk}/print/rounds/", f"{desk}/print/where/", f"{desk}/tonight/state.json", f"{desk}/tonight/people/"]
    browsers = [(Client(), path) for path in open_ones] + [(signed_in(host), path) for path in hosts]
    return {path: browser.get(path).content.decode() for browser, path in browsers}


def test_who_asked_to_be_erased_is_on_no_page_of_the_room_at_once(frozen, tonight, overrun, host):
    ada, quilla, _ = overrun
    before, stamp = pages(tonight, ada, host), room.stamp(tonight.pk)

    erasing.ask(quilla.holder, now=frozen.now)

    assert [path for path, page in before.items() if "Quilla" not in page] == []
    assert room.stamp(tonight.pk) != stamp
    after = pages(tonight, ada, host)
    assert [path for path, page in after.items() if "Quilla" in page] == []
    assert [path for path, page in after.items() if "Cem" not in page] == []


def test_who_took_a_place_after_asking_has_a_table(frozen, tonight):
    ada, ben = here(tonight, "Ada Adams", "Ben Brown")
    for one in (ada, ben):
        one.holder.erase_asked_at = tonight.starts_at - dt.timedelta(minutes=3)
        one.holder.save()
    plan(tonight, [ada, ben], state=Round.LIVE)

    found = room.read(tonight.pk, stamp=room.stamp(tonight.pk))

    assert [person.first_name for person in found.rounds[0].tables[0].people] == ["Ada", "Ben"]
