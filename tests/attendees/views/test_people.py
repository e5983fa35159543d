import csv
import datetime as dt
import html
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from attendees.domain import consents
from attendees.models import AccessNeed, PastAttendance, SignUp, Ticket
from events.models import Event, JournalEntry
from foundation.mail.models import Message
from tests.support.cast import signed_in
from tests.support.factories import EventFactory, ProfileFactory, SignUpFactory

pytestmark = pytest.mark.usefixtures("frozen")


def url(event, name="people", **more):
    return reverse(f"attendees:{name}", kwargs={"event_id": event.pk, **more})


def words(response):
    return html.unescape(response.content.decode())


def names_listed(response):
    return [person.ticket.name for person, _ in response.context["people"]]


@pytest.fixture
def evening(event, ada):
    """Ada with a companion by card, Ben unpaid at the door, Cem paying now, Dan cancelled, Eve on the list."""
    SignUpFactory(event=event, buyer=ada.profile, people=["Ada Attendee", "Amy Companion"])
    SignUpFactory(event=event, buyer=ProfileFactory(name="Ben Door", email="ben@work.example"), way=SignUp.DOOR)
    SignUpFactory(event=event, buyer=ProfileFactory(name="Cem Card"), state="held")
    SignUpFactory(event=event, buyer=ProfileFactory(name="Dan Gone"), state="cancelled")
    SignUpFactory(event=event, buyer=ProfileFactory(name="Eve Guest"), way=SignUp.HOST)
    AccessNeed.objects.create(
        ticket=Ticket.objects.get(name="Ben Door"), words="A chair near the door", told_at=event.created_at
    )
    return event


def test_host_sees_everybody_coming_with_what_matters(henry, evening):
    response = henry.get(url(evening))

    page = words(response)
    assert names_listed(response) == ["Ada Attendee", "Amy Companion", "Ben Door", "Eve Guest"]
    assert [(person.paying, person.beside) for person, _ in response.context["people"]] == [
        ("paid by card", ""),
        ("paid by card", "Ada Attendee"),
        ("pays at the door", ""),
        ("put on the list", ""),
    ]
    assert "with Ada Attendee" in page
    assert "Needs: A chair near the door" in page
    assert "ben@work.example" in page
    assert f"/desk/events/{evening.pk}/refund/" in page


def test_stand_in_sees_neither_addresses_nor_needs_nor_files(lee, evening):
    response = lee.get(url(evening))

    page = words(response)
    assert names_listed(response) == ["Ada Attendee", "Amy Companion", "Ben Door", "Eve Guest"]
    for hidden in ("@", "A chair near the door", "people.csv", "refund", "Access needs"):
        assert hidden not in page.split('<main class="page"')[1]
    assert lee.get(f"{url(evening)}?show=access").status_code == 404


@pytest.mark.parametrize(
    ("show", "names"),
    [
        ("coming", ["Ada Attendee", "Amy Companion", "Ben Door", "Eve Guest"]),
        ("inside", ["Ada Attendee"]),
        ("to-come", ["Amy Companion", "Ben Door", "Eve Guest"]),
        ("to-pay", ["Ben Door"]),
        ("access", ["Ben Door"]),
        ("unpaid", ["Cem Card"]),
        ("gone", ["Dan Gone"]),
        ("first", ["Ben Door"]),
        ("nonsense", ["Ada Attendee", "Amy Companion", "Ben Door", "Eve Guest"]),
    ],
)
def test_list_shows_the_chosen_state(henry, evening, show, names):
    Ticket.objects.filter(name="Ada Attendee").update(checked_in_at=evening.created_at, checked_in_by="Dora")
    for name in ("Ada Attendee", "Eve Guest"):
        PastAttendance.objects.create(
            profile=Ticket.objects.get(name=name).holder,
            series=evening.series,
            date="2026-01-06",
            source="imported",
            noted_at=evening.created_at,
        )

    assert names_listed(henry.get(f"{url(evening)}?show={show}")) == names


def test_host_searches_names_and_addresses_and_it_is_noted(henry, evening):
    by_name = henry.post(url(evening), {"q": "companion"})
    by_buyer = henry.post(url(evening), {"q": "ada att"})
    by_address = henry.post(url(evening), {"q": "ben@work"})

    assert [names_listed(found) for found in (by_name, by_buyer, by_address)] == [
        ["Amy Companion"],
        ["Ada Attendee", "Amy Companion"],
        ["Ben Door"],
    ]
    assert [(entry.by, entry.sentence) for entry in JournalEntry.objects.all()] == [
        ("Henry Host", "looked for somebody among the people")
    ] * 3


def test_stand_in_finds_nobody_by_address(lee, evening):
    assert names_listed(lee.post(url(evening), {"q": "ben@work"})) == []


