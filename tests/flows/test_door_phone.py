"""The door on phones with JavaScript: with a connection, without one, with a bad one, killed and opened again."""

import datetime as dt
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from attendees.domain import door_report, giving
from attendees.models import DoorAct, SignUp, Ticket
from events.models import Event, Places
from foundation.lib import clock
from payments.models import TillEntry
from tests.flows.test_door import SMALL_TARGETS
from tests.support import filmed_code
from tests.support.factories import EveningLinkFactory, ProfileFactory, SignUpFactory, code_of
from tests.support.needs import missing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]
KEPT = """async event => ({
    bases: (await indexedDB.databases()).map(base => base.name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
# A phone waits 700 ms for the server's word before it trusts its own: a machine busy with tests may take longer.
PATIENT = """{ const own = window.setTimeout;
window.setTimeout = (act, after, ...rest) => own(act, after === 700 ? 20000 : after, ...rest); }"""
# What was asked before the connection went may be answered after: with a list that is newer than the test means.
COUNTED = """{ const own = window.fetch;
window.asking = 0;
window.fetch = (...asked) => { window.asking += 1; return own(...asked).finally(() => { window.asking -= 1; }); }; }"""


@pytest.fixture
def tonight(event):
    """The evening has just begun, here and now. Tom and Tom have paid, Tess and Cem pay at the door."""
    Event.objects.filter(pk=event.pk).update(
        starts_at=clock.now() - dt.timedelta(minutes=5), ends_at=clock.now() + dt.timedelta(hours=2)
    )
    event.refresh_from_db()
    SignUpFactory(event=event, buyer=ProfileFactory(name="Tom Whitfield"), sector="tech")
    SignUpFactory(event=event, buyer=ProfileFactory(name="Tom Wong"), sector="tech")
    SignUpFactory(
        event=event, buyer=ProfileFactory(name="Tess Tanner"), people=["Tess Tanner", "Cem Candy"], way=SignUp.DOOR
    )
    return event


def open_link(page, site, event, *, name="Dora"):
    page.add_init_script(COUNTED)
    page.goto(f"{site}/tonight/{code_of(EveningLinkFactory(event=event, name=name))}/")
    page.get_by_role("button").first.click()


def open_door(page, site, event, *, name="Dora"):
    """The helper opens the link and waits until the phone can do without a connection."""
    open_link(page, site, event, name=name)
    expect(state(page)).to_contain_text("works without a connection")
    return page


@pytest.fixture
def door(page, live_server, tonight):
    page.add_init_script(PATIENT)
    return open_door(page, live_server.url, tonight)


@pytest.fixture
def second(new_context, live_server, tonight):
    """Lee's phone."""
    page = new_context().new_page()
    page.add_init_script(PATIENT)
    return open_door(page, live_server.url, tonight, name="Lee")


def type_in(door, words):
    door.get_by_label("Name or ticket code").fill(words)
    door.keyboard.press("Enter")


def said(door):
    return door.locator("#door-answer")


def state(door):
    return door.locator("#door-state")


def lost(door, *, offline):
    door.context.set_offline(offline)
    while offline and door.evaluate("window.asking"):
        door.wait_for_timeout(20)


def ticket_of(name):
    return Ticket.objects.get(name=name)


def address_of(name):
    return f"http://localhost:8000/d/{ticket_of(name).door_code}/"


def all_sent(door):
    expect(state(door)).to_contain_text("Nothing to send", timeout=20_000)


# ---- With a connection -------------------------------------------------------------------------


def test_scanned_ticket_comes_in_and_a_second_time_does_not(door):
    type_in(door, address_of("Tom Wong"))
    expect(said(door)).to_contain_text("Come in")
    expect(said(door)).to_contain_text("Tom Wo")
    expect(door.locator("#door-count")).to_have_text("1 in, 3 to come")

    type_in(door, address_of("Tom Wong"))

    expect(said(door)).to_contain_text("Already in")
    expect(said(door)).to_contain_text(re.compile(r"Checked in at \d\d:\d\d by (this phone|Dora, phone)"))
    all_sent(door)
    assert ticket_of("Tom Wong").checked_in_by.startswith("Dora, phone ")
    assert door.title() == "Already in: Tom Wo – June evening – Door"


