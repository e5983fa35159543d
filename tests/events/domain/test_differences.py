import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.domain import differences
from events.models import Event, Places, Series, Venue
from tests.events.evenings import STARTS

HERE, THERE = Venue(pk=1, name="The Market Porter"), Venue(pk=2, name="The Lamb")
ENDS = STARTS + dt.timedelta(hours=2, minutes=30)
SHIFTS = st.integers(-3 * 24 * 60, 3 * 24 * 60).map(lambda minutes: dt.timedelta(minutes=minutes))


def an_event(**fields):
    event = Event(
        series=Series(), venue=HERE, title="June", starts_at=STARTS, ends_at=ENDS, time_zone="Europe/London",
        price_amount=500, currency="gbp", state=Event.PUBLISHED,
    )  # fmt: skip
    for name, value in fields.items():
        setattr(event, name, value)
    event.places = Places(capacity=60, ceiling=60)
    return event


@given(start=SHIFTS, end=SHIFTS, venue=st.sampled_from([HERE, THERE]), small=st.booleans())
def test_a_change_is_real_when_the_rules_or_the_host_say_so(start, end, venue, small):
    event = an_event()
    wanted = {"starts_at": STARTS + start, "ends_at": ENDS + end, "venue": venue}
    new_start = (STARTS + start).astimezone(event.zone)

    forced = (
        venue is THERE
        or new_start.date() != event.starts_local.date()
        or max(abs(start), abs(end)) > dt.timedelta(minutes=30)
    )
    touched = bool(start or end or venue is THERE)

    assert bool(differences.always_real(event, wanted)) == forced
    assert differences.is_real(event, wanted, small=small) == (touched and (forced or not small))


def test_another_day_is_real_even_by_a_minute():
    event = an_event(starts_at=dt.datetime(2026, 7, 7, 22, 59, tzinfo=dt.UTC), ends_at=ENDS + dt.timedelta(hours=6))

    assert differences.always_real(event, {"starts_at": event.starts_at + dt.timedelta(minutes=1)}) == "another day"


def test_another_zone_at_the_same_instant_is_the_hosts_choice_unless_it_is_another_day():
    assert differences.always_real(an_event(), {"time_zone": "Europe/Lisbon"}) == ""
    assert differences.always_real(an_event(), {"time_zone": "Asia/Tokyo"}) == "another day"
    assert differences.touch_plans(differences.find(an_event(), {"time_zone": "Europe/Lisbon"}))


def test_a_first_venue_is_not_another_one():
    assert differences.always_real(an_event(venue=None), {"venue": HERE}) == ""
    assert differences.is_real(an_event(venue=None), {"venue": HERE}, small=True) is False
    assert differences.is_real(an_event(venue=None), {"venue": HERE}, small=False) is True


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"starts_at": STARTS + dt.timedelta(minutes=30)}, "moved the start from 18:30 to 19:00"),
        (
            {"starts_at": STARTS + dt.timedelta(days=1)},
            "moved the start from Tuesday 7 July 2026, 18:30 to Wednesday 8 July 2026, 18:30",
        ),
        ({"venue": THERE}, "moved the venue from The Market Porter to The Lamb"),
        ({"venue": None}, "moved the venue from The Market Porter to nothing"),
        ({"price_amount": 0}, "changed the price from £5 to Free"),
        ({"pay_at_door": True}, "changed the rule on paying at the door from not allowed to allowed"),
        ({"refund_hours": 48}, "changed the end of refunds from 24 hours before to 48 hours before"),
        ({"capacity": 80}, "changed the number of places from 60 to 80"),
        ({"morning_at": dt.time(7, 30)}, "changed the time of the mail on the day from 08:00 to 07:30"),
        ({"description": "New words, many of them."}, "changed the description"),
        ({"time_zone": "Europe/Paris"}, "changed the time zone from London time to Paris time"),
    ],
)
def test_a_change_reads_as_a_sentence(wanted, sentence):
    assert [change.sentence for change in differences.find(an_event(), wanted)] == [sentence]


def test_what_was_not_there_is_set():
    [change] = differences.find(an_event(venue=None), {"venue": HERE})

    assert change.sentence == "set the venue to The Market Porter"


def test_nothing_different_is_nothing_found():
    assert differences.find(an_event(), {"title": "June", "venue": HERE, "starts_at": STARTS, "capacity": 60}) == []


@given(shift=SHIFTS, venue=st.sampled_from([HERE, THERE]))
def test_the_sentence_for_people_fits_its_column(shift, venue):
    wanted = {"starts_at": STARTS + shift, "ends_at": ENDS + shift, "venue": venue, "time_zone": "America/New_York"}
    long = Venue(pk=3, name="x" * 100)

    assert len(differences.sentence_for_people(an_event(venue=long), wanted)) <= 500
