"""Money at the door: what is owed is taken once, change is right, undone stays on record."""

import pytest

from foundation.lib import clock
from payments.domain import takings, till
from payments.domain.refused import PaymentRefused
from payments.models import TillEntry
from tests.support.factories import SignUpFactory


@pytest.fixture
def two(event, ada):
    """Ada's two places, to be paid at the door."""
    return SignUpFactory(event=event, buyer=ada.profile, way="door", people=["Ada", "Amy"])


@pytest.fixture
def one(event, ben):
    return SignUpFactory(event=event, buyer=ben.profile, way="door")


def take(*sign_ups, way="cash", key="k", **given):
    return till.take(sign_ups, way=way, key=key, by="Henry", now=clock.now(), **given)


def test_cash_is_taken_with_its_change(two):
    (entry,) = take(two, given=2000)

    assert (entry.amount, entry.quantity, entry.given_amount, entry.change.amount) == (1000, 2, 2000, 1000)
    assert till.owes(two).amount == 0


def test_one_payment_for_several_has_one_change(two, one):
    entries = take(two, one, given=2000)

    assert [entry.amount for entry in entries] == [1000, 500]
    assert sum(entry.change.amount for entry in entries) == 500


def test_card_is_marked_as_taken(two):
    (entry,) = take(two, way="card")

    assert (entry.way, entry.amount, entry.change) == ("card", 1000, None)


def test_double_tap_takes_once(two):
    first, again = take(two), take(two)

    assert first == again
    assert TillEntry.objects.count() == 1


def test_nothing_owed_is_refused(two):
    take(two)

    with pytest.raises(PaymentRefused, match="Nothing is left"):
        take(two, key="other")


def test_too_little_cash_is_refused(two):
    with pytest.raises(PaymentRefused, match="less than the price"):
        take(two, given=999)

    assert TillEntry.objects.count() == 0


def test_place_paid_by_card_owes_nothing_at_the_door(event):
    sign_up = SignUpFactory(event=event)

    assert till.owes(sign_up).amount == 0


def test_undone_payment_is_owed_again_and_stays_on_record(two):
    (entry,) = take(two)

    till.undo(entry, by="Henry", now=clock.now())
    till.undo(entry, by="Olivia", now=clock.now())

    entry.refresh_from_db()
    assert (entry.undone_by, till.owes(two).amount) == ("Henry", 1000)
    assert [again.amount for again in take(two, key="other")] == [1000]


def test_place_cancelled_before_paying_is_not_owed(two):
    two.tickets.filter(seat=2).update(state="cancelled", cancelled_at=clock.now(), cancel_reason="person")

    assert till.owes(two).amount == 500


def test_sign_up_knows_whether_it_was_paid_and_what_is_still_owed(two, one, event):
    owed = [takings.of(event).owed_at_door.amount]
    take(two)
    owed.append(takings.of(event).owed_at_door.amount)
    two.refresh_from_db()
    paid = two.owes
    till.undo_all(two, by="Henry", now=clock.now())
    owed.append(takings.of(event).owed_at_door.amount)
    two.refresh_from_db()

    assert (paid, two.owes) == (False, True)
    assert owed == [1500, 500, 1500]


def test_takings_are_one_query(event, two, django_assert_num_queries):
    take(two)

    with django_assert_num_queries(1):
        sums = takings.of(event)

    assert (sums.at_door.amount, sums.left.amount) == (1000, 1000)
