"""C26: an address from which three mails in a row came back gets no more, until it works again."""

import pytest

from foundation.mail.domain import bounces, delivery, outbox
from foundation.mail.models import Message
from tests.foundation.mail.conftest import put_message

GONE = "550 5.1.1 no such user"


@pytest.fixture
def office(post_office, frozen, db):
    post_office.refused["ada@mail.example"] = GONE
    return post_office


def send(frozen, *keys, **fields):
    for key in keys:
        put_message(key, **fields)
        frozen.move(minutes=1)
        delivery.send_due(frozen.now)


def failures():
    return list(Message.objects.order_by("pk").values_list("state", "failure"))


def test_after_three_that_came_back_nothing_is_sent_there(office, frozen):
    send(frozen, "one", "two", "three")
    office.tried.clear()

    send(frozen, "four")
    send(frozen, "other", to="ben@mail.example")

    assert office.tried == ["ben@mail.example"]
    assert failures()[3:] == [("failed", delivery.GIVEN_UP.words), ("sent", "")]


def test_codes_that_somebody_asks_for_still_go(office, frozen):
    send(frozen, "one", "two", "three")
    office.refused.clear()

    send(frozen, "code", priority=Message.CODE)
    send(frozen, "four")

    assert [mail.recipients for mail in office.mails] == [["ada@mail.example"]] * 2
    assert not bounces.is_given_up("ada@mail.example")


def test_one_that_arrives_ends_the_row(office, frozen):
    send(frozen, "one", "two")
    office.refused.clear()
    send(frozen, "arrives")
    office.refused["ada@mail.example"] = GONE

    send(frozen, "three", "four")

    assert [state for state, _ in failures()] == ["failed", "failed", "sent", "failed", "failed"]
    assert GONE in failures()[-1][1]


@pytest.mark.parametrize("answer", ["452 mailbox full", "421 busy"])
def test_what_passes_is_no_bounce(office, frozen, answer):
    office.refused["ada@mail.example"] = answer

    send(frozen, "one", "two", "three")

    assert not bounces.is_given_up("ada@mail.example")


def test_forgiven_or_sent_again_by_a_host_it_is_tried_anew(office, frozen):
    send(frozen, "one", "two", "three")
    outbox.resend(Message.objects.get(key="one"), now=frozen.now)
    after_resend = bounces.is_given_up("ada@mail.example")
    send(frozen, "four")

    forgiven = bounces.forgive("ada@mail.example")

    assert (after_resend, forgiven, bounces.is_given_up("ada@mail.example")) == (False, 3, False)
