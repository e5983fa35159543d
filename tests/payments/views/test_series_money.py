import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from events.models import JournalEntry
from foundation.lib import clock
from payments.domain import takings
from tests.support.factories import EventFactory, PaymentFactory, RefundFactory, SignUpFactory, UnmatchedFactory

pytestmark = pytest.mark.usefixtures("frozen")
URL = "/desk/pmo-london/money/"


def evening(series, month, *, year=2026, paid=1, **fields):
    starts_at = dt.datetime(year, month, 9, 17, 30, tzinfo=dt.UTC)
    event = EventFactory(series=series, title=f"Month {month}", slug=f"m{year}-{month}", starts_at=starts_at, **fields)
    for _ in range(paid):
        PaymentFactory(sign_up=SignUpFactory(event=event))
    return event


def left(answer):
    return [(event.title, sums.left.amount) for event, sums in answer.context["lines"]]


def test_evenings_of_the_year_stand_with_their_sum(henry, series):
    may, march = evening(series, 5, paid=2), evening(series, 3)
    RefundFactory(payment=PaymentFactory(sign_up=SignUpFactory(event=may)), state="done", failure="", amount=300)
    UnmatchedFactory(event=march, amount=700)
    evening(series, 12, year=2025)
    EventFactory(series=series, draft=True, starts_at=clock.now())
    PaymentFactory()

    answer = henry.get(URL)

    assert left(answer) == [("Month 5", 3 * 473 - 300), ("Month 3", 473)]
    [total] = answer.context["totals"]
    assert (total.left.amount, total.unmatched.amount, total.fees.amount) == (4 * 473 - 300, 700, 4 * 27)
    assert [tab["label"] for tab in answer.context["tabs"]] == ["2026", "2025"]


def test_year_is_that_of_the_series_clocks(henry, series):
    EventFactory(series=series, title="New Year", starts_at=dt.datetime(2025, 12, 31, 23, 30, tzinfo=dt.UTC))
    series.time_zone = "Europe/Berlin"
    series.save()

    assert [event.title for event, _ in henry.get(f"{URL}?year=2026").context["lines"]] == ["New Year"]


@pytest.mark.parametrize("asked", ["", "x", "1999", "2026'"])
def test_year_that_is_not_there_is_the_latest(henry, series, asked):
    evening(series, 5)

    assert henry.get(URL, {"year": asked}).context["current"] == "2026"


def test_currencies_are_summed_apart(henry, series):
    evening(series, 5)
    evening(series, 4, currency="eur")

    totals = henry.get(URL).context["totals"]

    assert sorted((sums.left.amount, sums.left.currency) for sums in totals) == [(473, "eur"), (473, "gbp")]


def test_sums_of_each_evening_are_those_of_its_own_page(series):
    events = [evening(series, month, paid=month) for month in (2, 3)]

    each = takings.of_each(type(events[0]).objects.all())

    assert each == {event.pk: takings.of(event) for event in events}


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_evenings(henry, series, django_assert_num_queries, count):
    for month in range(1, count + 1):
        evening(series, month)

    with django_assert_num_queries(7):
        henry.get(URL)


def test_year_is_taken_away_as_csv_and_workbook_and_noted(henry, series):
    evening(series, 5, paid=2)
    evening(series, 12, year=2025)

    csv = henry.post(f"{URL}money.csv", {"year": "2026"})
    book = henry.post(f"{URL}money.xlsx", {"year": "2026"})

    lines = b"".join(csv.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 2 * 2
    assert '"-0.27"' in lines[2]
    assert csv["Content-Disposition"] == 'attachment; filename="money-pmo-london-2026.csv"'
    sheet = load_workbook(io.BytesIO(b"".join(book.streaming_content))).active
    assert [row[5].value for row in sheet.iter_rows(min_row=2)] == [5, -0.27, 5, -0.27]
    assert [entry.sentence for entry in JournalEntry.objects.all()] == ["downloaded the money of 2026"] * 2
