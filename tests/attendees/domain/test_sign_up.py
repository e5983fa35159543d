import datetime as dt
import threading

import pytest
from django.db import connection

from attendees.domain import sign_up, tickets
from attendees.domain.refused import AttendeeRefused
from attendees.domain.sign_up import Wish
from attendees.models import Consent, Profile, SignUp, Ticket
from events.domain import places
from events.models import Event, Places
from foundation.lib import clock
from foundation.mail.models import Message
from tests.support.factories import EventFactory, SignUpFactory
from tests.support.meanwhile import meanwhile

ADA = Wish(name="Ada Attendee", email="Ada@Mail.example", form_code="page-1", browser="ada-phone", address="192.0.2.1")
FRIENDS = (("Ben Bystander", "ben@mail.example"), ("Cleo", ""))


def wish(**changes):
    return Wish(**{**vars(ADA), **changes})


def taken(event):
    return Places.objects.get(event=event).taken


def states_of(event):
    return sorted(Ticket.objects.for_event(event.pk).values_list("state", flat=True))


@pytest.fixture
def free(series):
    return EventFactory(series=series, price_amount=0)


@pytest.fixture
def at_door(series):
    return EventFactory(series=series, pay_at_door=True)


def test_free_place_is_confirmed_at_once_with_one_mail(frozen, free):
    made = sign_up.take(free, wish(companions=FRIENDS), now=clock.now())

    assert (made.name, made.email, made.way) == ("Ada Attendee", "ada@mail.example", SignUp.FREE)
    assert [(t.seat, t.name, t.email, t.state, t.confirmed_at) for t in made.tickets.all()] == [
        (1, "Ada Attendee", "ada@mail.example", "valid", clock.now()),
        (2, "Ben Bystander", "ben@mail.example", "valid", clock.now()),
        (3, "Cleo", "", "valid", clock.now()),
    ]
    assert taken(free) == 3
    assert Message.objects.filter(template="attendees/confirmed", to="ada@mail.example").count() == 1


def test_companion_with_an_address_counts_as_a_person_and_one_without_does_not(free):
    made = sign_up.take(free, wish(companions=FRIENDS), now=clock.now())

    assert [t.holder and t.holder.email for t in made.tickets.all()] == ["ada@mail.example", "ben@mail.example", None]


def test_address_given_twice_belongs_to_the_first(free):
    companions = (("Ben", "ADA@mail.example"), ("Cleo", "cleo@mail.example"), ("Dan", "cleo@mail.example"))

    made = sign_up.take(free, wish(companions=companions), now=clock.now())

    assert [t.email for t in made.tickets.all()] == ["ada@mail.example", "", "cleo@mail.example", ""]


def test_card_place_is_held_until_grace_after_payment_time(frozen, event):
    made = sign_up.take(event, ADA, now=clock.now())

    ticket = made.tickets.get()
    assert (made.way, ticket.state, taken(event)) == (SignUp.CARD, "held", 1)
    assert ticket.held_until == clock.now() + dt.timedelta(minutes=41)
    assert sign_up.pay_until(made) == clock.now() + dt.timedelta(minutes=31)
    assert not Message.objects.exists()


def test_door_place_is_valid_at_once_only_where_the_event_allows_it(at_door, event):
    reserved = sign_up.take(at_door, wish(at_door=True), now=clock.now())
    to_pay = sign_up.take(event, wish(at_door=True), now=clock.now())

    assert (reserved.way, reserved.tickets.get().state) == (SignUp.DOOR, "valid")
    assert (to_pay.way, to_pay.tickets.get().state) == (SignUp.CARD, "held")


def test_same_page_sent_twice_is_one_sign_up(event):
    first = sign_up.take(event, ADA, now=clock.now())

    again = sign_up.take(event, wish(browser=""), now=clock.now())  # sent before the first answer brought the cookie

    assert (again, SignUp.objects.count(), taken(event)) == (first, 1, 1)


def test_second_tab_of_the_same_browser_gets_the_same_sign_up(free):
    first = sign_up.take(free, ADA, now=clock.now())

    again = sign_up.take(free, wish(form_code="page-2"), now=clock.now())

    assert (again, SignUp.objects.count(), taken(free)) == (first, 1, 1)


def test_full_evening_still_answers_the_double_click_of_who_took_the_last_place(series):
    event = EventFactory(series=series, capacity=1)
    first = sign_up.take(event, ADA, now=clock.now())

    assert sign_up.take(event, ADA, now=clock.now()) == first


