"""What a host does with one evening before, on and after it, on a phone, with and without JavaScript."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from attendees.domain import broadcasts
from attendees.models import Arrivals, PastAttendance, SignUp, Ticket
from events.models import Event
from foundation.lib import clock
from foundation.mail.models import Message
from tests.support.factories import MessageFactory, ProfileFactory, SignUpFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]


@pytest.fixture
def evening(event, ada):
    """Ada with a companion by card, Ben pays at the door, and one mail did not arrive."""
    SignUpFactory(event=event, buyer=ada.profile, people=["Ada Attendee", "Amy Companion"])
    SignUpFactory(event=event, buyer=ProfileFactory(name="Ben Door", email="ben@work.example"), way=SignUp.DOOR)
    MessageFactory(event=event, state="failed", failure="550 no such user", to="lost@work.example")
    return event


@pytest.fixture
def phone(phone, sign_in, host):
    """The host's."""
    return sign_in(phone, host)


@pytest.fixture
def glance(phone, live_server, evening):
    """The page of the evening, open."""
    phone.goto(f"{live_server.url}/desk/events/{evening.pk}/")
    return phone


def test_somebody_is_found_and_gets_the_ticket_again(glance):
    glance.get_by_role("link", name="Everybody with a place").click()
    glance.get_by_label("Name or e-mail").fill("ben@work")
    glance.get_by_role("button", name="Search").click()
    glance.get_by_role("button", name="Send again Ben Door").click()

    expect(glance.get_by_text("The ticket is on its way to ben@work.example.")).to_be_visible()
    assert Message.objects.filter(template="attendees/resent", to="ben@work.example").exists()


def test_failed_mail_is_seen_and_goes_again(glance):
    glance.get_by_role("link", name="See why, and send again").click()
    expect(glance.get_by_text("550 no such user")).to_be_visible()
    glance.get_by_role("button", name="Send again lost@work.example").click()

    expect(glance.get_by_text("It goes to lost@work.example once more.")).to_be_visible()


def test_people_are_written_to_looked_at_changed_and_sent(glance):
    glance.get_by_role("link", name="Write to people", exact=True).first.click()
    glance.get_by_label("What they should know").fill("We are upstair tonight.")
    glance.get_by_role("button", name="Look at it first").click()
    glance.get_by_role("link", name="Change it").click()
    glance.get_by_label("What they should know").fill("We are **upstairs** tonight.")
    glance.get_by_role("button", name="Look at it first").click()
    expect(glance.frame_locator("iframe").get_by_text("upstairs", exact=True)).to_be_visible()
    expect(glance.get_by_text("Everyone coming: 2 addresses as it stands now")).to_be_visible()
    glance.get_by_role("button", name="Send it").click()
    expect(glance.get_by_text("To be sent")).to_be_visible()
    broadcasts.write_due(clock.now())
    glance.reload()

    expect(glance.get_by_role("heading", name="Person by person")).to_be_visible()
    assert Message.objects.filter(template="attendees/note", text__contains="upstairs** tonight").count() == 2


def test_guest_is_put_on_the_list(glance):
    glance.get_by_role("link", name="Guest list").click()
    glance.get_by_label("Their e-mail address").fill("gina@work.example")
    glance.get_by_role("button", name="Put them on the list").click()
    expect(glance.get_by_role("heading", name="There is a problem")).to_be_visible()
    glance.get_by_label("Their name").fill("Gina Guest")
    glance.get_by_role("button", name="Put them on the list").click()

    expect(glance.get_by_text("Gina Guest is on the list.")).to_be_visible()


def test_past_visits_are_looked_at_and_brought_in(glance):
    glance.get_by_role("link", name="Bring in a list from elsewhere").click()
    glance.get_by_label("Who came to past evenings").check()
    glance.get_by_label("The list as a file").set_input_files(
        {
            "name": "past.csv",
            "mimeType": "text/csv",
            "buffer": b"email,name,date\nada@mail.example,Ada,2024-03-05\nx,y,z\n",
        }
    )
    glance.get_by_role("button", name="Show what would happen").click()
    expect(glance.get_by_text("“x” is no e-mail address.")).to_be_visible()
    assert not PastAttendance.objects.exists()
    glance.get_by_role("button", name="Bring it in").click()

    expect(glance.get_by_text("1 past visit was brought in.")).to_be_visible()


def test_list_is_downloaded(glance):
    glance.get_by_role("link", name="Everybody with a place").click()
    with glance.expect_download() as download:
        glance.get_by_role("button", name="Download it (CSV)").click()

    assert download.value.suggested_filename.startswith("people-")
    assert '"Amy Companion"' in download.value.path().read_text()


def test_who_came_is_settled_on_one_screen(phone, live_server, evening):
    Event.objects.filter(pk=evening.pk).update(
        starts_at=clock.now() - dt.timedelta(hours=4), ends_at=clock.now() - dt.timedelta(hours=1)
    )
    phone.goto(f"{live_server.url}/desk/events/{evening.pk}/")
    phone.get_by_role("link", name="Settle it in a minute").click()
    phone.get_by_label("Ben Door").check()
    phone.get_by_role("button", name="Settle: all others missed it").click()

    expect(phone.get_by_text("Settled: 1 more came, 2 missed it.")).to_be_visible()
    assert Arrivals.objects.get().settled_by == "Henry Host"
    assert Ticket.objects.get(name="Ben Door").checked_in_at is not None


def test_pages_of_the_evening_have_no_violation_and_fit(page, sign_in, host, live_server, evening, axe, fits):
    sign_in(page, host)
    under = ("", "people/", "people/?show=first", "messages/", "messages/?show=sent", "guest/", "write/", "import/",
             "settle/", "print/")  # fmt: skip
    for path in under:
        page.goto(f"{live_server.url}/desk/events/{evening.pk}/{path}")
        axe(page)
        fits(page)


def test_printed_list_is_plain_paper(page, sign_in, host, live_server, evening):
    sign_in(page, host)
    page.goto(f"{live_server.url}/desk/events/{evening.pk}/print/")
    page.emulate_media(media="print")

    shown = page.evaluate(
        """name => [...document.querySelectorAll(name)].filter(each => each.offsetParent !== null).length""",
        "header, nav, .back-link, .button, .notice",
    )
    head = page.evaluate("""() => getComputedStyle(document.querySelector("thead")).display""")
    whole = page.evaluate("""() => getComputedStyle(document.querySelector("tbody tr")).breakInside""")
    colours = page.evaluate(
        """() => [getComputedStyle(document.querySelector("tbody th")).color,
                  getComputedStyle(document.body).backgroundColor]"""
    )
    pdf = page.pdf(format="A4")
    assert (shown, head, whole) == (0, "table-header-group", "avoid")
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert pdf.startswith(b"%PDF")
    assert b"/Font" in pdf
