import datetime as dt

import pytest

from attendees.domain import sign_up, tickets, waiting_list, welcome, wishes
from attendees.domain.refused import AttendeeRefused
from attendees.models import Consent, Profile, WaitingListEntry
from events.domain import places
from events.models import Event, Places
from foundation.lib import codes
from tests.support.factories import SignUpFactory
from tests.support.waiting import full, give_back, mails, states, wait

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(frozen, series):
    """Two places, both taken, in a week."""
    return full(series=series)


def row(event):
    found = Places.objects.get(event=event)
    return found.taken, found.waiting, found.left


def test_who_joins_is_last_and_is_told_the_number(event, frozen):
    wait(event, "Ada")
    ben = wait(event, "Ben", party=3)

    assert (waiting_list.position(ben), ben.party) == (2, 3)
    assert ben.people == [("Ben", "ben@mail.example"), ("Ben's friend 1", ""), ("Ben's friend 2", "")]
    assert WaitingListEntry.objects.get(code_hash=codes.fingerprint(ben.code)) == ben
    assert mails("joined") == ["ada@mail.example", "ben@mail.example"]
    assert row(event) == (2, 2, 0)
    assert not Consent.objects.exists()


def test_joining_twice_keeps_the_number_and_sends_the_mail_again(event, frozen):
    first = wait(event, "Ada")
    wait(event, "Ben")

    again = wait(event, "Ada", party=2)
    frozen.move(minutes=10)
    wait(event, "Ada")

    assert (again.pk, again.party, waiting_list.position(again)) == (first.pk, 1, 1)
    assert mails("joined") == ["ada@mail.example", "ben@mail.example", "ada@mail.example"]
    assert row(event) == (2, 2, 0)


def test_nobody_waits_while_a_place_is_left(event):
    give_back(event)

    with pytest.raises(waiting_list.PlacesFree, match="You need not wait"):
        wait(event, "Ada")

    assert row(event) == (1, 0, 1)
    assert not WaitingListEntry.objects.exists()


def test_hold_that_lapsed_is_a_place_left(event, frozen):
    give_back(event)
    SignUpFactory(event=event, state="held")
    frozen.move(minutes=42)

    with pytest.raises(waiting_list.PlacesFree):
        wait(event, "Ada")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": Event.CANCELLED, "cancelled_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}, "is cancelled"),
        ({"state": Event.DRAFT}, "not open yet"),
    ],
)
def test_evening_that_is_not_on_has_no_list(event, fields, sentence):
    Event.objects.filter(pk=event.pk).update(**fields)
    event.refresh_from_db()

    with pytest.raises(AttendeeRefused, match=sentence):
        wait(event, "Ada")


def test_list_is_closed_once_the_evening_has_begun(event, frozen):
    frozen.set(event.starts_at)

    with pytest.raises(AttendeeRefused, match="has begun"):
        wait(event, "Ada")


def test_party_has_four_at_most(event):
    with pytest.raises(AttendeeRefused, match="up to 4"):
        wait(event, "Ada", party=5)


def test_who_is_not_welcome_does_not_wait(event, frozen):
    ada = Profile.objects.create(email="ada@mail.example", name="Ada", created_at=frozen.now)
    welcome.mark(ada, event.series, reason="rude", by="Olivia", now=frozen.now)

    with pytest.raises(AttendeeRefused, match="cannot book this online"):
        wait(event, "Ada")


def test_who_leaves_makes_the_others_move_up(event, frozen):
    ada, ben = wait(event, "Ada"), wait(event, "Ben")

    waiting_list.leave(ada, now=frozen.now)
    waiting_list.leave(ada, now=frozen.now)

    assert states(event) == [("Ada", "left"), ("Ben", "waiting")]
    assert waiting_list.position(ben) == 1
    assert row(event) == (2, 1, 0)


def test_who_left_may_join_again_at_the_end(event, frozen):
    waiting_list.leave(wait(event, "Ada"), now=frozen.now)
    wait(event, "Ben")

    assert waiting_list.position(wait(event, "Ada")) == 2


def test_while_somebody_waits_the_public_gets_no_place(event, frozen):
    wait(event, "Ada", party=2)
    give_back(event)

    assert row(event) == (1, 1, 0)
    assert tickets.room(event.pk, now=frozen.now) == 0
    with pytest.raises(places.Full):
        sign_up.take(event, wishes.Wish(name="Zed", email="zed@mail.example"), now=frozen.now)
    with pytest.raises(places.Full):
        places.claim(event.pk, 1)


def test_party_that_wants_fewer_is_offered_what_is_there(event, frozen):
    ada = wait(event, "Ada", party=3)
    give_back(event)

    waiting_list.want_fewer(ada, companions=[], now=frozen.now)

    assert states(event) == [("Ada", "offered")]
    assert row(event) == (2, 0, 0)
    assert mails("offered") == ["ada@mail.example"]


def test_who_joins_and_fits_where_those_before_do_not_is_asked_at_once(event, frozen):
    wait(event, "Ada", party=2)
    give_back(event)

    ben = wait(event, "Ben")

    assert states(event) == [("Ada", "waiting"), ("Ben", "offered")]
    assert ben.state == "offered"
    assert (mails("joined"), mails("offered")) == (["ada@mail.example"], ["ben@mail.example"])
    assert row(event) == (2, 1, 0)


def test_who_waits_no_longer_cannot_want_fewer(event, frozen):
    ada = wait(event, "Ada", party=2)
    waiting_list.leave(ada, now=frozen.now)

    with pytest.raises(AttendeeRefused, match="not waiting any more"):
        waiting_list.want_fewer(ada, companions=[], now=frozen.now)
