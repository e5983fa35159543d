"""A4: with the keyboard alone every control is reached, in the page's order, seen while it has the focus, and left."""

import re
import time

import pytest
from playwright.sync_api import expect

from attendees.models import Ticket
from events.models import Event
from tests.flows import test_accessibility
from tests.support import access
from tests.support.browser import arrived
from tests.support.factories import EveningLinkFactory, EventFactory, SignUpFactory, VenueFactory, code_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]
NAME = "const nameOf = each => each.getAttribute('aria-label') || (each.labels?.[0] ?? each).textContent.trim();"
# What has the focus now: its place in the document, and what is wrong with how it shows; null at the end of the page.
STOP = f"""() => {{
    {NAME}
    const here = document.activeElement;
    if (!here || here === document.body) return null;
    const shows = each => {{
        const style = getComputedStyle(each);
        const outline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
        return outline || style.boxShadow !== 'none';
    }};
    const box = here.getBoundingClientRect();
    const line = here.tagName === 'TEXTAREA' ? 16 : box.height / 2;  // the one with the cursor comes into view
    const hit = document.elementFromPoint(box.x + box.width / 2, box.y + line);
    const own = [here, ...here.labels ?? []];
    const seen = hit && (hit.contains(here) || own.some(each => each.contains(hit)));
    const wrong = [];
    const framed = here.tagName === 'IFRAME';  // its own links show it, and come into view
    if (!framed && !own.some(shows)) wrong.push('no visible focus');
    if (!framed && !seen) wrong.push('hidden by ' + hit?.outerHTML.slice(0, 80));
    const all = [...document.querySelectorAll('*')];
    return {{place: all.indexOf(here), name: nameOf(here).slice(0, 60), wrong}};
}}"""
FOCUSED = f"() => {{ {NAME} return nameOf(document.activeElement); }}"
# Every control that must be reached: one of a group of radios stands for all.
REACHABLE = f"""() => {{
    {NAME}
    const groups = new Set();
    const kinds = 'a[href], button, input, select, textarea, summary, iframe, [tabindex="0"]';
    return [...document.querySelectorAll(kinds)].filter(each => {{
        if (each.disabled || each.type === 'hidden' || each.tabIndex < 0) return false;
        if (!each.checkVisibility({{visibilityProperty: true}})) return false;
        if (each.type !== 'radio') return true;
        const group = each.form?.id + each.name;
        return groups.has(group) ? false : groups.add(group);
    }}).length;
}}"""
# Where the focus is among the elements of a document; 0 is nowhere in it.
PLACE = """() => {
    const here = document.activeElement;
    return !here || ['BODY', 'IFRAME'].includes(here.tagName) ? 0 : [...document.querySelectorAll('*')].indexOf(here);
}"""
MAIN = ("pages:home", "pages:event", "flows:take-place", "pages:ticket", "attendees:cancel-ticket", "pages:my-evenings",
        "pages:desk", "pages:host-event", "events:edit-event", "attendees:people", "attendees:door")  # fmt: skip


@pytest.fixture
def house(db):
    return access.House()


def tab(page):
    """Press Tab. A mail in a frame is a process of its own: on the way in and out the focus is nowhere for a moment,
    which is not the end of the page.
    """
    before = places(page)
    page.keyboard.press("Tab")
    end = time.monotonic() + (3 if len(before) > 1 else 0)
    while time.monotonic() < end and (not any(now := places(page)) or (now == before and not now[0])):
        page.wait_for_timeout(10)
    return page.evaluate(STOP)


def places(page):
    return [frame.evaluate(PLACE) for frame in page.frames]


def stops(page):
    """Tab through the page to its end."""
    found = []
    for _ in range(600):
        stop = tab(page)
        if found and stop and stop["place"] == found[-1]["place"]:
            continue  # the next part of a date
        if stop is None or (found and stop["place"] == found[0]["place"]):
            return found
        found.append(stop)
    raise AssertionError(f"Tab never leaves {found[-1]['name']}")


