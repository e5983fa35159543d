import pytest

from attendees.domain import lost_tickets
from attendees.models import TicketRequest
from foundation.mail.models import Message
from tests.support.factories import EventFactory, ProfileFactory, SignUpFactory


@pytest.fixture
def two_evenings(frozen, series):
    """Ada has two evenings before her; on the second Ben is with her, by an address of his own."""
    ada = ProfileFactory(email="ada@mail.example")
    first = SignUpFactory(event=EventFactory(series=series), buyer=ada)
    second = SignUpFactory(event=EventFactory(series=series), buyer=ada, people=["Ada", "Ben"])
    second.tickets.filter(seat=2).update(email="ben@mail.example")
    return first, second


def sent():
    return sorted(Message.objects.values_list("to", "about"))


def test_asking_is_one_row_for_any_address(two_evenings, frozen, django_assert_num_queries):
    for email in ("Ada@mail.example", "nobody@mail.example"):
        with django_assert_num_queries(1):
            lost_tickets.ask(email=email, now=frozen.now)

    assert not Message.objects.exists()


def test_buyer_gets_a_mail_for_each_sign_up_and_the_asking_is_forgotten(two_evenings, frozen):
    first, second = two_evenings
    lost_tickets.ask(email="Ada@mail.example", now=frozen.now)

    assert lost_tickets.send_asked(frozen.now) == 1

    assert sent() == [("ada@mail.example", f"sign_up:{first.pk}"), ("ada@mail.example", f"sign_up:{second.pk}")]
    assert not TicketRequest.objects.exists()


def test_companion_gets_the_own_ticket_only(two_evenings, frozen):
    _, second = two_evenings
    lost_tickets.ask(email="ben@mail.example", now=frozen.now)

    lost_tickets.send_asked(frozen.now)

    assert sent() == [("ben@mail.example", f"sign_up:{second.pk}")]
    assert second.manage_code not in Message.objects.get().text


def test_asking_often_sends_once(two_evenings, frozen):
    for _ in range(3):
        lost_tickets.ask(email="ben@mail.example", now=frozen.now)

    lost_tickets.send_asked(frozen.now)
    lost_tickets.ask(email="ben@mail.example", now=frozen.now)
    lost_tickets.send_asked(frozen.now)

    assert Message.objects.count() == 1


@pytest.mark.parametrize("gone", ["cancelled", "over"])
def test_what_is_gone_is_not_sent(two_evenings, frozen, gone):
    first, second = two_evenings
    if gone == "over":
        frozen.set(max(first.event.ends_at, second.event.ends_at))
    else:
        for sign_up in two_evenings:
            sign_up.tickets.update(state="cancelled", cancelled_at=frozen.now, cancel_reason="person")
    lost_tickets.ask(email="ada@mail.example", now=frozen.now)

    lost_tickets.send_asked(frozen.now)

    assert (sent(), TicketRequest.objects.count()) == ([], 0)


def test_nobody_asked_nothing_sent(frozen, db):
    assert lost_tickets.send_asked(frozen.now) == 0