def test_file_has_every_ticket_but_those_never_paid(henry, evening):
    SignUpFactory(event=evening, state="expired")
    Ticket.objects.filter(name="Ben Door").update(checked_in_at=evening.starts_at, checked_in_by="Dora")

    response = henry.post(url(evening, "people-file"))

    text = b"".join(response.streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="people-2026-06-08.csv"'
    assert [(row["Name"], row["State"], row["Paying"], row["Price"]) for row in rows] == [
        ("Ada Attendee", "coming", "paid by card", "5.00"),
        ("Amy Companion", "coming", "paid by card", "5.00"),
        ("Ben Door", "coming", "pays at the door", "5.00"),
        ("Cem Card", "kept, not paid", "by card", "5.00"),
        ("Dan Gone", "cancelled", "by card", "5.00"),
        ("Eve Guest", "coming", "put on the list", "5.00"),
    ]
    assert (rows[2]["Checked in"], rows[2]["Checked in by"]) == ("2026-06-08 13:30", "Dora")
    assert "A chair near the door" not in text
    assert JournalEntry.objects.get().sentence == "downloaded the list of people"


def test_file_neutralises_formulas(henry, event):
    SignUpFactory(event=event, buyer=ProfileFactory(name="=HYPERLINK(1)"))

    text = b"".join(henry.post(url(event, "people-file")).streaming_content).decode()

    assert '"\'=HYPERLINK(1)"' in text


def test_file_is_not_for_who_stands_in(lee, dora, evening):
    assert [browser.post(url(evening, "people-file")).status_code for browser in (lee, dora)] == [404, 404]
    assert not JournalEntry.objects.filter(sentence__startswith="downloaded").exists()


def test_taking_the_file_is_a_button(henry, evening):
    assert henry.get(url(evening, "people-file")).status_code == 405


def test_printed_list_has_names_codes_and_boxes(lee, evening):
    page = words(lee.get(url(evening, "print-people")))

    table = page.split("<tbody>")[1]
    assert [table.count(f'<th scope="row">{name}</th>') for name in ("Ada Attendee", "Amy Companion", "Ben Door")] == [
        1, 1, 1,
    ]  # fmt: skip
    assert Ticket.objects.get(name="Ben Door").letters in table
    assert "£5 to pay" in table
    assert "Cem Card" not in page
    assert "@" not in table


def test_ticket_goes_out_again_to_its_person(henry, evening):
    ticket = Ticket.objects.get(name="Ben Door")

    response = henry.post(url(evening, "resend-ticket", ticket_id=ticket.pk), follow=True)

    assert "The ticket is on its way to ben@work.example." in words(response)
    assert [(mail.to, mail.template) for mail in Message.objects.all()] == [("ben@work.example", "attendees/resent")]
    assert JournalEntry.objects.get().sentence == "sent the ticket of Ben Door again"


def test_companions_ticket_goes_to_who_took_it(henry, evening):
    ticket = Ticket.objects.get(name="Amy Companion")

    henry.post(url(evening, "resend-ticket", ticket_id=ticket.pk))

    assert Message.objects.get().to == "ada@mail.example"


@pytest.mark.parametrize("name", ["Cem Card", "Dan Gone"])
def test_ticket_that_opens_nothing_is_not_sent(henry, evening, name):
    ticket = Ticket.objects.get(name=name)

    response = henry.post(url(evening, "resend-ticket", ticket_id=ticket.pk), follow=True)

    assert "This place is not valid, so there is no ticket to send." in words(response)
    assert not Message.objects.exists()


def test_ticket_of_another_evening_is_not_here(henry, evening):
    other = SignUpFactory().tickets.get()

    assert henry.post(url(evening, "resend-ticket", ticket_id=other.pk)).status_code == 404


@pytest.mark.parametrize("people", [1, 3, 40])
def test_queries_do_not_grow_with_the_people(series, host, people, django_assert_num_queries):
    event = EventFactory(series=series, capacity=40)
    for _ in range(people):
        SignUpFactory(event=event)
    henry = signed_in(host)

    with django_assert_num_queries(10):
        henry.get(url(event))
    with django_assert_num_queries(5):
        henry.get(url(event, "print-people"))


def test_draft_and_cancelled_evenings_have_lists_too(henry, event):
    Event.objects.filter(pk=event.pk).update(state="draft", published_at=None)

    assert "Nobody here" in words(henry.get(url(event)))


def test_host_narrows_by_sector_and_news(henry, evening, ada, frozen):
    SignUp.objects.filter(name="Ben Door").update(sector="tech")
    consents.give(ada.profile, evening.series, source="sign-up page", now=frozen.now)

    assert names_listed(henry.get(f"{url(evening)}?sector=tech")) == ["Ben Door"]
    assert names_listed(henry.get(f"{url(evening)}?news=yes")) == ["Ada Attendee"]
    assert names_listed(henry.get(f"{url(evening)}?news=no")) == ["Amy Companion", "Ben Door", "Eve Guest"]
    assert "?show=gone&sector=tech" in words(henry.get(f"{url(evening)}?show=coming&sector=tech"))


def test_stand_in_narrows_by_nothing_that_they_may_not_know(lee, evening):
    page = lee.get(f"{url(evening)}?sector=tech&news=yes")

    assert names_listed(page) == ["Ada Attendee", "Amy Companion", "Ben Door", "Eve Guest"]
    assert "Where they work" not in words(page)


def test_sheet_holds_what_the_file_holds(henry, evening):
    Ticket.objects.filter(name="Ben Door").update(checked_in_at=evening.starts_at, checked_in_by="Dora")

    response = henry.post(url(evening, "people-sheet"))

    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    ben = list(book.active.iter_rows(values_only=True))[3]
    assert response["Content-Disposition"] == 'attachment; filename="people-2026-06-08.xlsx"'
    assert ben[:7] == ("Ben Door", "ben@work.example", "coming", None, "pays at the door", 5, "GBP")
    assert ben[11:13] == (dt.datetime.fromisoformat("2026-06-08 13:30"), "Dora")
