import datetime as dt

import pytest

from attendees.domain import appearances, imports
from attendees.domain.imports import BAD, FULL, KNOWN, NEW
from attendees.models import PastAttendance, Profile, SignUp, Ticket
from events.models import JournalEntry, Places
from foundation.mail.models import Message
from tests.support.factories import EventFactory, SignUpFactory

pytestmark = pytest.mark.usefixtures("frozen")

PAST = """email,name,date
ada@mail.example,Ada Attendee,2026-01-06
ADA@mail.example,Ada Again,3 March 2026
new@work.example,Nora New,2026-01-06
new@work.example,Nora New,2026-01-06
nobody,Bad Mail,2026-01-06
x@work.example,,2026-01-06
y@work.example,Yan,32/13/2026
z@work.example,Zed,2027-01-06
"""


def bring_past(event, frozen, text=PAST):
    return imports.bring_past(event, imports.check_past(event, text, now=frozen.now), by="Henry", now=frozen.now)


def kinds(fates):
    return [(fate.line, fate.kind, fate.sentence) for fate in fates]


def test_each_line_has_a_fate_before_anything_is_saved(event, ada, frozen):
    fates = imports.check_past(event, PAST, now=frozen.now)

    assert kinds(fates) == [
        (2, NEW, "New."),
        (3, NEW, "New."),
        (4, NEW, "New."),
        (5, KNOWN, "Stands in this list twice."),
        (6, BAD, "“nobody” is no e-mail address."),
        (7, BAD, "There is no name."),
        (8, BAD, "“32/13/2026” is no date. Write it like 2026-03-03 or 3 March 2026."),
        (9, BAD, "2027-01-06 is not in the past."),
    ]
    assert not PastAttendance.objects.exists()
    assert not Profile.objects.filter(email="new@work.example").exists()


def test_past_visits_count_from_the_first_evening(event, ada, frozen):
    done = bring_past(event, frozen)

    nora = Profile.objects.get(email="new@work.example")
    known = appearances.of([ada.profile.pk, nora.pk], event=event)
    assert done == 3
    assert (known.nth(ada.profile.pk), known.nth(nora.pk)) == (3, 2)
    assert Profile.objects.get(pk=ada.profile.pk).name == "Ada Attendee"
    assert {row.source for row in PastAttendance.objects.all()} == {"imported"}
    assert JournalEntry.objects.get().sentence == "brought in 3 visits of past evenings"


def test_same_list_twice_changes_nothing(event, ada, frozen):
    bring_past(event, frozen)

    again = bring_past(event, frozen)

    assert again == 0
    assert PastAttendance.objects.count() == 3
    assert JournalEntry.objects.count() == 1


def test_same_list_brought_in_at_once_by_two_is_saved_once(event, frozen):
    fates = imports.check_past(event, PAST, now=frozen.now)

    for name in ("Henry", "Olivia"):
        imports.bring_past(event, fates, by=name, now=frozen.now)

    assert PastAttendance.objects.count() == 3


def test_five_thousand_lines_are_brought_in(event, frozen, django_assert_max_num_queries):
    text = "\n".join(f"p{number}@work.example,Person {number},2026-01-06" for number in range(5000))

    with django_assert_max_num_queries(150):
        assert bring_past(event, frozen, text) == 5000
        assert bring_past(event, frozen, text) == 0

    assert PastAttendance.objects.count() == 5000


GUESTS = """Name,E-mail
Gina Guest,gina@work.example
Ada Attendee,ada@mail.example
Gina Guest,GINA@work.example
Max Mail,not an address
Hugo Here,hugo@work.example
"""


def check_guests(event, frozen, *, over_capacity=False):
    return imports.check_guests(event, GUESTS, over_capacity=over_capacity, now=frozen.now)


def bring_guests(event, frozen, *, over_capacity=False, with_mail=True):
    fates = check_guests(event, frozen, over_capacity=over_capacity)
    return imports.bring_guests(
        event, fates, over_capacity=over_capacity, with_mail=with_mail, by="Henry", now=frozen.now
    )


def test_guests_who_have_a_place_are_known(event, ticket, frozen):
    assert kinds(check_guests(event, frozen)) == [
        (2, NEW, "New."),
        (3, KNOWN, "Has a place already."),
        (4, KNOWN, "Stands in this list twice."),
        (5, BAD, "“not an address” is no e-mail address."),
        (6, NEW, "New."),
    ]


def test_guests_from_elsewhere_get_places_and_tickets_once(event, ticket, frozen):
    done = [bring_guests(event, frozen) for _ in range(2)]

    brought = SignUp.objects.filter(way=SignUp.HOST)
    assert done == [2, 0]
    assert sorted(brought.values_list("name", "email", "price_amount")) == [
        ("Gina Guest", "gina@work.example", 0),
        ("Hugo Here", "hugo@work.example", 0),
    ]
    assert Places.objects.get(event=event).taken == 3
    assert sorted(Message.objects.values_list("to", "template")) == [
        ("gina@work.example", "attendees/guest_added"),
        ("hugo@work.example", "attendees/guest_added"),
    ]
    assert [entry.sentence for entry in JournalEntry.objects.all()] == ["brought in 2 guests who booked elsewhere"]


def test_guests_can_be_brought_in_without_a_mail(event, frozen):
    bring_guests(event, frozen, with_mail=False)

    assert not Message.objects.exists()
    assert Ticket.objects.filter(email="gina@work.example", state="valid").exists()


def test_guest_who_gave_the_place_back_can_be_brought_in_again(event, frozen):
    bring_guests(event, frozen)
    Ticket.objects.filter(email="gina@work.example").update(
        state="cancelled", cancelled_at=frozen.now, cancel_reason="person"
    )

    assert bring_guests(event, frozen) == 1
    assert Ticket.objects.valid().filter(email="gina@work.example").count() == 1


def test_full_room_takes_as_many_as_fit_or_all_when_the_host_says_so(series, frozen):
    event = EventFactory(series=series, capacity=2)
    SignUpFactory(event=event)

    fates = check_guests(event, frozen)
    fitting = bring_guests(event, frozen)
    others = bring_guests(event, frozen, over_capacity=True)

    assert [fate.kind for fate in fates] == [NEW, FULL, KNOWN, BAD, FULL]
    assert (fitting, others) == (1, 2)
    assert Places.objects.get(event=event).taken == 4


def test_room_that_filled_up_meanwhile_stops_the_rest(series, frozen):
    event = EventFactory(series=series, capacity=2)
    fates = check_guests(event, frozen)
    SignUpFactory(event=event)

    done = imports.bring_guests(event, fates, over_capacity=False, with_mail=True, by="Henry", now=frozen.now)

    assert done == 1
    assert Places.objects.get(event=event).taken == 2


def test_today_is_not_yet_to_come(event, frozen):
    frozen.set(dt.datetime(2026, 6, 1, 23, 30, tzinfo=dt.UTC))  # the second of June in London

    fates = imports.check_past(event, "a@work.example,Ada,2026-06-02\nb@work.example,Ben,2026-06-03", now=frozen.now)

    assert [fate.kind for fate in fates] == [NEW, BAD]