def test_who_is_in_is_looked_up_in_a_list_asked_for_after_the_scan(door):
    """A list that was under way already may not know what another phone did since."""
    type_in(door, address_of("Tom Wong"))
    expect(said(door)).to_contain_text("Come in")
    all_sent(door)
    under_way = []
    door.route("**/list.json", lambda route: under_way.append((route, route.fetch())), times=1)
    door.evaluate("dispatchEvent(new Event('online'))")
    while not under_way:
        door.wait_for_timeout(20)
    Ticket.objects.filter(name="Tom Wong").update(checked_in_by="Lee, phone A5")

    type_in(door, address_of("Tom Wong"))
    [(route, answer)] = under_way
    route.fulfill(response=answer)

    expect(said(door)).to_contain_text("by Lee, phone A5")


def test_six_letters_or_a_whole_name_are_enough(door):
    type_in(door, ticket_of("Tom Wong").letters.lower())
    expect(said(door)).to_contain_text("Come in")

    type_in(door, "tom whitfield")
    expect(door.locator(".door-list > li")).to_have_count(1)
    door.get_by_role("button", name="Check in Tom Wh").click()

    expect(said(door)).to_contain_text("Come in")
    expect(said(door)).to_contain_text("Introduce to Tom Wo.")
    all_sent(door)
    assert Ticket.objects.checked_in().count() == 2


def test_note_of_the_host_is_read_when_they_come_in(page, live_server, tonight):
    Ticket.objects.filter(name="Tom Wong").update(door_note="Speaks first.")
    door = open_door(page, live_server.url, tonight)
    expect(door.locator(".door-list__note").filter(has_text="Speaks first.")).to_be_visible()
    lost(door, offline=True)

    type_in(door, address_of("Tom Wong"))

    expect(said(door)).to_contain_text("Speaks first.")


@pytest.mark.slow
def test_phone_whose_link_was_taken_back_shuts_within_a_minute_by_itself(door, tonight):
    tonight.links.update(revoked_at=clock.now())

    expect(door.get_by_text("This door is shut")).to_be_visible(timeout=40_000)

    assert door.evaluate(KEPT) == {"bases": [], "caches": [], "workers": 0}


def test_undo_is_one_tap(door):
    door.get_by_role("button", name="Check in Tom Wh").click()
    expect(said(door)).to_contain_text("Come in")

    door.locator("#door-acts").get_by_role("button", name="Undo Tom Wh").click()

    expect(said(door)).to_contain_text("Undone")
    all_sent(door)
    assert ticket_of("Tom Whitfield").checked_in_at is None
    expect(door.locator("#door-count")).to_have_text("0 in, 4 to come")


def test_what_is_no_ticket_is_shown_as_text_and_never_opened(door, tonight):
    for typed, words in (
        (
            "https://evil.example/<img src=x onerror=alert(1)>",
            "This code was not made by us. https://evil.example/<img",
        ),
        ("javascript:alert(1)//" + "x" * 4096, "This code was not made by us. javascript:alert(1)//xx"),
        ("0" * 26, "This is not one of our tickets."),
    ):
        type_in(door, typed)
        expect(said(door)).to_contain_text(words)
        expect(said(door)).to_contain_text("No ticket")

    assert door.locator("#door-answer img").count() == 0
    assert urlsplit(door.url).path == f"/door/{tonight.pk}/"
    assert len(said(door).inner_text()) < 200


def test_ticket_bought_a_moment_ago_comes_in_though_the_phone_does_not_know_it(door, tonight):
    SignUpFactory(event=tonight, buyer=ProfileFactory(name="Late Lou"))

    type_in(door, address_of("Late Lou"))

    expect(said(door)).to_contain_text("Come in")
    expect(said(door)).to_contain_text("Late")


SLOW_LIST = """{ const own = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...asked) {
    const request = own.apply(this, asked);
    const late = act => event => setTimeout(() => act(event), 1500);
    Object.defineProperty(request, "onsuccess", {set: act => request.addEventListener("success", late(act))});
    return request;
}; }"""


def test_name_typed_before_the_phones_own_list_is_open_is_looked_up(door):
    door.add_init_script(SLOW_LIST)
    door.reload()

    type_in(door, "tom")

    expect(door.locator("#door-list")).to_contain_text("Found for “tom”")
    expect(door.locator(".door-list > li")).to_have_count(2)


