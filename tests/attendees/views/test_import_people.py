import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from attendees.domain import imports
from attendees.models import Consent, PastAttendance, PeopleImport, SignUp, Ticket
from foundation.lib import form_codes
from tests.support.factories import EventFactory

pytestmark = pytest.mark.usefixtures("frozen")

LIST = "email,name,date\r\nada@mail.example,Ada,2026-01-06\r\nnobody,Bad,2026-01-06\r\n"


def once():
    """The code of a page that was just opened."""
    return {"form_code": form_codes.issue()}


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
    seen = henry.post(url(event), {"what": "past", **once(), "text": LIST})
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

    seen = henry.post(url(event), {"what": "past", **once(), "file": file})
    henry.post(url(event), {**hidden(seen), "then": "bring"})

    assert PastAttendance.objects.get().profile.name == "Zoé"


def test_guests_from_elsewhere_are_put_on_tonights_list(henry, event):
    seen = henry.post(
        url(event), {"what": "guests", **once(), "text": "Gina Guest,gina@work.example", "with_mail": "on"}
    )
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
        ({"what": "past", "text": LIST, "news": "all"}, "Enter the words they said yes to"),
        ({"what": "past", "text": LIST, "news": "all"}, "Enter the day on which they said it"),
        ({"what": "past", "text": LIST, "news": "column"}, "Enter where they said it"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_summary(henry, event, fields, sentence):
    page = words(henry.post(url(event), {**once(), **fields}))

    assert "There is a problem" in page
    assert sentence in page


def test_nothing_new_offers_nothing_to_bring_in(henry, event):
    page = words(henry.post(url(event), {"what": "past", **once(), "text": "nobody,Bad,2026-01-06"}))

    assert "Nothing new in this list" in page
    assert 'value="bring"' not in page


def test_danger_in_a_list_is_shown_as_text(henry, event):
    danger = "<script>alert(1)</script>"

    response = henry.post(
        url(event), {"what": "past", **once(), "text": f'"{danger}",{danger},{danger}\na@b.example,"{danger}",x'}
    )

    assert danger not in response.content.decode()


def test_only_the_first_lines_of_a_long_list_are_shown(henry, event):
    text = "\n".join(f"p{number}@work.example,Person {number},2026-01-06" for number in range(300))

    page = words(henry.post(url(event), {"what": "past", **once(), "text": text}))

    assert "Bring in 300 past visits?" in page
    assert "And 100 more lines." in page


def test_bringing_in_is_not_for_who_stands_in_nor_for_another_series(lee, henry, event):
    other = EventFactory()

    assert (
        lee.post(url(event), {"what": "guests", **once(), "text": "G,g@work.example", "then": "bring"}).status_code
        == 404
    )
    assert (
        henry.post(url(other), {"what": "guests", **once(), "text": "G,g@work.example", "then": "bring"}).status_code
        == 404
    )
    assert not SignUp.objects.exists()


def test_evidence_is_carried_along_and_stored_with_the_yes(henry, event):
    agreed = {"news": "all", "agreed_words": "Tell me", "agreed_where": "order form", "agreed_on": "2026-01-05"}

    seen = henry.post(url(event), {"what": "past", "text": LIST, **once(), **agreed})
    henry.post(url(event), {**hidden(seen), "then": "bring"})

    assert "1 brings a yes to news." in words(seen)
    assert "yes, 5 January 2026" in words(seen)
    assert Consent.objects.get().wording == "Tell me"


def test_unclear_dates_are_pointed_out(henry, event):
    page = words(henry.post(url(event), {"what": "past", **once(), "text": "a@work.example,Ada,3/4/2026"}))

    assert "Day or month first?" in page
    assert "3 April 2026" in page


def test_list_of_a_platform_is_called_by_its_name(henry, event):
    text = "api_id,name,email,approval_status,checked_in_at\ng1,Ada,a@work.example,approved,2026-03-03T19:00:00Z"

    assert "A list of Luma’s." in words(henry.post(url(event), {"what": "past", **once(), "text": text}))


def test_long_list_shows_how_far_it_is_until_it_is_in(henry, event, frozen):
    text = "\n".join(f"p{number}@work.example,Person {number},2026-01-06" for number in range(300))
    seen = henry.post(url(event), {"what": "past", **once(), "text": text})

    waiting = henry.post(url(event), {**hidden(seen), "then": "bring"}, follow=True)
    PeopleImport.objects.update(brought=120)
    on_its_way = henry.get(waiting.redirect_chain[0][0])
    PeopleImport.objects.update(brought=0)
    imports.work_due(frozen.now)
    done = henry.get(waiting.redirect_chain[0][0])

    assert "0 of 300" in words(waiting)
    assert "120 of 300" in words(on_its_way)
    assert 'value="120"' in words(on_its_way)
    assert "300 of 300 lines were brought in." in words(done)
    assert "hx-get" not in words(done)