def test_another_browser_with_the_same_address_gets_its_own_and_replaces_the_hold(event):
    first = sign_up.take(event, ADA, now=clock.now())

    second = sign_up.take(event, wish(form_code="page-2", browser="laptop"), now=clock.now())

    assert second != first
    assert (first.tickets.get().state, second.tickets.get().state, taken(event)) == ("expired", "held", 1)


def test_hold_with_more_places_replaces_the_smaller_and_claims_the_difference(event):
    sign_up.take(event, ADA, now=clock.now())

    sign_up.take(event, wish(companions=FRIENDS), now=clock.now())

    assert (states_of(event), taken(event)) == (["expired", "held", "held", "held"], 3)


def test_hold_with_fewer_places_gives_the_rest_back(event):
    sign_up.take(event, wish(companions=FRIENDS), now=clock.now())

    sign_up.take(event, ADA, now=clock.now())

    assert (states_of(event), taken(event)) == (["expired", "expired", "expired", "held"], 1)


def test_replacement_that_finds_no_room_leaves_the_older_hold_alone(series):
    event = EventFactory(series=series, capacity=2)
    first = sign_up.take(event, ADA, now=clock.now())

    with pytest.raises(places.Full):
        sign_up.take(event, wish(companions=FRIENDS), now=clock.now())

    assert (first.tickets.get().state, taken(event)) == ("held", 1)


def test_hold_of_an_evening_leaves_another_evenings_alone(event, series):
    other = EventFactory(series=series)
    sign_up.take(event, ADA, now=clock.now())

    sign_up.take(other, ADA, now=clock.now())

    assert (taken(event), taken(other), SignUp.objects.count()) == (1, 1, 2)


def test_same_person_buys_again_and_stands_on_one_ticket_only(event):
    first = sign_up.take(event, ADA, now=clock.now())
    sign_up.confirm(first, now=clock.now())

    second = sign_up.take(event, wish(form_code="page-2", browser="laptop"), now=clock.now())

    assert (first.tickets.get().holder, second.tickets.get().holder) == (first.buyer, None)
    assert taken(event) == 2


def test_page_sent_again_after_cancelling_is_a_new_wish(free):
    first = sign_up.take(free, ADA, now=clock.now())
    tickets.cancel(first.tickets.all(), reason="person", now=clock.now())

    second = sign_up.take(free, ADA, now=clock.now())

    assert second != first
    assert (second.tickets.get().state, taken(free)) == ("valid", 1)


def test_fifth_place_is_refused(free):
    with pytest.raises(AttendeeRefused, match="up to 4 places"):
        sign_up.take(free, wish(companions=tuple((f"Guest {n}", "") for n in range(4))), now=clock.now())


def test_full_says_full_and_writes_nothing(series):
    event = EventFactory(series=series, price_amount=0, capacity=2)

    with pytest.raises(places.Full, match="All places are taken"):
        sign_up.take(event, wish(companions=FRIENDS), now=clock.now())

    assert (SignUp.objects.count(), Profile.objects.filter(email="ada@mail.example").exists()) == (0, False)
    assert (taken(event), Message.objects.count()) == (0, 0)


def test_lapsed_holds_make_room_without_a_sweeper(frozen, series):
    event = EventFactory(series=series, capacity=1)
    late = sign_up.take(event, wish(email="late@mail.example", form_code="late"), now=clock.now())
    frozen.move(days=1)

    made = sign_up.take(event, ADA, now=clock.now())

    assert (late.tickets.get().state, made.tickets.get().state, taken(event)) == ("expired", "held", 1)


def test_lapsed_holds_are_room_however_many_places_are_left(frozen, series):
    event = EventFactory(series=series, capacity=30)
    SignUpFactory(event=event, people=["Ada", "Ben"], state="held")
    SignUpFactory(event=event)
    before = tickets.room(event.pk, now=clock.now())

    frozen.move(days=1)

    assert (before, tickets.room(event.pk, now=clock.now())) == (27, 29)


def test_hold_that_has_not_lapsed_keeps_its_place(frozen, series):
    event = EventFactory(series=series, capacity=1)
    sign_up.take(event, wish(email="other@mail.example", form_code="other"), now=clock.now())
    frozen.move(minutes=40)

    with pytest.raises(places.Full):
        sign_up.take(event, ADA, now=clock.now())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"state": Event.DRAFT}, "This evening is not open yet."),
        (
            {"state": Event.CANCELLED, "cancelled_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
            "This evening is cancelled.",
        ),
        (
            {"ends_at": dt.datetime(2020, 1, 2, tzinfo=dt.UTC), "starts_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)},
            "This evening is over.",
        ),
    ],
)
def test_closed_evening_is_refused_in_words(series, changes, sentence):
    event = EventFactory(series=series, **changes)

    with pytest.raises(AttendeeRefused, match=sentence.rstrip(".")):
        sign_up.take(event, ADA, now=clock.now())


