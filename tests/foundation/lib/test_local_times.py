# ruff: noqa: DTZ001 (the subject is local times as typed, which have no zone)
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.lib import local_times
from foundation.lib.local_times import Kind

LONDON = ZoneInfo("Europe/London")
ZONES = st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]).map(ZoneInfo)


@pytest.mark.parametrize(
    ("local", "kind"),
    [
        (dt.datetime(2026, 7, 7, 18, 30), Kind.ORDINARY),
        (dt.datetime(2026, 3, 29, 0, 59), Kind.ORDINARY),
        (dt.datetime(2026, 3, 29, 1, 0), Kind.SKIPPED),
        (dt.datetime(2026, 3, 29, 1, 59), Kind.SKIPPED),
        (dt.datetime(2026, 3, 29, 2, 0), Kind.ORDINARY),
        (dt.datetime(2026, 10, 25, 0, 59), Kind.ORDINARY),
        (dt.datetime(2026, 10, 25, 1, 0), Kind.DOUBLED),
        (dt.datetime(2026, 10, 25, 1, 59), Kind.DOUBLED),
        (dt.datetime(2026, 10, 25, 2, 0), Kind.ORDINARY),
    ],
)
def test_kind_at_the_edges_of_both_clock_changes_in_london(local, kind):
    assert local_times.kind(local, LONDON) is kind


def test_utc_of_a_doubled_time_is_the_one_asked_for():
    local = dt.datetime(2026, 10, 25, 1, 30)

    assert local_times.utc(local, LONDON) == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    assert local_times.utc(local, LONDON, fold=1) == dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)


@given(st.datetimes(min_value=dt.datetime(2020, 1, 1), max_value=dt.datetime(2035, 1, 1)), ZONES)
def test_an_ordinary_time_comes_back_as_it_was_typed(local, zone):
    shown = local_times.utc(local, zone).astimezone(zone).replace(tzinfo=None)

    assert (shown == local) == (local_times.kind(local, zone) is not Kind.SKIPPED)


def test_later_keeps_the_clock_across_the_change():
    evening = dt.datetime(2026, 10, 24, 21, 0, tzinfo=dt.UTC)  # 22:00 in London

    end = local_times.later(evening, by_the_clock=dt.timedelta(hours=5), zone=LONDON)

    assert end.astimezone(LONDON).replace(tzinfo=None) == dt.datetime(2026, 10, 25, 3, 0)
    assert end - evening == dt.timedelta(hours=6)


def test_later_is_never_earlier_when_the_clocks_go_back_in_between():
    second_pass = dt.datetime(2026, 10, 25, 1, 10, tzinfo=dt.UTC)  # 01:10 for the second time

    end = local_times.later(second_pass, by_the_clock=dt.timedelta(minutes=20), zone=LONDON)

    assert end == second_pass + dt.timedelta(minutes=20)