@pytest.mark.slow
def test_code_about_which_the_server_is_silent_is_not_said_to_be_wrong(door, tonight):
    SignUpFactory(event=tonight, buyer=ProfileFactory(name="Late Lou"))
    door.route("**/acts/", lambda route: None)

    type_in(door, address_of("Late Lou"))

    expect(said(door)).to_contain_text("the connection is slow")
    door.unroute("**/acts/")
    door.get_by_role("button", name="Let in, check later").click()
    expect(said(door)).to_contain_text("Come in")
    all_sent(door)
    assert ticket_of("Late Lou").checked_in_at is not None


def test_void_ticket_and_one_of_another_evening_are_refused_with_the_reason(door, tonight):
    gone = ticket_of("Tom Wong")
    Ticket.objects.filter(pk=gone.pk).update(state="cancelled", cancelled_at=clock.now(), cancel_reason="refunded")
    other = SignUpFactory().tickets.get()

    type_in(door, address_of("Tom Wong"))
    expect(said(door)).to_contain_text("The money for this place went back.")
    type_in(door, f"http://localhost:8000/d/{other.door_code}/")

    expect(said(door)).to_contain_text("This ticket is for another evening.")


def test_money_owed_is_asked_for_taken_with_change_and_undone(door):
    door.get_by_role("button", name="Check in Cem").click()
    expect(said(door)).to_contain_text("£10 to pay")
    door.get_by_role("button", name="Work out the change").click()
    door.get_by_label("Cash given").fill("20")
    expect(door.locator("#door-change")).to_have_text("Give £10 back")
    door.get_by_role("button", name="Paid in cash").last.click()
    expect(said(door)).to_contain_text("£10 in cash. Give £10 back.")
    all_sent(door)
    assert TillEntry.objects.get().given_amount == 2000

    door.locator("#door-acts").get_by_role("button", name="Undo").click()

    expect(said(door)).to_contain_text("Undone")
    all_sent(door)
    assert TillEntry.objects.get().undone_by.startswith("Dora")
    assert SignUp.objects.get(name="Tess Tanner").owes


def test_two_walk_in_pay_cash_and_are_undone(door, tonight):
    door.get_by_role("link", name="Somebody without a place").click()
    door.get_by_label("Name", exact=True).fill("Will")
    door.get_by_role("button", name="One more person").click()
    door.get_by_label("Person 2").fill("Wanda")
    expect(door.locator("#door-sum")).to_have_text("£10 to pay")
    door.get_by_label("Cash given").fill("5")
    door.get_by_role("button", name="Paid in cash").last.click()
    expect(door.locator("#door-change")).to_have_text("That is less than the price")
    door.get_by_label("Cash given").fill("20")
    door.get_by_role("button", name="Paid in cash").last.click()

    expect(said(door)).to_contain_text("Will and Wanda")
    expect(said(door)).to_contain_text("£10 in cash. Give £10 back.")
    expect(door.locator("#door-count")).to_have_text("2 in, 4 to come")
    all_sent(door)
    assert Places.objects.get(event=tonight).taken == 6
    door.locator("#door-acts").get_by_role("button", name="Undo").click()
    expect(said(door)).to_contain_text("Give the money back.")
    assert Places.objects.get(event=tonight).taken == 4


def test_full_evening_lets_a_helper_take_nobody(door, tonight):
    Places.objects.filter(event=tonight).update(capacity=4, ceiling=4)
    door.get_by_role("link", name="Somebody without a place").click()
    door.get_by_label("Name", exact=True).fill("Will")

    door.get_by_role("button", name="Paid by card").last.click()

    expect(said(door)).to_contain_text("All places are taken. Only the host may let more people in.")
    assert not SignUp.objects.filter(name="Will").exists()


@pytest.mark.slow
def test_somebody_who_cannot_find_us_rings_at_the_door_and_hears_who_has_seen_it(door, new_context, live_server, axe):
    guest = new_context().new_page()
    guest.goto(f"{live_server.url}/t/{ticket_of('Tom Wong').sign_up.manage_code}/")
    guest.get_by_role("button", name="I can’t find you").click()
    expect(guest.get_by_text("It rings at the door")).to_be_visible()
    axe(guest)

    door.get_by_role("button", name="I’ve seen it Tom Wo").click(timeout=20_000)

    expect(door.get_by_text("Dora has seen it.")).to_be_visible()
    axe(door)
    expect(guest.get_by_text("Dora has seen it")).to_be_visible(timeout=15_000)