def test_tick_stores_the_consent_once_with_its_words(event, frozen):
    sign_up.take(event, wish(tell_me=True), now=clock.now())
    sign_up.take(event, wish(tell_me=True, companions=FRIENDS), now=clock.now())

    consent = Consent.objects.get()
    assert (consent.profile.email, consent.wording, consent.source, consent.given_at) == (
        "ada@mail.example",
        "Tell me about the next dates",
        "sign-up page",
        clock.now(),
    )


def test_no_tick_no_consent(event):
    sign_up.take(event, ADA, now=clock.now())

    assert not Consent.objects.exists()


def test_confirming_twice_confirms_and_mails_once(event):
    made = sign_up.take(event, ADA, now=clock.now())

    first, second = sign_up.confirm(made, now=clock.now()), sign_up.confirm(made, now=clock.now())

    assert ([ticket.state for ticket in first], second) == (["valid"], [])
    assert Message.objects.count() == 1


def test_late_payer_gets_a_place_while_there_is_room(event):
    made = sign_up.take(event, ADA, now=clock.now())
    sign_up.let_go(made, now=clock.now())

    sign_up.confirm(made, now=clock.now())

    assert (made.tickets.get().state, taken(event)) == ("valid", 1)


def test_late_payer_finds_no_room_and_nothing_changes(series):
    event = EventFactory(series=series, capacity=2)
    made = sign_up.take(event, wish(companions=(("Ben", ""),)), now=clock.now())
    sign_up.let_go(made, now=clock.now())
    SignUpFactory(event=event)

    with pytest.raises(places.Full):
        sign_up.confirm(made, now=clock.now())

    assert ([t.state for t in made.tickets.all()], taken(event)) == (["expired", "expired"], 1)
    assert not Message.objects.exists()


def test_late_payer_who_has_another_ticket_by_now_keeps_both_and_stands_on_one(event):
    late = sign_up.take(event, ADA, now=clock.now())
    newer = sign_up.take(event, wish(form_code="page-2", browser="laptop"), now=clock.now())
    sign_up.confirm(newer, now=clock.now())

    sign_up.confirm(late, now=clock.now())

    assert (late.tickets.get().holder, newer.tickets.get().holder) == (None, newer.buyer)
    assert taken(event) == 2


def test_letting_go_twice_gives_back_once(event):
    made = sign_up.take(event, ADA, now=clock.now())

    sign_up.let_go(made, now=clock.now())
    sign_up.let_go(made, now=clock.now())

    assert (made.tickets.get().state, taken(event)) == ("expired", 0)


@pytest.mark.django_db(transaction=True)
def test_identical_pages_sent_truly_at_once_are_one_sign_up(series):
    event = EventFactory(series=series)
    gate, granted = threading.Barrier(6), []

    def send():
        gate.wait(timeout=20)
        granted.append(sign_up.take(event, wish(browser=""), now=clock.now()).pk)
        connection.close()

    senders = [threading.Thread(target=send) for _ in range(6)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(timeout=30)

    assert (len(granted), len(set(granted)), taken(event)) == (6, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_one_address_from_many_browsers_at_once_keeps_one_hold(series):
    event = EventFactory(series=series)
    gate = threading.Barrier(6)

    def send(number):
        gate.wait(timeout=20)
        sign_up.take(event, wish(form_code=f"page-{number}", browser=f"browser-{number}"), now=clock.now())
        connection.close()

    senders = [threading.Thread(target=send, args=[number]) for number in range(6)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(timeout=30)

    assert (states_of(event), taken(event)) == (["expired"] * 5 + ["held"], 1)


def test_a_tap_is_the_last_place_that_another_one_takes_while_it_looks(frozen, series):
    event = EventFactory(series=series, capacity=1)
    lapsed = SignUpFactory(event=event, state="held")
    lapsed.tickets.update(held_until=clock.now() - dt.timedelta(minutes=1))
    event = Event.objects.select_related("places").get(pk=event.pk)

    with meanwhile(lambda: sign_up.take(event, ADA, now=clock.now())) as first:
        second = sign_up.take(event, ADA, now=clock.now())

    assert [second] == first
    assert states_of(event) == ["expired", "held"]
