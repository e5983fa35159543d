import pytest
from django.db import connection

from attendees.domain import cancelled_events
from attendees.models import SignUp, Ticket
from events.domain import publishing
from events.models import Places
from foundation.mail.models import Message
from tests.support.factories import EventFactory, SignUpFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(frozen):
    return EventFactory(capacity=200)


def cancel(event, frozen):
    publishing.cancel(event, by="Olivia", reason="The pub has a flood.", now=frozen.now)


def tickets_of(sign_up):
    return list(sign_up.tickets.values_list("state", "cancel_reason", "refund_wanted"))


def test_cancelled_evening_gives_back_every_place_and_wants_money_back_only_where_it_was_paid(event, frozen):
    paid = SignUpFactory(event=event, people=["Ada", "Ben"])
    at_door = SignUpFactory(event=event, way=SignUp.DOOR)
    guest = SignUpFactory(event=event, way=SignUp.HOST)
    held = SignUpFactory(event=event, state=Ticket.HELD)
    cancel(event, frozen)

    assert cancelled_events.settle(frozen.now) == 5

    assert tickets_of(paid) == [("cancelled", "event", True)] * 2
    for unpaid in (at_door, guest, held):
        assert tickets_of(unpaid) == [("cancelled", "event", False)]
    assert Places.objects.get(event=event).taken == 0
    assert sorted(Message.objects.values_list("to", "template")) == sorted(
        (sign_up.email, "attendees/event_cancelled") for sign_up in (paid, at_door, guest)
    )


def test_letter_says_why_and_that_all_money_comes_back_unasked(event, frozen):
    SignUpFactory(event=event, people=["Ada", "Ben"])
    cancel(event, frozen)

    cancelled_events.settle(frozen.now)

    words = " ".join(Message.objects.get().text.split())
    assert "The pub has a flood." in words
    assert "You get all your money back, £10, without asking for it." in words


@pytest.mark.parametrize(
    ("paid", "words"),
    [(False, "You have paid nothing yet"), (True, "You paid at the door: Olivia Owner gives it back to you")],
)
def test_letter_to_who_pays_at_the_door_says_what_is_true(event, frozen, paid, words):
    SignUpFactory(event=event, way=SignUp.DOOR, paid_at_door_at=frozen.now if paid else None)
    cancel(event, frozen)

    cancelled_events.settle(frozen.now)

    assert words in " ".join(Message.objects.get().text.split())


def test_settling_twice_does_nothing_more(event, frozen):
    SignUpFactory(event=event)
    cancel(event, frozen)

    assert [cancelled_events.settle(frozen.now) for _ in range(2)] == [1, 0]
    assert Message.objects.count() == 1


def test_killed_in_the_middle_the_next_run_ends_in_the_right_state(event, frozen, monkeypatch):
    sign_ups = SignUpFactory.create_batch(5, event=event)
    cancel(event, frozen)
    monkeypatch.setattr(cancelled_events, "BATCH", 2)
    writes = []

    def dies_at_the_second_batch(execute, sql, params, many, context):
        if sql.startswith("INSERT") and "mail_message" in sql:
            writes.append(sql)
            if len(writes) == 2:
                raise KeyboardInterrupt
        return execute(sql, params, many, context)

    with pytest.raises(KeyboardInterrupt), connection.execute_wrapper(dies_at_the_second_batch):
        cancelled_events.settle(frozen.now)
    assert Places.objects.get(event=event).taken == 3
    assert Message.objects.count() == 2
    cancelled_events.settle(frozen.now)

    assert Places.objects.get(event=event).taken == 0
    assert sorted(Message.objects.values_list("to", flat=True)) == sorted(sign_up.email for sign_up in sign_ups)


@pytest.mark.parametrize("count", [1, 3])
def test_settling_takes_the_same_queries_for_one_and_three_sign_ups(event, frozen, django_assert_num_queries, count):
    SignUpFactory.create_batch(count, event=event, people=["Ada", "Ben"])
    cancel(event, frozen)

    with django_assert_num_queries(29):
        cancelled_events.settle(frozen.now)