# ---- The camera --------------------------------------------------------------------------------


@pytest.fixture
def camera_phone(browser_type, browser_type_launch_args, tonight, tmp_path):
    """A phone whose camera sees Tom Wong's ticket."""
    film = tmp_path / "ticket.y4m"
    filmed_code.write(film, address_of("Tom Wong"))
    camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    flags = [*browser_type_launch_args["args"], *camera, f"--use-file-for-fake-video-capture={film}"]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": flags})
    yield browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    browser.close()


@pytest.mark.parametrize("connection", ["with a connection", "without"])
def test_code_before_the_camera_is_read_and_let_in(camera_phone, live_server, tonight, connection, axe):
    door = open_door(camera_phone, live_server.url, tonight)
    assert door.locator("[data-decoder]").get_attribute("data-decoder") or missing("the reader of codes (make scanner)")
    lost(door, offline=connection == "without")

    door.get_by_role("button", name="Scan codes").click()

    expect(said(door)).to_contain_text("Come in")
    expect(said(door)).to_contain_text("Tom Wo")
    axe(door)
    door.wait_for_timeout(500)  # the ticket is still before the camera, and that is no second try
    expect(said(door)).to_contain_text("Come in")
    door.get_by_role("button", name="Stop scanning").click()
    expect(door.locator("video")).to_have_count(0)


def test_phone_without_camera_says_what_to_do(page, live_server, tonight):
    page.add_init_script("Object.defineProperty(navigator, 'mediaDevices', { value: undefined })")

    door = open_door(page, live_server.url, tonight)

    expect(door.get_by_text("This phone cannot read codes here. Type the letters below the code.")).to_be_visible()
    expect(door.get_by_role("button", name="Scan codes")).to_be_hidden()


def test_whether_the_phone_scans_is_on_the_page_before_its_own_list_is_open(page, live_server, tonight):
    page.add_init_script("IDBFactory.prototype.open = () => ({});")  # never answers
    open_link(page, live_server.url, tonight)
    page.wait_for_url("**/door/**")  # when it has loaded

    assert page.locator("#door-camera").is_hidden() != page.locator("#door-no-camera").is_hidden()


# ---- Without a connection ----------------------------------------------------------------------


def test_door_opens_cold_without_connection_and_keeps_what_it_does(door, tonight):
    address = door.url
    lost(door, offline=True)
    door.goto("about:blank")
    door.goto(address)

    expect(door.locator("#door-count")).to_have_text("0 in, 4 to come")
    expect(state(door)).to_contain_text(
        re.compile(r"List of \d\d:\d\d, under a minute old · Nothing to send · no conn")
    )
    type_in(door, address_of("Tom Wong"))
    expect(said(door)).to_contain_text("Come in")
    type_in(door, address_of("Tom Wong"))
    expect(said(door)).to_contain_text("by this phone")
    type_in(door, "0" * 26)
    expect(said(door)).to_contain_text("Not on this list")
    expect(state(door)).to_contain_text("1 to send · no connection")
    assert Ticket.objects.checked_in().count() == 0

    lost(door, offline=False)

    all_sent(door)
    assert ticket_of("Tom Wong").checked_in_by.startswith("Dora, phone ")


def test_closing_with_something_unsent_warns_and_without_does_not(door):
    warnings = []
    door.on("dialog", lambda dialog: (warnings.append(dialog.type), dialog.accept()))
    lost(door, offline=True)
    type_in(door, address_of("Tom Wong"))
    expect(state(door)).to_contain_text("1 to send")

    door.reload()
    assert warnings == ["beforeunload"]
    expect(state(door)).to_contain_text("1 to send")
    lost(door, offline=False)
    all_sent(door)
    door.reload()

    assert warnings == ["beforeunload"]


