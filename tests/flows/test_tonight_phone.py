"""Tonight on the host's phone: with a connection, with the server gone for an hour, killed and opened again."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from events.models import EveningLink, Event, Places
from foundation.lib import clock
from networking.domain import activities, mixing, rounds, run_sheets, seats
from networking.models import Round, RunAct
from tests.support.factories import EveningLinkFactory, ProfileFactory, SignUpFactory, TicketFactory, code_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]
KEPT = """() => new Promise(resolve => {
    const request = indexedDB.open(`tonight-${document.getElementById("tonight").dataset.event}`);
    request.onsuccess = () => {
        const all = request.result.transaction("facts").objectStore("facts").count();
        all.onsuccess = () => resolve(all.result);
    };
})"""
A_DAY_LATE = """
    const now = Date.now, said = window.said = new Set();
    Date.now = () => now() - 86_400_000;
    new MutationObserver(() => {
        for (const left of document.querySelectorAll(".run-left")) said.add(left.textContent);
    }).observe(document, {childList: true, subtree: true, characterData: true});
"""  # and writes down whatever is said to be left
BEGUN_ANEW = 60_000  # without a connection: the worker is started, the page drawn from what is kept; slow when all is
NAMES = ["Ada One", "Ben Two", "Cem Three", "Dan Four", "Eve Five", "Fay Six", "Gus Seven", "Hal Eight", "Ida Nine"]


@pytest.fixture
def evening(event):
    """Nine people are in, mixed into two tables for three rounds of ten minutes."""
    Event.objects.filter(pk=event.pk).update(
        starts_at=clock.now() - dt.timedelta(minutes=5), ends_at=clock.now() + dt.timedelta(hours=2)
    )
    Places.objects.filter(event=event).update(capacity=60, ceiling=60)
    event.refresh_from_db()
    for name in NAMES:
        TicketFactory(sign_up=SignUpFactory(event=event, buyer=ProfileFactory(name=name), people=[]), came=True)
    now = clock.now()
    run_sheets.change(event, wish={"group_size": 4, "rounds": 3, "minutes": 10}, by="Henry", now=now)
    mixing.mix(event, seen=0, by="Henry", now=now)
    run_sheets.go_to(event, "rounds", by="Henry", now=now)
    return event


def open_link(page, site, event):
    link = EveningLinkFactory(event=event, role=EveningLink.STAND_IN, name="Lee")
    page.goto(f"{site}/tonight/{code_of(link)}/")
    page.get_by_role("button").first.click()


def open_tonight(page, site, event):
    """The host opens tonight's page and waits until the phone can do without a connection."""
    open_link(page, site, event)
    page.goto(f"{site}/desk/events/{event.pk}/tonight/")
    expect(state(page)).to_contain_text("Ready to go on without a signal")
    return page


def state(page):
    return page.locator("#tonight-state")


def press(page, label):
    page.get_by_role("button", name=label).first.click()


def all_sent(page):
    """A phone that had no answer for a moment went on alone; what it did has arrived now."""
    expect(state(page)).not_to_contain_text("to send")


def times(event):
    return list(Round.objects.for_event(event.pk).values_list("number", "state"))


def test_buttons_go_through_the_phone_and_the_servers_page_comes_back(page, live_server, evening, axe, fits):
    open_tonight(page, live_server.url, evening)

    press(page, "Go")
    expect(page.locator(".run-until")).to_contain_text(re.compile(r"until \d\d:\d\d\s+\d+:\d\d left"))
    press(page, "Pause")
    expect(page.locator(".run-until")).to_contain_text("Paused")
    press(page, "Go on")
    expect(page.get_by_role("button", name="Go: next round")).to_be_visible()

    all_sent(page)
    assert times(evening) == [(1, "live"), (2, "draft"), (3, "draft")]
    axe(page)
    fits(page)


def test_time_that_is_left_is_the_evenings_on_a_phone_whose_clock_is_a_day_late(page, live_server, evening):
    rounds.go(evening, 1, by="Henry", now=clock.now())
    open_link(page, live_server.url, evening)
    page.add_init_script(A_DAY_LATE)

    page.goto(f"{live_server.url}/desk/events/{evening.pk}/tonight/")

    expect(page.locator(".run-until")).to_contain_text(re.compile(r"until \d\d:\d\d\s+\d{1,2}:\d\d left"))
    assert [words for words in page.evaluate("[...said]") if not re.fullmatch(r"\s*\d{1,2}:\d\d left", words)] == []


def test_two_phones_one_round_begun_twice_is_one(page, new_context, live_server, evening):
    open_tonight(page, live_server.url, evening)
    other = open_tonight(new_context().new_page(), live_server.url, evening)
    press(page, "Go")
    expect(page.get_by_role("button", name="Go: next round")).to_be_visible()
    all_sent(page)

    press(other, "Go")

    expect(other.get_by_role("button", name="Go: next round")).to_be_visible()
    all_sent(other)
    assert times(evening) == [(1, "live"), (2, "draft"), (3, "draft")]


