"""The till: float, count, difference; closed once, and opened again only on record."""

import pytest
from django.db import IntegrityError

from events.models import JournalEntry
from payments.domain import cash_box, till
from payments.domain.refused import PaymentRefused
from payments.models import Till
from tests.support.factories import SignUpFactory

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def busy(event, frozen):
    """£20 float, £10 taken in cash, £5 by card, £5 in cash undone."""
    cash_box.put_in(event, amount=2000, by="Henry", now=frozen.now)
    ways = ("cash", "cash", "card", "cash")
    for number, way in enumerate(ways):
        [entry] = till.take(
            [SignUpFactory(event=event, way="door")], way=way, key=str(number), by="Henry", now=frozen.now
        )
    till.undo(entry, by="Henry", now=frozen.now)
    return event


def close(event, frozen, *, counted, note="", by="Olivia"):
    cash_box.close(event, counted=counted, note=note, by=by, now=frozen.now)


def journal():
    return [(entry.by, entry.sentence) for entry in JournalEntry.objects.order_by("pk") if "till" in entry.sentence]


def test_float_and_cash_should_be_there_and_cards_are_not(busy):
    cash = cash_box.cash_of(busy, cash_box.of(busy))

    assert (cash.float.amount, cash.taken.amount, cash.expected.amount) == (2000, 1000, 3000)


@pytest.mark.parametrize(
    ("counted", "difference", "words"),
    [
        (3000, 0, "closed the till with £30, as it should be"),
        (2800, -200, "closed the till with £28, £2 too little"),
        (3050, 50, "closed the till with £30.50, £0.50 too much"),
    ],
)
def test_count_says_what_is_missing(busy, frozen, counted, difference, words):
    close(busy, frozen, counted=counted)

    found = cash_box.of(busy)
    assert (found.counted.amount, found.expected.amount, found.difference.amount) == (counted, 3000, difference)
    assert (found.closed_by, found.closed_at) == ("Olivia", frozen.now)
    assert journal() == [("Henry", "put £20 into the till as float"), ("Olivia", words)]


def test_till_is_closed_once(busy, frozen):
    close(busy, frozen, counted=3000)

    with pytest.raises(PaymentRefused, match="Olivia has closed the till already"):
        close(busy, frozen, counted=1, by="Henry")
    with pytest.raises(PaymentRefused, match="closed"):
        cash_box.put_in(busy, amount=1, by="Henry", now=frozen.now)

    assert (cash_box.of(busy).counted_amount, cash_box.of(busy).float_amount) == (3000, 2000)


def test_second_tap_on_the_till_is_harmless_and_not_noted(event, frozen):
    for _ in range(2):
        cash_box.put_in(event, amount=2000, by="Henry", now=frozen.now)
    for _ in range(2):
        close(event, frozen, counted=2000, note="all there", by="Henry")

    assert journal() == [
        ("Henry", "put £20 into the till as float"),
        ("Henry", "closed the till with £20, as it should be: all there"),
    ]


def test_till_opened_again_is_noted_with_what_was_counted(busy, frozen):
    close(busy, frozen, counted=2800, note="a coin rolled away")

    for _ in range(2):
        cash_box.reopen(busy, by="Henry")

    assert cash_box.of(busy).is_closed is False
    assert journal()[1:] == [
        ("Olivia", "closed the till with £28, £2 too little: a coin rolled away"),
        ("Henry", "opened the till again; Olivia had counted £28"),
    ]


def test_cash_taken_after_closing_is_not_in_what_was_expected(busy, frozen):
    close(busy, frozen, counted=3000)
    till.take([SignUpFactory(event=busy, way="door")], way="cash", key="late", by="Henry", now=frozen.now)

    found = cash_box.of(busy)
    assert (found.expected.amount, cash_box.cash_of(busy, found).expected.amount) == (3000, 3500)


def test_till_without_float_can_be_closed(event, frozen):
    close(event, frozen, counted=0)

    assert cash_box.of(event).difference.amount == 0


def test_row_is_closed_whole_or_not(busy):
    with pytest.raises(IntegrityError):
        Till.objects.update(counted_amount=1)
