import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.forms.evening import EveningForm, initial_for_first, initial_of
from foundation.lib import local_times
from tests.support.factories import VenueFactory

TYPED = {
    "title": "Risk without tears",
    "date": "2026-07-07",
    "starts": "18:30",
    "ends": "21:00",
    "capacity": "60",
    "price": "5",
    "refund_hours": "24",
    "two_days_before_at": "09:00",
    "morning_at": "08:00",
    "morning_after_at": "09:00",
    "week_before_at": "09:00",
}


def form_of(series, **typed):
    return EveningForm({**TYPED, **typed}, series=series, zone=series.zone)


def test_what_is_typed_comes_out_as_the_domain_wants_it(series):
    form = form_of(series, venue=str(series.venue_id), price="£7.50", pay_at_door="on", description=" Bring\r\none. ")

    assert form.is_valid()
    assert form.details == {
        "title": "Risk without tears",
        "starts_at": dt.datetime(2026, 7, 7, 17, 30, tzinfo=dt.UTC),
        "ends_at": dt.datetime(2026, 7, 7, 20, 0, tzinfo=dt.UTC),
        "venue": series.venue,
        "capacity": 60,
        "price_amount": 750,
        "pay_at_door": True,
        "refund_hours": 24,
        "description": "Bring\none.",
        "agenda": "",
        "first_time": "",
        "house_rules": "",
        "door_note": "",
        "week_before_at": dt.time(9, 0),
        "two_days_before_at": dt.time(9, 0),
        "morning_at": dt.time(8, 0),
        "morning_after_at": dt.time(9, 0),
    }


def test_an_evening_comes_back_as_it_was(event):
    shown = EveningForm(series=event.series, zone=event.zone, initial=initial_of(event))
    sent = {name: shown[name].value() for name in shown.fields}
    sent = {name: value.pk if hasattr(value, "pk") else value for name, value in sent.items()}

    form = EveningForm(sent, series=event.series, zone=event.zone)

    assert form.is_valid(), form.errors
    before = {name: getattr(event, name) for name in form.details if name != "capacity"}
    assert form.details == {**before, "capacity": event.places.capacity}


def test_the_first_evening_is_filled_in_from_the_series_habits(series):
    initial = initial_for_first(series, dt.date(2026, 7, 7))

    assert (initial["title"], initial["starts"], initial["price"]) == ("PMO London", dt.time(18, 30), 500)
    assert (initial["morning_at"], initial["two_days_before_at"]) == (dt.time(8, 0), dt.time(9, 0))


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"title": " "}, {"title": ["Enter a title"]}),
        ({"date": ""}, {"date": ["Enter the date"]}),
        ({"date": "31/2/2026"}, {"date": ["Enter a date like 1/12/2026"]}),
        ({"starts": "half six"}, {"starts": ["Enter a time like 18:30"]}),
        ({"ends": "18:30"}, {"ends": ["The end must be after the start, by 12 hours at most"]}),
        ({"ends": "12:00"}, {"ends": ["The end must be after the start, by 12 hours at most"]}),
        ({"capacity": "0"}, {"capacity": ["Enter at least 1 place"]}),
        ({"price": "five"}, {"price": ["Enter an amount like 5 or 12.50"]}),
        ({"price": "-1"}, {"price": ["Enter an amount like 5 or 12.50"]}),
        ({"price": "0.10"}, {"price": ["Enter 0 for free, or at least 0.30"]}),
        ({"venue": "999"}, {"venue": ["Choose one of your venues"]}),
    ],
)
def test_what_cannot_be_is_refused_in_plain_words(series, typed, errors):
    form = form_of(series, **typed)

    assert form.errors == errors


def test_the_venue_of_another_series_is_no_choice(series):
    theirs = VenueFactory()

    assert form_of(series, venue=str(theirs.pk)).errors == {"venue": ["Choose one of your venues"]}


def test_an_end_after_midnight_is_on_the_next_day(series):
    form = form_of(series, starts="21:00", ends="01:30")

    assert form.is_valid()
    assert form.details["ends_at"] == dt.datetime(2026, 7, 8, 0, 30, tzinfo=dt.UTC)


def test_a_time_that_the_clocks_jump_over_is_refused(series):
    """R37."""
    form = form_of(series, date="2026-03-28", starts="21:00", ends="01:30")

    assert form.errors == {"ends": ["There is no 01:30 that night: the clocks go forward. Enter another time"]}


def test_a_time_that_comes_twice_is_asked_about(series):
    """R37."""
    form = form_of(series, date="2026-10-24", starts="21:00", ends="01:30")

    assert form.errors == {"ends_which": ["This time comes twice that night. Choose which one you mean"]}
    assert "starts_which" not in form.fields


@pytest.mark.parametrize(("which", "hour"), [("0", 0), ("1", 1)])
def test_a_time_that_comes_twice_is_the_one_chosen(series, which, hour):
    """R37."""
    form = form_of(series, date="2026-10-24", starts="21:00", ends="01:30", ends_which=which)

    assert form.is_valid()
    assert form.details["ends_at"] == dt.datetime(2026, 10, 25, hour, 30, tzinfo=dt.UTC)


def test_nobody_is_asked_which_one_on_an_ordinary_night(series):
    form = form_of(series)

    assert not {"starts_which", "ends_which"} & set(form.fields)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    day=st.sampled_from([dt.date(2026, 3, 28), dt.date(2026, 3, 29), dt.date(2026, 10, 24), dt.date(2026, 10, 25)]),
    start=st.times(),
    hours=st.integers(1, 11),
)
def test_what_is_accepted_is_what_the_clock_will_show(series, day, start, hours):
    """R36, R37."""
    start = start.replace(second=0, microsecond=0, fold=0)
    local_end = dt.datetime.combine(day, start) + dt.timedelta(hours=hours)
    form = form_of(
        series, date=f"{day}", starts=f"{start:%H:%M}", ends=f"{local_end:%H:%M}", starts_which="0", ends_which="1"
    )

    if form.is_valid():
        shown = [form.details[name].astimezone(series.zone).replace(tzinfo=None) for name in ("starts_at", "ends_at")]
        assert [moment.replace(fold=0) for moment in shown] == [dt.datetime.combine(day, start), local_end]
    else:
        kinds = [local_times.kind(moment, series.zone) for moment in (dt.datetime.combine(day, start), local_end)]
        assert local_times.Kind.SKIPPED in kinds or "ends" in form.errors


def test_a_folded_section_opens_where_the_error_is(series):
    form = form_of(series, capacity="none")

    assert [(section.title, section.is_open) for section in form.sections()] == [
        ("When and where", True),
        ("Places and price", True),
        ("Words", False),
        ("Mails", False),
    ]


def test_breaks_and_marks_in_a_title_lose_their_power(series):
    """S29."""
    form = form_of(series, title="Risk\r\nBcc: all@mail.example \u202egnp.exe")

    assert form.is_valid()
    assert form.details["title"] == "Risk Bcc: all@mail.example gnp.exe"
