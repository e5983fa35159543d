"""The mails about money, teams and accounts, against their golden files; each is written by what writes it."""

import datetime as dt
import re

import pytest

from events.domain import team
from events.models import TeamMember
from foundation.accounts.domain import letters as account_letters
from foundation.mail.models import Message
from networking.domain import private_words
from payments.domain import letters, receipts
from tests.support import golden
from tests.support.factories import (
    EventFactory,
    PaymentFactory,
    RefundFactory,
    SeriesFactory,
    SignUpFactory,
    UnmatchedFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
KEY = re.compile(r"/events/\d+/")


@pytest.fixture
def payment(frozen):
    series = SeriesFactory(name="PMO Flashmob London", slug="pmo-flashmob-london", host_name="Maya Lindqvist")
    event = EventFactory(series=series, title="PMO in June", starts_at=dt.datetime(2026, 6, 9, 17, 30, tzinfo=dt.UTC))
    return PaymentFactory(
        sign_up=SignUpFactory(event=event, buyer__name="Sam Okafor", buyer__email="sam@mail.example"),
        paid_at=frozen.now,
    )


def check(name):
    """The one mail in the outbox is the golden one, and keeps the rules of every mail."""
    message = Message.objects.get()
    golden.check(f"{name}.txt", KEY.sub("/events/0/", f"Subject: {message.subject}\n\n{message.text}"))
    golden.check(f"{name}.html", KEY.sub("/events/0/", message.html))
    assert message.kind == Message.SERVICE
    assert 0 < len(message.subject) <= 78
    assert [line for line in message.text.splitlines() if len(line) > 78] == []
    assert len(message.html.encode()) <= 60_000
    assert re.findall(r"<(?:script|form|link|iframe|input)\b|url\(|src=\"http", message.html) == []
    assert 'name="color-scheme"' in message.html
    assert re.search(r'<div class="preheader"[^>]*>\s*\S', message.html)


def test_refunded(payment, frozen):
    refund = RefundFactory(payment=payment, ticket=payment.sign_up.tickets.get())

    receipts.credit(refund, now=frozen.now)

    letters.refunded([refund])

    check("payments/refunded")


@pytest.mark.parametrize("why", ["full", "off", "gone", "twice"])
def test_paid_and_sent_back(payment, frozen, why):
    letters.late(payment, RefundFactory(payment=payment), why=why)

    check(f"payments/late_{why}")


def test_a_refund_failed(payment, frozen):
    letters.refund_failed(RefundFactory(payment=payment))

    check("payments/refund_failed")


def test_money_that_matches_nothing(payment, frozen):
    letters.money_to_look_at(UnmatchedFactory(event=payment.sign_up.event))

    check("payments/money_to_look_at")


@pytest.mark.parametrize("role", [TeamMember.OWNER, TeamMember.HOST])
def test_invitation_to_the_team(payment, frozen, role):
    series = payment.sign_up.event.series

    team.invite(series, email="new@mail.example", role=role, inviter=UserFactory(name="Maya Lindqvist"), now=frozen.now)

    check(f"events/invitation_{role}")


def test_a_private_word_to_the_host(payment, frozen):
    ticket = payment.sign_up.tickets.get()

    private_words.send(ticket, words="Somebody keeps asking for my number.\nPlease help.", reach="07700 900123")

    check("networking/private_word")


def test_code_to_sign_in(frozen):
    account_letters.sign_in_code("ada@mail.example", code="482 913")

    check("accounts/sign_in_code")


def test_notice_about_an_account(frozen):
    account_letters.notice(
        "ada@mail.example",
        subject="Your password has been changed",
        words="You are receiving this mail because your password was changed.\nhttp://localhost:8000/accounts/login/",
    )

    check("accounts/notice")