def test_walk_in_undone_without_connection_gets_the_money_back(door, tonight):
    lost(door, offline=True)
    door.get_by_role("link", name="Somebody without a place").click()
    door.get_by_label("Name", exact=True).fill("Will")
    door.get_by_role("button", name="Paid by card").last.click()
    expect(said(door)).to_contain_text("£5 by card.")

    door.locator("#door-acts").get_by_role("button", name="Undo Will").click()

    expect(said(door)).to_contain_text("Give the money back.")
    lost(door, offline=False)
    all_sent(door)
    assert (TillEntry.objects.get().undone_by[:4], Places.objects.get(event=tonight).taken) == ("Dora", 4)


def test_walk_in_and_payment_without_connection_take_under_ten_seconds_and_arrive(door, tonight):
    lost(door, offline=True)
    began = clock.real_now()
    door.get_by_role("link", name="Somebody without a place").click()
    door.get_by_label("Name", exact=True).fill("Will")
    door.get_by_label("Cash given").fill("20")
    door.get_by_role("button", name="Paid in cash").last.click()
    expect(said(door)).to_contain_text("£5 in cash. Give £15 back.")
    assert clock.real_now() - began < dt.timedelta(seconds=10)
    door.get_by_role("button", name="Check in Tess").click()
    door.locator("#door-acts").get_by_role("button", name="Paid by card").click()
    expect(said(door)).to_contain_text("£10 by card.")

    lost(door, offline=False)

    all_sent(door)
    assert sorted(TillEntry.objects.values_list("way", "amount")) == [("card", 1000), ("cash", 500)]
    assert Places.objects.get(event=tonight).taken == 5


@pytest.mark.slow
def test_whom_a_phone_let_in_alone_above_capacity_is_in_and_stays_to_look_at(door, tonight):
    lost(door, offline=True)
    Places.objects.filter(event=tonight).update(capacity=4, ceiling=4)
    door.get_by_role("link", name="Somebody without a place").click()
    door.get_by_label("Name", exact=True).fill("Will")
    door.get_by_role("button", name="Paid in cash").last.click()
    expect(said(door)).to_contain_text("Come in")
    door.wait_for_timeout(5500)

    lost(door, offline=False)

    expect(door.locator("#door-look")).to_contain_text("All places were taken by then. They are in; the host is told.")
    assert DoorAct.objects.get().outcome == "over"
    door.reload()
    door.locator("#door-look").get_by_role("button", name="Done").click()
    expect(door.locator("#door-look")).to_be_hidden()


@pytest.mark.slow
def test_two_phones_alone_scan_the_same_ticket_and_a_third_scan_is_refused(door, second, tonight):
    """R41."""
    lost(door, offline=True)
    lost(second, offline=True)
    type_in(door, address_of("Tom Wong"))
    expect(said(door)).to_contain_text("Come in")
    door.wait_for_timeout(1100)
    type_in(second, address_of("Tom Wong"))
    expect(said(second)).to_contain_text("Come in")
    door.wait_for_timeout(5500)

    lost(second, offline=False)
    all_sent(second)
    lost(door, offline=False)
    all_sent(door)

    first, later = DoorAct.objects.order_by("happened_at")
    assert [(str(act.phone).split(",")[0], act.outcome) for act in (first, later)] == [
        ("Dora", "counted"),
        ("Lee", "doubled"),
    ]
    assert ticket_of("Tom Wong").checked_in_by == str(first.phone)
    assert ticket_of("Tom Wong").checked_in_at == first.happened_at
    expect(door.locator("#door-look")).to_contain_text("Somebody else came in with it too.")
    type_in(second, address_of("Tom Wong"))
    expect(said(second)).to_contain_text("Already in")
    expect(said(second)).to_contain_text(f"by {first.phone}")


