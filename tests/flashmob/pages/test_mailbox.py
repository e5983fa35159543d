import re

import pytest

from foundation.mail.domain import delivery, mailbox
from foundation.mail.models import File
from tests.foundation.mail.conftest import put_message

INVITATION = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
HTML = (
    '<html><head><style>p { color: red }</style></head><body><img src="cid:code" alt="x"><a href="/t/x/">Go</a></body>'
)


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "foundation.mail.domain.mailbox.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mailbox"


@pytest.fixture
def sent(db, frozen):
    """`sent("one", to=…)` has arrived in the mailbox; returns its name there."""

    def send(key, **fields):
        picture = File(name="code.png", mime="image/png", content=b"\x89PNG", content_id="code")
        diary = File(name="evening.ics", mime="text/calendar", content=INVITATION, method="REQUEST")
        put_message(key, **{"html": HTML, "files": [picture, diary]} | fields)
        delivery.send_due(frozen())
        return mailbox.names()[0]

    return send


def test_an_empty_mailbox_says_what_will_arrive(client):
    page = client.get("/mailbox/").content.decode()

    assert "No mail yet" in page


def test_mails_are_listed_the_newest_first(client, sent):
    sent("one")
    sent("two", to="ben@mail.example")

    page = client.get("/mailbox/").content.decode()

    assert re.findall(r">(Mail \w+)</a>.*?data-label=\"To\">([^<]+)<", page) == [
        ("Mail two", "ben@mail.example"),
        ("Mail one", "ada@mail.example"),
    ]


def test_one_persons_mails_can_be_asked_for(client, sent):
    sent("one")
    sent("two", to="ben@mail.example")

    page = client.get("/mailbox/?to=BEN@").content.decode()

    assert re.findall(r">(Mail \w+)</a>", page) == ["Mail two"]


def test_a_mail_shows_who_what_and_its_files(client, sent):
    name = sent("one", text="See <you> at http://localhost:8000/t/x/\n", to_name="Ada Attendee")

    page = client.get(f"/mailbox/{name}/").content.decode()

    assert "<h1>Mail one</h1>" in page
    assert "Ada Attendee &lt;ada@mail.example&gt;" in page
    assert "See &lt;you&gt; at <a" in page
    assert f'href="/mailbox/{name}/files/0/">evening.ics</a>' in page
    assert f'src="/mailbox/{name}/html/"' in page


def test_the_html_is_shown_alone_with_its_pictures_and_can_do_nothing(client, sent):
    name = sent("one", html=HTML + "<script>alert(1)</script>")

    response = client.get(f"/mailbox/{name}/html/")

    policy = dict(rule.strip().split(" ", 1) for rule in response["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "base-uri": "'self'",
        "frame-ancestors": "'self'",
        "img-src": "data:",
        "sandbox": "allow-top-navigation-by-user-activation",
        "style-src": "'unsafe-inline'",
    }
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert '<img src="data:image/png;base64,iVBORw=="' in response.content.decode()
    assert '<head><base target="_top">' in response.content.decode()


def test_the_diary_file_can_be_saved(client, sent):
    name = sent("one")

    response = client.get(f"/mailbox/{name}/files/0/")

    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "text/calendar",
        'attachment; filename="evening.ics"',
    )
    assert response.content == INVITATION


def test_the_mail_can_be_read_as_it_went_out(client, sent):
    name = sent("one")

    response = client.get(f"/mailbox/{name}/source/")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content == mailbox.source(name)
    assert b"Auto-Submitted: auto-generated\r\n" in response.content


@pytest.mark.parametrize(
    "path", ["20260101T000000000000-00000000/", "..%2F..%2Fsecrets/", "x/html/", "x/source/", "x/files/0/"]
)
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(f"/mailbox/{path}").status_code == 404


def test_a_file_that_the_mail_does_not_have_is_not_found(client, sent):
    assert client.get(f"/mailbox/{sent('one')}/files/7/").status_code == 404


def test_links_in_a_mail_open_in_the_window_and_scripts_stay_dead(live_server, page, sent):
    name = sent("one", html=HTML.replace("<body>", '<body><script>top.location = "/style/"</script>'))
    page.goto(f"{live_server.url}/mailbox/{name}/")

    page.frame_locator("iframe").get_by_text("Go").click()
    page.wait_for_url("**/t/x/")

    assert page.url == f"{live_server.url}/t/x/"