def faults(page):
    found = stops(page)
    wrong = [f"{stop['name']}: {fault}" for stop in found for fault in stop["wrong"]]
    places = [stop["place"] for stop in found]
    if places != sorted(places):
        wrong.append("the order of the page is not kept")
    if len(found) != page.evaluate(REACHABLE):
        wrong.append(f"{len(found)} stops for {page.evaluate(REACHABLE)} controls")
    if found[0]["name"] != "Skip to the main part":
        wrong.append(f"begins with {found[0]['name']}")
    return wrong


@pytest.mark.parametrize("width", [390, 1280])
def test_every_control_is_reached_in_order_and_seen(page, show, house, width):
    page.set_viewport_size({"width": width, "height": 844})
    client, found = house.client("owner"), {}
    for address in access.addresses():
        if address.name in MAIN:
            show(house.path(address), client.get(house.path(address)))
            found[address.name] = faults(page)

    assert found == {name: [] for name in MAIN}


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("role", test_accessibility.ROLES)
def test_every_control_of_every_page_is_reached_in_order_and_seen(page, show, house, role):
    found = {}
    for path, answer in test_accessibility.opened(house, role):
        show(path, answer)
        if wrong := faults(page):
            found[path] = wrong

    assert found == {}


def test_skip_link_skips_the_head(page, live_app, event):
    page.goto(live_app)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def tab_to(page, name):
    """Press Tab until the control of that name has the focus."""
    for _ in range(100):
        page.keyboard.press("Tab")
        if re.match(name, arrived(page, lambda: page.evaluate(FOCUSED))):
            return
    raise AssertionError(f"Tab does not reach {name} on {page.url}")


def press(page, name):
    tab_to(page, name)
    page.keyboard.press("Enter")


def write(page, name, words):
    tab_to(page, name)
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def test_visitor_takes_pays_and_cancels_a_place(page, live_app, event):
    page.goto(live_app)
    press(page, "Take a place")
    expect(page.get_by_label("Your name")).to_be_visible()
    write(page, "Your name", "Jo Newcomer")
    write(page, "Your e-mail address", "jo@newcomer.example")
    page.wait_for_timeout(2100)  # faster is a robot
    press(page, "Go on to payment")
    expect(page.get_by_text("Practice payment: no money moves.")).to_be_visible()
    press(page, "Pay £5.00")
    page.wait_for_url("**/t/**", timeout=30_000)
    expect(page.get_by_text("Ticket for")).to_be_visible()

    press(page, "Money back")
    expect(page.get_by_role("heading", name="Give your place back?")).to_be_visible()
    press(page, "Cancel, money back")

    expect(page.get_by_text("£5 goes back to your card").first).to_be_visible()
    assert Ticket.objects.get().state == Ticket.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_host_publishes_the_next_date(page, live_server, sign_in, owner, series):
    series.venue = VenueFactory(series=series)
    series.save()
    EventFactory(series=series, venue=series.venue, slug="june", title="June evening")
    sign_in(page, owner).goto(f"{live_server.url}/desk/")

    press(page, "Duplicate the last evening")
    expect(page.get_by_label("Title")).to_be_visible()
    write(page, "Title", "Holiday risks")
    press(page, "Publish")

    expect(page.get_by_text("Published. People can take places now.")).to_be_visible()
    assert Event.objects.get(title="Holiday risks").state == Event.PUBLISHED


@pytest.mark.django_db(transaction=True)
def test_helper_checks_somebody_in_and_undoes_it(page, live_server, event):
    SignUpFactory(event=event, buyer__name="Tom Whitfield")
    page.goto(f"{live_server.url}/tonight/{code_of(EveningLinkFactory(event=event))}/")
    press(page, "Open the door")
    page.wait_for_url("**/door/**")
    expect(page.get_by_text("works without a connection")).to_be_visible(timeout=30_000)  # until then a form goes along

    write(page, "Name or ticket code", "tom")
    page.keyboard.press("Enter")
    press(page, "Check in Tom")
    expect(page.locator("#door-answer")).to_contain_text("Come in")
    press(page, "Undo")

    expect(page.locator("#door-answer")).to_contain_text("Undone")