@pytest.mark.slow
def test_ticket_given_away_lets_its_new_owner_in_by_a_phone_that_was_offline_and_the_old_one_is_a_conflict(
    door, second, tonight, axe, fits
):
    """Both lists are older than the gift: Lee's phone meets a code it does not know, Dora's one that is dead."""
    lost(door, offline=True)
    lost(second, offline=True)
    old_address = address_of("Tom Wong")
    giving.give(ticket_of("Tom Wong"), name="Nia New", email="nia@mail.example", by="Tom", now=clock.now())

    type_in(second, address_of("Nia New"))
    expect(said(second)).to_contain_text("Not on this list")
    expect(said(second)).to_contain_text(re.compile(r"The list is as of \d\d:\d\d, and there is no connection"))
    axe(second)
    second.locator("#door-acts").get_by_role("button", name="Let in, check later").click()
    expect(said(second)).to_contain_text("In, not checked yet")
    expect(second.locator("#door-count")).to_have_text("1 in, 4 to come")
    second.get_by_role("link", name="Inside").click()
    expect(second.locator("#door-list")).to_contain_text("Not checked yet")
    axe(second)
    fits(second)
    type_in(second, address_of("Nia New"))
    expect(said(second)).to_contain_text("Already in")
    type_in(door, old_address)
    expect(said(door)).to_contain_text("Come in")
    door.wait_for_timeout(5500)
    lost(door, offline=False)
    all_sent(door)
    lost(second, offline=False)
    all_sent(second)

    nia = ticket_of("Nia New")
    assert nia.checked_in_by.startswith("Lee, phone ")
    assert sorted(DoorAct.objects.values_list("phone__name", "outcome")) == [("Dora", "wrong"), ("Lee", "counted")]
    expect(second.locator("#door-list")).to_contain_text("Nia")
    expect(second.locator("#door-count")).to_have_text("1 in, 3 to come")
    expect(door.locator("#door-look")).to_contain_text("This ticket is an old one")
    assert "with an old ticket: the place is Nia New’s now" in door_report.lines(tonight, to_host=True)[0].words


def test_code_that_cannot_be_ours_is_not_let_in_unchecked_and_letters_can_be(door, tonight):
    lost(door, offline=True)
    SignUpFactory(event=tonight, buyer=ProfileFactory(name="Late Lou"))

    type_in(door, "8" * 26)
    expect(said(door)).to_contain_text("This is not one of our tickets.")
    expect(door.get_by_role("button", name="Let in, check later")).to_have_count(0)
    type_in(door, ticket_of("Late Lou").letters)
    expect(said(door)).to_contain_text("Not on this list")
    door.get_by_role("button", name="Let in, check later").click()
    expect(said(door)).to_contain_text("In, not checked yet")
    lost(door, offline=False)
    all_sent(door)
    assert ticket_of("Late Lou").checked_in_at is not None


@pytest.mark.slow
def test_forty_scans_without_connection_a_killed_browser_and_lost_answers_are_forty_check_ins(line, killable, event):
    """R40."""
    Event.objects.filter(pk=event.pk).update(starts_at=clock.now(), ends_at=clock.now() + dt.timedelta(hours=2))
    Places.objects.filter(event=event).update(capacity=60, ceiling=60)
    names = [f"Guest{number} Surname" for number in range(40)]
    for name in names:
        SignUpFactory(event=event, buyer=ProfileFactory(name=name))
    door = open_door(killable.open(), line.url, event)
    address = door.url
    line.cut()
    for number, name in enumerate(names):
        type_in(door, address_of(name))
        expect(door.locator("#door-count")).to_have_text(f"{number + 1} in, {39 - number} to come")
    expect(state(door)).to_contain_text("40 to send")

    killable.kill()
    door = killable.open()
    door.goto(address)
    expect(door.locator("#door-count")).to_have_text("40 in, 0 to come")
    expect(state(door)).to_contain_text("40 to send")
    line.lose_answers(8)
    line.mend()
    open_link(door, line.url, event)  # a browser that is killed may have lost its cookie

    expect(state(door)).to_contain_text("Nothing to send", timeout=120_000)
    assert line.lost == 8
    assert Ticket.objects.checked_in().count() == 40
    assert sorted(DoorAct.objects.values_list("outcome", flat=True)) == ["counted"] * 40


# ---- For everybody -----------------------------------------------------------------------------

ANSWERED_IN = """async typed => {
    const box = document.getElementById("door-box"), answer = document.getElementById("door-answer");
    answer.replaceChildren();
    const done = new Promise(resolve => new MutationObserver(() => resolve(performance.now()))
        .observe(answer, { childList: true }));
    box.value = typed;
    const began = performance.now();
    box.form.requestSubmit();
    return await done - began;
}"""


