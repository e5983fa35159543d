import datetime as dt

import pytest

from attendees.domain import door_list
from attendees.domain.door_list import EXPECTED, INSIDE
from attendees.models import PastAttendance, SignUp, Ticket
from events.models import Event
from foundation.lib.money import Money
from tests.support.factories import EventFactory, ProfileFactory, SignUpFactory


def sign_up(event, *names, **fields):
    return SignUpFactory(event=event, buyer=ProfileFactory(name=names[0]), people=list(names), **fields)


def shown(tonight, rows):
    return [tonight.shown[row.pk] for row in rows]


@pytest.fixture
def three(event):
    for name in ("Tom Whitfield", "Tom Wong", "Ádám Kiss"):
        sign_up(event, name)
    return event


def test_list_holds_valid_tickets_by_name_and_counts_them(three):
    sign_up(three, "Held Hannah", state="held")
    sign_up(three, "Cancelled Carl", state="cancelled")
    Ticket.objects.filter(name="Tom Wong").update(checked_in_at=three.starts_at, checked_in_by="Dora")

    tonight = door_list.read(three, whole_names=True)

    assert (tonight.expected, tonight.inside) == (2, 1)
    assert shown(tonight, door_list.list_chosen(tonight, EXPECTED)) == ["Ádám Kiss", "Tom Whitfield"]
    assert shown(tonight, door_list.list_chosen(tonight, INSIDE)) == ["Tom Wong"]


def test_helper_sees_first_names_and_as_many_letters_as_tell_two_apart(three):
    tonight = door_list.read(three, whole_names=False)

    assert shown(tonight, door_list.list_chosen(tonight, EXPECTED)) == ["Ádám", "Tom Wh", "Tom Wo"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tom", ["Tom Wh", "Tom Wo"]),
        ("Tom Whitfield", ["Tom Wh"]),
        ("whitfield", ["Tom Wh"]),
        ("adam", ["Ádám"]),
        ("ad", ["Ádám"]),
        ("kiss", ["Ádám"]),
        ("kis", []),  # a helper cannot spell out a surname that is not shown
        ("wongly", ["Tom Wo"]),
        ("nobody", []),
        ("", []),
    ],
)
def test_helpers_search_tells_no_more_than_the_list(three, query, found):
    tonight = door_list.read(three, whole_names=False)

    assert shown(tonight, door_list.search(tonight, query)) == found


def test_team_searches_by_any_beginning(three):
    tonight = door_list.read(three, whole_names=True)

    assert shown(tonight, door_list.search(tonight, "whit")) == ["Tom Whitfield"]
    assert shown(tonight, door_list.search(tonight, "kis")) == ["Ádám Kiss"]


def test_line_says_what_is_to_pay_for_the_whole_sign_up(event):
    Event.objects.filter(pk=event.pk).update(pay_at_door=True)
    sign_up(event, "Ada One", "Ben Two", way=SignUp.DOOR)
    sign_up(event, "Cem Paid", way=SignUp.DOOR, paid_at_door_at=event.starts_at)
    sign_up(event, "Dan Card")
    tonight = door_list.read(event, whole_names=True)

    guests = door_list.guests(tonight, door_list.list_chosen(tonight, EXPECTED))

    assert [(guest.shown, guest.to_pay) for guest in guests] == [
        ("Ada One", Money(1000)),
        ("Ben Two", Money(1000)),
        ("Cem Paid", Money(0)),
        ("Dan Card", Money(0)),
    ]


def test_line_says_how_often_somebody_came(event, ada):
    past = EventFactory(series=event.series, starts_at=event.starts_at - dt.timedelta(days=28))
    SignUpFactory(event=past, buyer=ada.profile)
    Ticket.objects.filter(event=past).update(checked_in_at=past.starts_at, checked_in_by="Dora")
    SignUpFactory(event=event, buyer=ada.profile, people=["Ada Attendee", "Ben Companion"])
    sign_up(event, "Ned New")
    tonight = door_list.read(event, whole_names=True)

    guests = door_list.guests(tonight, door_list.list_chosen(tonight, EXPECTED))

    assert [(guest.shown, guest.nth, guest.is_first_timer) for guest in guests] == [
        ("Ada Attendee", 2, False),
        ("Ben Companion", None, False),
        ("Ned New", 1, True),
    ]


def test_evening_imported_and_checked_in_counts_once(event, ada):
    past = EventFactory(series=event.series, starts_at=event.starts_at - dt.timedelta(days=28))
    SignUpFactory(event=past, buyer=ada.profile)
    Ticket.objects.filter(event=past).update(checked_in_at=past.starts_at, checked_in_by="Dora")
    for date in (past.starts_local.date(), past.starts_local.date() - dt.timedelta(days=30)):
        PastAttendance.objects.create(
            profile=ada.profile, series=event.series, date=date, source="imported", noted_at=event.created_at
        )
    SignUpFactory(event=event, buyer=ada.profile)
    tonight = door_list.read(event, whole_names=True)

    [guest] = door_list.guests(tonight, door_list.list_chosen(tonight, EXPECTED))

    assert guest.nth == 3


def test_series_without_attendance_calls_nobody_a_first_timer(event):
    sign_up(event, "Ned New")
    tonight = door_list.read(event, whole_names=True)

    [guest] = door_list.guests(tonight, door_list.list_chosen(tonight, EXPECTED))

    assert (guest.nth, guest.is_first_timer) == (None, False)


def test_who_says_they_came_before_is_no_first_timer(event, ada, ben):
    PastAttendance.objects.create(profile=ada.profile, series=event.series, source="said", noted_at=event.created_at)
    SignUpFactory(event=event, buyer=ada.profile)
    SignUpFactory(event=event, buyer=ben.profile)
    tonight = door_list.read(event, whole_names=True)

    guests = door_list.guests(tonight, door_list.list_chosen(tonight, EXPECTED))

    assert [(guest.shown, guest.nth, guest.is_first_timer) for guest in guests] == [
        ("Ada Attendee", None, False),
        ("Ben Bystander", 1, True),
    ]
