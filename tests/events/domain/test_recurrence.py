import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from events.domain import drafts, publishing, recurrence, rhythm
from events.models import Event, JournalEntry, Series
from tests.events import evenings


@pytest.fixture
def monthly(series):
    """Every first Tuesday at 18:30; on 1 June 2026 the next ones are 2 June, 7 July, 4 August."""
    series.repeats_week, series.repeats_weekday = 1, 1
    series.save()
    return series


def dates(**filters):
    return [event.starts_local.date().isoformat() for event in Event.objects.filter(**filters).order_by("starts_at")]


def test_keep_alive_makes_the_next_three_dates_as_drafts(monthly, frozen):
    made = recurrence.keep_alive(monthly, now=frozen.now)

    assert dates(state=Event.DRAFT) == ["2026-06-02", "2026-07-07", "2026-08-04"]
    assert [event.starts_local.time() for event in made] == [dt.time(18, 30)] * 3
    assert [event.repeats_on for event in made] == [event.starts_local.date() for event in made]
    assert JournalEntry.objects.filter(event=made[0]).values_list("by", "sentence").get() == (
        "The calendar",
        "made a draft for Tuesday 2 June 2026, 18:30, London time",
    )


def test_keep_alive_publishes_when_the_series_wants_it(monthly, frozen):
    monthly.repeats_as = Series.PUBLISHED
    monthly.save()

    recurrence.keep_alive(monthly, now=frozen.now)

    assert dates(state=Event.PUBLISHED) == ["2026-06-02", "2026-07-07", "2026-08-04"]


def test_keep_alive_leaves_a_draft_when_nobody_said_where(monthly, frozen):
    monthly.repeats_as, monthly.venue = Series.PUBLISHED, None
    monthly.save()

    recurrence.keep_alive(monthly, now=frozen.now)

    assert dates(state=Event.DRAFT) == ["2026-06-02", "2026-07-07", "2026-08-04"]


def test_keep_alive_twice_makes_nothing_twice(monthly, frozen):
    recurrence.keep_alive(monthly, now=frozen.now)

    assert recurrence.keep_alive(monthly, now=frozen.now) == []
    assert Event.objects.count() == 3


def test_keep_alive_makes_the_next_one_when_one_has_begun(monthly, frozen):
    recurrence.keep_alive(monthly, now=frozen.now)
    frozen.set(Event.objects.earliest("starts_at").starts_at)

    recurrence.keep_alive(monthly, now=frozen.now)

    assert dates() == ["2026-06-02", "2026-07-07", "2026-08-04", "2026-09-01"]


def test_keep_alive_skips_a_cancelled_date_and_keeps_three_alive(monthly, frozen):
    recurrence.keep_alive(monthly, now=frozen.now)
    publishing.cancel(Event.objects.get(repeats_on="2026-07-07"), by="Henry", reason="", now=frozen.now)

    recurrence.keep_alive(monthly, now=frozen.now)

    assert dates(state=Event.CANCELLED) == ["2026-07-07"]
    assert dates(state=Event.DRAFT) == ["2026-06-02", "2026-08-04", "2026-09-01"]


def test_keep_alive_stops_after_a_year_of_cancelled_dates(monthly, frozen):
    for _ in range(15):
        recurrence.keep_alive(monthly, now=frozen.now)
        for event in Event.objects.filter(state=Event.DRAFT):
            publishing.cancel(event, by="Henry", reason="", now=frozen.now)

    assert Event.objects.count() == recurrence.LOOK_AHEAD


def test_keep_alive_does_not_make_a_date_again_that_was_moved(monthly, frozen):
    recurrence.keep_alive(monthly, now=frozen.now)
    event, day = Event.objects.get(repeats_on="2026-07-07"), dt.timedelta(days=1)
    publishing.edit(
        event, changes={"starts_at": event.starts_at + day, "ends_at": event.ends_at + day}, by="Henry", now=frozen.now
    )

    recurrence.keep_alive(monthly, now=frozen.now)

    assert dates() == ["2026-06-02", "2026-07-08", "2026-08-04"]


def test_keep_alive_counts_an_evening_that_the_host_made_on_the_date(monthly, frozen):
    mine = evenings.make_event(monthly)  # 7 July

    recurrence.keep_alive(monthly, now=frozen.now)

    assert mine.repeats_on == dt.date(2026, 7, 7)
    assert dates() == ["2026-06-02", "2026-07-07", "2026-08-04"]


def test_keep_alive_keeps_a_special_evening_apart(monthly, frozen):
    evenings.make_event(monthly, starts_at=evenings.STARTS + dt.timedelta(days=9))

    recurrence.keep_alive(monthly, now=frozen.now)

    assert dates() == ["2026-06-02", "2026-07-07", "2026-07-16", "2026-08-04"]


