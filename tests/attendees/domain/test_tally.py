import datetime as dt

from attendees.domain import tally
from events.domain import vouchers
from events.models import Places
from tests.support.factories import SignUpFactory
from tests.support.waiting import full, wait


def test_count_in_step_is_silent(event, ticket, series, frozen):
    SignUpFactory(event=event, state="held")
    values = {"words": "SPEAKER", "kind": "free", "event": event, "reserved": 2}
    vouchers.create(series, values=values, by="Henry", now=frozen.now)

    assert (Places.objects.get().taken, tally.check(frozen.now)) == (4, 0)


def test_count_out_of_step_is_an_alarm_and_changes_nothing(event, ticket, frozen, caplog):
    Places.objects.update(taken=3)

    assert tally.check(frozen.now) == 1
    assert [(record.levelname, record.message) for record in caplog.records] == [("ERROR", "places are out of step")]
    assert (caplog.records[0].taken, caplog.records[0].counted) == (3, 1)
    assert Places.objects.get().taken == 3


def test_what_is_over_is_not_counted_again(event, ticket, frozen):
    Places.objects.update(taken=3)

    assert tally.check(event.ends_at + dt.timedelta(minutes=1)) == 0


def test_waiting_list_out_of_step_is_an_alarm(series, frozen, caplog):
    event = full(1, series=series)
    wait(event, "Ada")
    assert tally.check(frozen.now) == 0

    Places.objects.update(waiting=2)

    assert tally.check(frozen.now) == 1
    assert (caplog.records[0].waiting, caplog.records[0].listed) == (2, 1)
