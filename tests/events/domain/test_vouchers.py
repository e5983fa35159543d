import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from events.domain import places, publishing, vouchers
from events.domain.refused import EventRefused
from events.models import JournalEntry, Places, Voucher
from foundation.lib.money import Money
from tests.support.factories import EventFactory


@pytest.fixture
def make(series, frozen):
    def make(words="FRIENDS", **values):
        values = {"words": words, "kind": "percent", "value": 50, **values}
        return vouchers.create(series, values=values, by="Henry", now=frozen.now)

    return make


@pytest.mark.parametrize(
    ("kind", "value", "price", "pays"),
    [
        ("percent", 50, 500, 250),
        ("percent", 33, 500, 335),
        ("percent", 100, 500, 0),
        ("percent", 99, 500, 0),  # 5p is too little for a card
        ("fixed", 150, 500, 350),
        ("fixed", 480, 500, 0),
        ("fixed", 900, 500, 0),
        ("free", 0, 500, 0),
        ("free", 0, 0, 0),
    ],
)
def test_price_with_a_code(kind, value, price, pays):
    assert Voucher(kind=kind, value=value).price(Money(price)) == Money(pays)


def test_code_is_found_whatever_its_case_at_every_evening_of_its_series(make, event, frozen):
    made = make()

    assert vouchers.find(event, " friends ", now=frozen.now) == made
    with pytest.raises(EventRefused, match="We do not know this code"):
        vouchers.find(EventFactory(), "FRIENDS", now=frozen.now)


def test_code_of_one_evening_is_unknown_at_another(make, event, series, frozen):
    make(event=event)

    with pytest.raises(EventRefused, match="We do not know this code"):
        vouchers.find(EventFactory(series=series), "FRIENDS", now=frozen.now)


def test_places_are_set_aside_and_come_back_once_when_it_ends(make, event, frozen):
    made = make(event=event, reserved=4)
    assert Places.objects.get(event=event).taken == 4

    for _ in "12":
        vouchers.end(made, by="Henry", now=frozen.now)

    assert Places.objects.get(event=event).taken == 0
    assert [entry.sentence for entry in JournalEntry.objects.filter(by="Henry").order_by("id")] == [
        "made the code FRIENDS", "ended the code FRIENDS",
    ]  # fmt: skip
    with pytest.raises(EventRefused, match="no longer valid"):
        vouchers.find(event, "FRIENDS", now=frozen.now)


def test_more_than_is_left_is_not_set_aside(make, event):
    with pytest.raises(places.Full):
        make(event=event, reserved=event.places.capacity + 1)

    assert (Voucher.objects.count(), Places.objects.get(event=event).taken) == (0, 0)


def test_words_are_taken_once_while_open(make, frozen):
    first = make()
    with pytest.raises(EventRefused, match="There is a code with these words already"):
        make("friends")

    vouchers.end(first, by="Henry", now=frozen.now)

    assert make("friends").pk != first.pk


def test_second_tap_makes_no_second_code_and_sets_nothing_more_aside(make, event, frozen):
    first, second = (make(event=event, reserved=3) for _ in range(2))

    assert (second, Places.objects.get(event=event).taken) == (first, 3)
    with pytest.raises(EventRefused, match="There is a code with these words already"):
        make(event=event, reserved=4)
    frozen.move(minutes=2)
    with pytest.raises(EventRefused, match="There is a code with these words already"):
        make(event=event, reserved=3)


def test_time_ends_a_code(make, event, frozen):
    make(event=event, reserved=2, ends_at=frozen.now + dt.timedelta(days=1))
    make("LATER", ends_at=frozen.now + dt.timedelta(days=3))
    frozen.move(days=1)

    with pytest.raises(EventRefused, match="no longer valid"):
        vouchers.find(event, "FRIENDS", now=frozen.now)
    assert vouchers.end_due(frozen.now) == 1
    assert list(Voucher.objects.filter(ended_at__isnull=True).values_list("words", flat=True)) == ["LATER"]
    assert Places.objects.get(event=event).taken == 0


def test_cancelled_evening_ends_its_codes(make, event, frozen):
    make(event=event)
    publishing.cancel(event, by="Henry", reason="", now=frozen.now)

    assert vouchers.end_due(frozen.now) == 1


@pytest.mark.parametrize("wrong", [{"reserved": 1}, {"value": 101}, {"value": 0}])
def test_database_forbids_codes_that_make_no_sense(series, frozen, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Voucher.objects.create(
            **{"series": series, "words": "X", "kind": "percent", "value": 5, "created_at": frozen.now, **wrong}
        )