def test_keep_alive_takes_the_lasting_words_of_the_evening_before(monthly, frozen):
    words = {"agenda": "Three rounds.", "description": "Risk without tears", "morning_at": dt.time(7, 30)}
    evenings.make_event(monthly, starts_at=evenings.STARTS - dt.timedelta(days=21), **words)

    made = recurrence.keep_alive(monthly, now=frozen.now)[-1]

    assert (made.agenda, made.description, made.morning_at) == ("Three rounds.", "", dt.time(7, 30))


def test_a_series_without_a_rhythm_gets_no_dates(series, frozen):
    assert recurrence.keep_alive(series, now=frozen.now) == []


def test_the_database_forbids_a_date_of_the_rhythm_twice(monthly, frozen):
    recurrence.keep_alive(monthly, now=frozen.now)
    first, second = Event.objects.order_by("starts_at")[:2]

    with pytest.raises(IntegrityError):
        Event.objects.filter(pk=second.pk).update(repeats_on=first.repeats_on)


def test_another_rhythm_leaves_months_alone_that_have_their_date(monthly, frozen):
    recurrence.keep_alive(monthly, now=frozen.now)
    monthly.repeats_weekday = 2
    monthly.save()

    recurrence.keep_alive(monthly, now=frozen.now)

    assert dates() == ["2026-06-02", "2026-07-07", "2026-08-04"]


def test_drop_untouched_takes_only_what_nobody_worked_on(monthly, frozen):
    recurrence.keep_alive(monthly, now=frozen.now)
    june, july, _ = Event.objects.order_by("starts_at")
    publishing.edit(june, changes={"title": "Midsummer"}, by="Henry", now=frozen.move(hours=1))
    publishing.publish(july, by="Henry", now=frozen.now)

    dropped = drafts.drop_untouched(monthly, now=frozen.now)

    assert dropped == 1
    assert dates() == ["2026-06-02", "2026-07-07"]


def test_next_open_date_is_the_first_that_nobody_has_worked_on(monthly, frozen):
    recurrence.keep_alive(monthly, now=frozen.now)
    assert recurrence.next_open_date(monthly, now=frozen.now) == dt.date(2026, 6, 2)

    publishing.publish(Event.objects.get(repeats_on="2026-06-02"), by="Henry", now=frozen.now)
    publishing.cancel(Event.objects.get(repeats_on="2026-07-07"), by="Henry", reason="", now=frozen.now)

    assert recurrence.next_open_date(monthly, now=frozen.now) == dt.date(2026, 8, 4)


def test_next_open_date_without_a_rhythm_goes_on_as_the_last_evening_was(series, frozen):
    assert recurrence.next_open_date(series, now=frozen.now) == dt.date(2026, 6, 29)

    evenings.make_event(series)  # the first Tuesday of July

    assert recurrence.next_open_date(series, now=frozen.now) == dt.date(2026, 8, 4)


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        (dt.datetime(2026, 3, 20, tzinfo=dt.UTC), ["19:30+0100", "19:30+0100", "19:30+0100"]),
        (dt.datetime(2026, 9, 1, tzinfo=dt.UTC), ["19:30+0100", "19:30+0000", "19:30+0000"]),
    ],
)
def test_the_local_hour_stays_over_both_clock_changes(monthly, frozen, now, hours):
    """R36: last Sundays, the very days of the changes among them."""
    monthly.repeats_week, monthly.repeats_weekday, monthly.starts_at_time = -1, 6, dt.time(19, 30)
    monthly.save()

    made = recurrence.keep_alive(monthly, now=frozen.set(now))

    assert [f"{event.starts_local:%H:%M%z}" for event in made] == hours


@given(
    now=st.integers(0, 5000).map(lambda days: dt.datetime(2020, 1, 1, 7, 7, tzinfo=dt.UTC) + dt.timedelta(days=days)),
    week=st.sampled_from([1, 2, 3, 4, -1]),
    weekday=st.integers(0, 6),
    time=st.times().map(lambda time: time.replace(second=0, microsecond=0)),
    zone=st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"]),
)
def test_the_rhythm_lies_ahead_and_keeps_its_local_hour(now, week, weekday, time, zone):
    series = Series(repeats_week=week, repeats_weekday=weekday, starts_at_time=time, time_zone=zone)
    found = rhythm.dates(series, now=now)
    dates = [next(found) for _ in range(15)]

    for date in dates:
        moment = rhythm.starts_at(series, date)
        local = moment.astimezone(ZoneInfo(zone))
        assert moment > now
        assert local.weekday() == weekday
        skipped = local.replace(tzinfo=None) - dt.datetime.combine(date, time)
        assert skipped in (dt.timedelta(), dt.timedelta(hours=1), dt.timedelta(minutes=30))
    assert len({(date.year, date.month) for date in dates}) == 15
