import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from attendees.models import PastAttendance, SignUp, Ticket
from tests.support.factories import EventFactory

pytestmark = pytest.mark.usefixtures("frozen")

LIST = "email,name,date\r\nada@mail.example,Ada,2026-01-06\r\nnobody,Bad,2026-01-06\r\n"


def url(event):
    return reverse("attendees:import-people", kwargs={"event_id": event.pk})


def words(response):
    return html.unescape(response.content.decode())


def hidden(response):
    """The fields of the page that shows the fates, as a browser sends them."""
    page = response.content.decode()
    form = page[page.index("enctype") if 'enctype="multipart' in page else page.index('<form class="form"') :]
    fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form, re.DOTALL)
    return {name: html.unescape(value).replace("\r\n", "\n").replace("\n", "\r\n") for name, value in fields}


def test_list_is_shown_line_by_line_and_then_brought_in(henry, event):
    seen = henry.post(url(event), {"what": "past", "text": LIST})
    before = PastAttendance.objects.count()
    done = henry.post(url(event), {**hidden(seen), "then": "bring"}, follow=True)

    page = words(seen)
    assert "Bring in 1 past visit?" in page
    assert "1 cannot be read" in page
    assert "Line 3" in page
    assert "“nobody” is no e-mail address." in page
    assert before == 0
    assert "1 past visit was brought in." in words(done)
    assert PastAttendance.objects.get().profile.email == "ada@mail.example"


def test_file_is_read_and_carried_to_the_second_step(henry, event):
    file = SimpleUploadedFile(
        "list.csv", "email,name,date\nzoé@mail.example;x\nada@mail.example,Zoé,6/1/2026\n".encode("cp1252")
    )

    seen = henry.post(url(event), {"what": "past", "file": file})
    henry.post(url(event), {**hidden(seen), "then": "bring"})

    assert PastAttendance.objects.get().profile.name == "Zoé"


def test_guests_from_elsewhere_are_put_on_tonights_list(henry, event):
    seen = henry.post(url(event), {"what": "guests", "text": "Gina Guest,gina@work.example", "with_mail": "on"})
    done = henry.post(url(event), {**hidden(seen), "then": "bring"}, follow=True)

    assert "Bring in 1 guest?" in words(seen)
    assert done.redirect_chain == [(f"/desk/events/{event.pk}/people/", 302)]
    assert Ticket.objects.get().name == "Gina Guest"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"what": "past"}, "Choose a file, or paste the list"),
        ({"text": LIST}, "Choose what is in the list"),
        ({"what": "past", "text": "name,date\nAda,2026-01-06"}, "The first line names no column for the e-mail."),
        ({"what": "past", "text": "\x00\x00"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_summary(henry, event, fields, sentence):
    page = words(henry.post(url(event), fields))

    assert "There is a problem" in page
    assert sentence in page


def test_nothing_new_offers_nothing_to_bring_in(henry, event):
    page = words(henry.post(url(event), {"what": "past", "text": "nobody,Bad,2026-01-06"}))

    assert "Nothing new in this list" in page
    assert 'value="bring"' not in page


def test_danger_in_a_list_is_shown_as_text(henry, event):
    danger = "<script>alert(1)</script>"

    response = henry.post(
        url(event), {"what": "past", "text": f'"{danger}",{danger},{danger}\na@b.example,"{danger}",x'}
    )

    assert danger not in response.content.decode()


def test_only_the_first_lines_of_a_long_list_are_shown(henry, event):
    text = "\n".join(f"p{number}@work.example,Person {number},2026-01-06" for number in range(300))

    page = words(henry.post(url(event), {"what": "past", "text": text}))

    assert "Bring in 300 past visits?" in page
    assert "And 100 more lines." in page


def test_bringing_in_is_not_for_who_stands_in_nor_for_another_series(lee, henry, event):
    other = EventFactory()

    assert lee.post(url(event), {"what": "guests", "text": "G,g@work.example", "then": "bring"}).status_code == 404
    assert henry.post(url(other), {"what": "guests", "text": "G,g@work.example", "then": "bring"}).status_code == 404
    assert not SignUp.objects.exists()
