import csv
import html
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from attendees.domain import consents, welcome
from attendees.models import AccessNeed, NotWelcome, PastAttendance, PersonNote, Profile
from events.models import JournalEntry
from tests.support.cast import signed_in
from tests.support.factories import EventFactory, ProfileFactory, SignUpFactory

pytestmark = pytest.mark.usefixtures("frozen")


def url(name, series, **more):
    return reverse(f"attendees:{name}", kwargs={"series": series.slug, **more})


def person_url(ticket, name="person", **more):
    return url(name, ticket.event.series, profile_id=ticket.holder_id, **more)


def words(response):
    return html.unescape(response.content.decode())


def listed(response):
    return [person.profile.name for person in response.context["people"]]


def journal():
    return [(entry.by, entry.sentence) for entry in JournalEntry.objects.order_by("id")]


@pytest.fixture
def opened(henry, ticket):
    """Henry's browser, in which he opened Ada's page."""
    henry.post(person_url(ticket))
    JournalEntry.objects.all().delete()
    return henry


def test_list_is_narrowed_and_keeps_its_choice_on_every_link(henry, series, ticket):
    SignUpFactory(event=ticket.event, buyer=ProfileFactory(name="Ben", sector="tech"))

    page = henry.get(f"{url('series-people', series)}?show=coming&sector=tech&news=no")

    assert listed(page) == ["Ben"]
    assert "?show=came&sector=tech&news=no" in words(page)
    assert '<option value="tech" selected>Technology</option>' in words(page)


def test_nonsense_narrows_nothing(henry, series, ticket):
    assert listed(henry.get(f"{url('series-people', series)}?show=x&sector=y&news=z&page=99")) == ["Ada Attendee"]


def test_search_is_noted_without_what_was_searched_for(henry, series, ticket):
    found = henry.post(url("series-people", series), {"q": "ada@mail"})

    assert listed(found) == ["Ada Attendee"]
    assert journal() == [("Henry Host", "looked for somebody among the people of the series")]


@pytest.mark.parametrize("people", [1, 3, 40])
def test_queries_do_not_grow_with_the_people(series, host, people, django_assert_num_queries):
    event = EventFactory(series=series, capacity=40)
    for _ in range(people):
        SignUpFactory(event=event)
    henry = signed_in(host)

    with django_assert_num_queries(12):
        henry.get(url("series-people", series))


def test_page_of_a_person_opens_with_a_button_and_that_is_noted(henry, ticket):
    closed = henry.get(person_url(ticket))
    henry.post(person_url(ticket))
    page = henry.get(person_url(ticket))

    assert "Ada Attendee" not in words(closed)
    assert "That you looked is noted." in words(closed)
    assert "Ada Attendee" in words(page)
    assert journal() == [("Henry Host", f"opened the page of person {ticket.holder_id}")]


def test_page_of_one_person_opens_no_other(opened, event):
    other = SignUpFactory(event=event).tickets.get()

    assert other.name not in words(opened.get(person_url(other)))


def test_page_shows_places_needs_and_notes(opened, ticket, frozen):
    AccessNeed.objects.create(ticket=ticket, words="A chair near the door", told_at=frozen.now)
    ticket.event.__class__.objects.filter(pk=ticket.event_id).update(title="June evening")
    opened.post(person_url(ticket, "write-person-note"), {"words": "Speaks\nWelsh."})

    page = words(opened.get(person_url(ticket)))

    for shown in ("June evening", "Needs: A chair near the door", "Paid by card", "Speaks Welsh.", "ada@mail.example"):
        assert shown in page


def test_access_need_of_an_evening_that_is_over_is_not_shown(opened, ticket, frozen):
    AccessNeed.objects.create(ticket=ticket, words="A chair near the door", told_at=frozen.now)
    frozen.set(ticket.event.ends_at)

    assert "A chair near the door" not in words(opened.get(person_url(ticket)))


def test_note_is_written_once_says_who_and_can_be_deleted(opened, ticket, frozen):
    for _ in range(2):
        opened.post(person_url(ticket, "write-person-note"), {"words": "Speaks Welsh."})
    note = PersonNote.objects.get()
    opened.post(person_url(ticket, "delete-person-note", note_id=note.pk))
    opened.post(person_url(ticket, "delete-person-note", note_id=note.pk))

    assert (note.words, note.written_by, note.written_at) == ("Speaks Welsh.", "Henry Host", frozen.now)
    assert not PersonNote.objects.exists()
    assert journal() == [("Henry Host", f"deleted a note about person {ticket.holder_id}")]


def test_empty_note_is_asked_for_again(opened, ticket):
    page = words(opened.post(person_url(ticket, "write-person-note"), {"words": " "}))

    assert "There is a problem" in page
    assert "Enter the note" in page


