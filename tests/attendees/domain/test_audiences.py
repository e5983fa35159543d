import datetime as dt

import pytest

from attendees.domain import arrivals, audiences, consents, sign_up, waiting_list, waiting_sweep, welcome
from attendees.models import PastAttendance, Profile, SignUp, Ticket
from tests.support.factories import (
    EventFactory,
    ProfileFactory,
    SeriesFactory,
    SignUpFactory,
    TicketFactory,
)
from tests.support.waiting import full, give_back, wait

pytestmark = pytest.mark.usefixtures("frozen")


def found(subject, key):
    table = audiences.OF_EVENT if hasattr(subject, "starts_at") else audiences.OF_SERIES
    return sorted(reader.email for reader in table[key].readers(subject))


def guest(event, email, **fields):
    """Somebody with one place; `fields` are the ticket's."""
    sign_up = SignUpFactory(event=event, buyer=ProfileFactory(email=email), people=[])
    return TicketFactory(sign_up=sign_up, **fields)


def agree(email, series, now):
    profile = ProfileFactory(email=email)
    consents.give(profile, series, source="sign-up page", now=now)
    return profile


def test_everyone_coming_is_each_address_with_a_place_once(event, ticket, ben):
    SignUpFactory(event=event, buyer=ticket.sign_up.buyer, people=[])
    SignUpFactory(event=event, buyer=ben.profile)
    TicketFactory(sign_up=ticket.sign_up, seat=2, name="Amy", email="amy@work.example", holder=ProfileFactory())
    TicketFactory(sign_up=ticket.sign_up, seat=3, name="Without an address")
    guest(event, "held@mail.example", state=Ticket.HELD)
    guest(event, "gone@mail.example", state=Ticket.CANCELLED)

    assert found(event, "coming") == ["ada@mail.example", "amy@work.example", "ben@mail.example"]


def test_who_still_pays_at_the_door_is_asked_and_who_paid_is_not(event, frozen):
    SignUpFactory(event=event, way="door", buyer=ProfileFactory(email="owes@mail.example"))
    SignUpFactory(event=event, way="door", buyer=ProfileFactory(email="paid@mail.example"), paid_at_door_at=frozen.now)
    SignUpFactory(event=event, way="card", buyer=ProfileFactory(email="card@mail.example"))

    assert found(event, "unpaid") == ["owes@mail.example"]


def test_came_and_missed_are_told_apart_once_the_host_has_settled(event, frozen):
    came = guest(event, "came@mail.example", came=True)
    TicketFactory(sign_up=came.sign_up, seat=2, name="Second place of who came")
    guest(event, "missed@mail.example")
    frozen.set(event.ends_at)
    before = found(event, "missed")

    arrivals.settle(event, came=[], by="Henry", now=frozen.now)

    assert before == []
    assert (found(event, "came"), found(event, "missed")) == (["came@mail.example"], ["missed@mail.example"])


def test_waiting_is_who_is_on_the_list_and_waited_who_got_no_place(series, frozen):
    event = full(series=series)
    for name in ("First", "Second", "Leaves"):
        wait(event, name)
    waiting_list.leave(waiting_list.find_live(event, email="leaves@mail.example"), now=frozen.now)
    give_back(event)
    waiting = found(event, "waiting")

    sign_up.confirm(SignUp.objects.get(email="first@mail.example"), now=frozen.now)
    frozen.set(event.starts_at)
    waiting_sweep.settle(frozen.now)

    assert waiting == ["first@mail.example", "second@mail.example"]
    assert (found(event, "waiting"), found(event, "waited")) == ([], ["second@mail.example"])


def test_series_audiences_hold_only_consents_that_stand(series, event, frozen):
    came = agree("came@mail.example", series, frozen.now)
    TicketFactory(sign_up=SignUpFactory(event=event, buyer=came, people=[]), came=True)
    PastAttendance.objects.create(
        profile=agree("long-ago@mail.example", series, frozen.now),
        series=series,
        date=dt.date(2024, 1, 9),
        source=PastAttendance.IMPORTED,
        noted_at=frozen.now,
    )
    agree("never@mail.example", series, frozen.now)
    withdrawn = agree("withdrawn@mail.example", series, frozen.now)
    consents.withdraw(consents.given(withdrawn, series), now=frozen.now)
    agree("elsewhere@mail.example", SeriesFactory(), frozen.now)
    leaving = agree("leaving@mail.example", series, frozen.now)
    Profile.objects.filter(pk=leaving.pk).update(erase_asked_at=frozen.now)
    welcome.mark(agree("marked@mail.example", series, frozen.now), series, reason="x", by="Henry", now=frozen.now)
    guest(event, "came-silently@mail.example", came=True)

    assert found(series, "agreed") == ["came@mail.example", "long-ago@mail.example", "never@mail.example"]
    assert found(series, "agreed_came") == ["came@mail.example", "long-ago@mail.example"]


@pytest.mark.parametrize("count", [1, 3])
def test_audiences_take_the_same_queries_for_one_and_three_people(series, frozen, django_assert_num_queries, count):
    event = EventFactory(series=series)
    for number in range(count):
        guest(event, f"{number}@mail.example", came=True)
        agree(f"agreed-{number}@mail.example", series, frozen.now)

    with django_assert_num_queries(18):
        for audience in audiences.OF_EVENT.values():
            audience.readers(event)
        for audience in audiences.OF_SERIES.values():
            audience.readers(series)