def test_evening_goes_on_with_the_server_gone_and_is_told_when_it_is_back(line, killable, evening, axe, fits):
    """Sixty minutes in a cellar: rounds 1 to 3, a pause, the browser killed between."""
    page = open_tonight(killable.open(), line.url, evening)
    address = page.url
    line.cut()
    press(page, "Go")
    expect(state(page)).to_contain_text(
        re.compile(r"No signal since \d\d:\d\d\. This phone goes on by itself\. 1 step")
    )
    expect(page.get_by_text("Round 1 of 3")).to_be_visible()
    axe(page)
    fits(page)

    killable.kill()
    page = killable.open()
    page.goto(address)
    expect(page.get_by_text("Round 1 of 3")).to_be_visible(timeout=BEGUN_ANEW)
    expect(page.locator(".run-until")).to_contain_text("left")
    press(page, "Pause")
    press(page, "Go on")
    press(page, "Go: next round")
    press(page, "2 min more")
    press(page, "Go: next round")
    expect(page.get_by_text("Round 3 of 3")).to_be_visible()
    page.get_by_text("Round 3, now").click()
    for name in NAMES:
        expect(page.get_by_text(name.split()[0]).first).to_be_visible()
    expect(state(page)).to_contain_text("6 steps to send")
    assert times(evening) == [(1, "draft"), (2, "draft"), (3, "draft")]
    line.lose_answers(1)
    line.mend()
    open_link(page, line.url, evening)  # a browser that is killed may have lost its cookie
    page.goto(address)

    expect(state(page)).to_contain_text("Ready to go on without a signal.", timeout=60_000)
    expect(state(page)).not_to_contain_text("to send")
    assert times(evening) == [(1, "closed"), (2, "closed"), (3, "live")]
    assert (RunAct.objects.count(), set(RunAct.objects.values_list("outcome", flat=True))) == (6, {"done"})
    expect(page.get_by_role("button", name="End the round")).to_be_visible()


def test_activity_has_its_time_also_with_the_server_gone(line, page, evening):
    activities.choose(evening, activities.find(evening.series, "help-or-check"), by="Henry", now=clock.now())
    run_sheets.change(evening, wish={"activity_minutes": 20}, by="Henry", now=clock.now())
    run_sheets.go_to(evening, "welcome", by="Henry", now=clock.now())
    open_tonight(page, line.url, evening)
    line.cut()

    press(page, "On to: Activity")
    expect(page.locator(".run-until")).to_contain_text(re.compile(r"until \d\d:\d\d\s+(20|19):\d\d left"))
    press(page, "2 min more")
    expect(page.locator(".run-until")).to_contain_text(re.compile(r"until \d\d:\d\d\s+(22|21):\d\d left"))
    line.mend()

    expect(state(page)).to_contain_text("Ready to go on without a signal.", timeout=60_000)
    expect(page.locator(".run-until")).to_contain_text(re.compile(r"(22|21|20):\d\d left"))
    sheet = run_sheets.of(evening)
    assert sheet.step_ends_at - sheet.step_at > dt.timedelta(minutes=21)


def test_what_somebody_else_did_first_is_said(line, page, evening):
    open_tonight(page, line.url, evening)
    line.cut()
    press(page, "Go")
    press(page, "Go: next round")
    expect(state(page)).to_contain_text("2 steps to send")
    Round.objects.filter(event=evening, number=2).delete()
    run_sheets.change(evening, wish={"rounds": 1}, by="Olivia", now=clock.now())

    line.mend()

    expect(page.locator("#tonight-notes")).to_contain_text("There is no such round any more.", timeout=60_000)
    assert times(evening)[0] == (1, "live")


def test_an_hour_later_the_phone_still_knows_and_after_the_night_it_forgets(page, live_server, evening):
    """Another window, left open on the same evening, keeps nothing alive."""
    open_tonight(page, live_server.url, evening)
    open_tonight(page.context.new_page(), live_server.url, evening)
    page.context.set_offline(True)
    press(page, "Go")
    expect(page.get_by_text("Round 1 of 3")).to_be_visible()
    expect(state(page)).to_contain_text("1 step to send")
    assert page.evaluate(KEPT) == 2  # the evening, and the step

    page.clock.install(time=clock.now() + dt.timedelta(minutes=60))
    page.reload()
    expect(page.locator(".run-until")).to_contain_text("time is up", timeout=BEGUN_ANEW)
    press(page, "Go: next round")
    expect(page.get_by_text("Round 2 of 3")).to_be_visible()
    page.clock.set_fixed_time(clock.now() + dt.timedelta(hours=15))
    page.reload()

    expect(page.get_by_text("This phone has not kept this evening yet.")).to_be_visible(timeout=BEGUN_ANEW)
    assert page.evaluate(KEPT) == 0


def test_everything_works_without_javascript(no_js_page, live_server, evening):
    page = no_js_page
    open_link(page, live_server.url, evening)
    page.goto(f"{live_server.url}/desk/events/{evening.pk}/tonight/")

    press(page, "Go")
    expect(page.locator(".run-until")).to_contain_text(re.compile(r"until \d\d:\d\d"))
    page.get_by_role("link", name="Somebody has to go").click()
    page.get_by_role("button", name="Has to go Ada One").click()
    page.get_by_role("link", name="Tonight").first.click()
    page.get_by_role("link", name="Change tables of round 2").click()
    page.get_by_role("link", name="Ben").click()

    expect(page.get_by_role("heading", name="Another table for Ben")).to_be_visible()
    assert len(seats.present(evening)) == len(NAMES) - 1