def test_answers_from_three_hundred_people_come_within_three_hundred_milliseconds(page, live_server, event):
    Event.objects.filter(pk=event.pk).update(starts_at=clock.now(), ends_at=clock.now() + dt.timedelta(hours=2))
    Places.objects.filter(event=event).update(capacity=300, ceiling=300)
    sign_up = SignUpFactory(event=event, people=[f"Guest{number} Surname" for number in range(300)])
    codes = [ticket.door_code for ticket in sign_up.tickets.all()]
    door = open_door(page, live_server.url, event)
    lost(door, offline=True)

    expect(state(door)).to_contain_text("no connection")

    new = iter(codes)
    asked = [*([lambda: next(new)] * 20), *([lambda: codes[0]] * 5), lambda: "0" * 26, lambda: "/foreign"]
    tries = [[door.evaluate(ANSWERED_IN, code())] for code in asked]
    for took, code in zip(tries, asked, strict=True):
        while min(took) > 300 and len(took) < 3:  # a busy machine stutters, and then it is another code's turn
            took.append(door.evaluate(ANSWERED_IN, code()))

    assert max(min(took) for took in tries) <= 300, tries


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_state_of_the_door_has_no_violation_big_targets_and_fits(
    page, live_server, tonight, axe, fits, scheme, width
):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    door = open_door(page, live_server.url, tonight)

    def check():
        axe(door)
        fits(door)
        assert door.evaluate(SMALL_TARGETS) == []

    check()
    for typed in (address_of("Tom Wong"), address_of("Tom Wong"), "tom", "nobody", "/foreign"):
        type_in(door, typed)
        expect(door.locator("#door-answer .result, #door-list h2").first).to_be_visible()
        check()
    door.get_by_role("button", name="Show everybody").click()
    door.get_by_role("button", name="Check in Tess").click()
    expect(said(door)).to_contain_text("£10 to pay")
    check()
    door.get_by_role("button", name="Work out the change").click()
    check()
    door.get_by_role("button", name="Back").click()
    lost(door, offline=True)
    door.get_by_role("link", name="Somebody without a place").click()
    door.get_by_role("button", name="One more person").click()
    door.get_by_label("Name", exact=True).fill("Will")
    door.get_by_role("button", name="Paid by card").last.click()
    expect(state(door)).to_contain_text("to send · no connection")
    check()
    door.get_by_role("link", name="Inside").click()
    check()


# ---- The end -----------------------------------------------------------------------------------


def test_phone_whose_link_was_taken_back_forgets_everything(door, tonight):
    address = door.url
    door.goto("about:blank")  # else the page may hear of it, and forget, before it is loaded again
    tonight.links.update(revoked_at=clock.now())

    door.goto(address)

    expect(door.get_by_text("This door is shut")).to_be_visible()
    assert door.evaluate(KEPT) == {"bases": [], "caches": [], "workers": 0}
    door.reload()
    door.wait_for_url("**/sign-in/**")


def test_phone_that_lost_who_it_was_keeps_what_it_did_until_the_link_is_opened_again(door, live_server, tonight):
    lost(door, offline=True)
    type_in(door, address_of("Tom Wong"))
    expect(state(door)).to_contain_text("1 to send")
    door.context.clear_cookies()
    lost(door, offline=False)
    expect(state(door)).to_contain_text("1 to send · open the door’s link again to send")

    open_link(door, live_server.url, tonight)

    all_sent(door)
    assert ticket_of("Tom Wong").checked_in_at is not None


def test_phone_without_connection_forgets_twelve_hours_after_the_end(door, tonight):
    lost(door, offline=True)
    door.clock.install(time=clock.now() + dt.timedelta(hours=14, minutes=1))

    door.reload()

    expect(door.get_by_text("This door is shut")).to_be_visible()
    assert door.evaluate(KEPT) == {"bases": [], "caches": [], "workers": 0}


def test_phone_that_is_handed_back_forgets_everything(door, live_server, tonight):
    door.get_by_role("link", name="Hand this phone back").click()
    door.get_by_role("button", name="Forget the list").click()

    door.wait_for_url(f"{live_server.url}/")
    assert door.evaluate(KEPT) == {"bases": [], "caches": [], "workers": 0}
    door.goto(f"{live_server.url}/door/{tonight.pk}/")
    door.wait_for_url("**/sign-in/**")