def test_host_marks_somebody_not_welcome_and_takes_it_back(opened, ticket, series):
    asked = opened.get(person_url(ticket, "mark-not-welcome"))
    opened.post(person_url(ticket, "mark-not-welcome"), {"reason": "Shouted at Ben."})
    page = words(opened.get(person_url(ticket)))
    listed_as = words(opened.get(f"{url('series-people', series)}?show=not-welcome"))
    of_evening = words(opened.get(reverse("attendees:people", kwargs={"event_id": ticket.event_id})))
    opened.post(person_url(ticket, "lift-not-welcome"))

    assert "Ada Attendee is not welcome again?" in words(asked)
    assert "Shouted at Ben." in page
    assert "Not welcome" in listed_as.split("<tbody>")[1]
    assert "Not welcome" in of_evening.split("<tbody>")[1]
    assert NotWelcome.objects.get().lifted_by == "Henry Host"


def test_stand_in_learns_nothing_of_the_rule(lee, ticket, series, frozen):
    welcome.mark(ticket.holder, series, reason="Rude.", by="Henry", now=frozen.now)

    assert "Not welcome" not in words(lee.get(reverse("attendees:people", kwargs={"event_id": ticket.event_id})))


def test_people_of_another_series_are_not_found(henry, series, ticket):
    stranger = SignUpFactory(event=EventFactory()).buyer

    for name in ("person", "write-person-note", "mark-not-welcome", "lift-not-welcome"):
        assert henry.post(url(name, series, profile_id=stranger.pk), {"words": "x"}).status_code == 404
    assert not PersonNote.objects.exists()


def test_files_of_the_series_hold_everybody_once_and_are_noted(henry, series, ticket, frozen):
    SignUpFactory(event=ticket.event, buyer=ProfileFactory(name="=Ben", email="ben@work.example"))
    consents.give(ticket.holder, series, source="sign-up page", now=frozen.now)

    text = b"".join(henry.post(url("series-people-file", series)).streaming_content).decode()
    sheet = henry.post(url("series-people-sheet", series))
    book = load_workbook(io.BytesIO(b"".join(sheet.streaming_content)))

    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert rows[1:] == [
        ["Ada Attendee", "ada@mail.example", "0", "", "", "yes", "", "", "yes", "2026-06-01", "sign-up page"],
        ["'=Ben", "ben@work.example", "0", "", "", "yes", "", "", "no", "", ""],
    ]
    assert [row[:3] for row in book.active.iter_rows(min_row=2, values_only=True)] == [
        ("Ada Attendee", "ada@mail.example", 0),
        ("'=Ben", "ben@work.example", 0),
    ]
    assert sheet["Content-Disposition"] == 'attachment; filename="people-pmo-london.xlsx"'
    assert journal() == [("Henry Host", "downloaded the list of people of the series")] * 2


def test_file_of_five_thousand_is_sent_while_it_is_read(henry, series, frozen, django_assert_max_num_queries):
    profiles = Profile.objects.bulk_create(
        Profile(email=f"p{number}@work.example", name=f"Person {number}", created_at=frozen.now, feed_code=str(number))
        for number in range(5000)
    )
    PastAttendance.objects.bulk_create(
        PastAttendance(profile=one, series=series, date="2026-01-06", source="imported", noted_at=frozen.now)
        for one in profiles
    )
    with django_assert_max_num_queries(20):
        pieces = iter(henry.post(url("series-people-file", series)).streaming_content)
        head, first = next(pieces), next(pieces)
    with django_assert_max_num_queries(90):
        rest = list(pieces)

    assert head.decode().startswith('\ufeff"Name"')
    assert first.decode().startswith('"Person 0","p0@work.example","1","2026-01-06"')
    assert len(rest) == 4999


def test_two_entries_are_shown_side_by_side_and_then_one(opened, ticket, series):
    other = SignUpFactory(event=ticket.event, buyer=ProfileFactory(name="A. Attendee", email="ada@work.example")).buyer
    address = person_url(ticket, "merge-people")

    asked = opened.get(address)
    nobody = opened.post(address, {"email": "x@work.example"})
    seen = opened.post(address, {"email": "Ada@work.example"})
    before = Profile.objects.get(pk=other.pk).merged_into
    done = opened.post(address, {"email": "ada@work.example", "then": "merge"}, follow=True)

    assert "Is Ada Attendee here twice?" in words(asked)
    assert "Nobody else among the people of this series has this address." in words(nobody)
    assert "1 place, 0 earlier evenings, 0 notes" in words(seen)
    assert before is None
    assert Profile.objects.get(pk=other.pk).merged_into == ticket.holder
    assert "are one person now" in words(done)


def test_second_tap_of_a_merge_leads_where_the_first_one_led(opened, ticket, series):
    SignUpFactory(event=ticket.event, buyer=ProfileFactory(name="A. Attendee", email="ada@work.example"))
    address = person_url(ticket, "merge-people")

    both = [opened.post(address, {"email": "ada@work.example", "then": "merge"}) for _ in range(2)]

    assert [answer["Location"] for answer in both] == [person_url(ticket)] * 2
