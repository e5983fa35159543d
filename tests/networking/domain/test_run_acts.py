import datetime as dt

import pytest

from networking.domain import mixing, run_acts, run_sheets
from networking.domain.run_acts import Act
from networking.models import Round, RunAct
from tests.support.factories import ProfileFactory, SignUpFactory, TicketFactory, now

STARTS = dt.datetime(2026, 6, 2, 18, 30, tzinfo=dt.UTC)


@pytest.fixture
def evening(event, frozen):
    """Eight people, mixed for three rounds of ten minutes."""
    frozen.set(STARTS)
    for _ in range(8):
        TicketFactory(sign_up=SignUpFactory(event=event, buyer=ProfileFactory(), people=[]), came=True)
    run_sheets.change(event, wish={"group_size": 4, "rounds": 3, "minutes": 10}, by="Henry", now=now())
    mixing.mix(event, seen=0, by="Henry", now=now())
    return event


def tell(event, nonce, act, *, minutes_ago=0):
    ago = dt.timedelta(minutes=minutes_ago)
    return run_acts.tell(event, act, nonce=nonce * 26, ago=ago, by="Henry", now=now())


def times(event):
    return list(Round.objects.for_event(event.pk).values_list("number", "state", "starts_at", "ends_at"))


def moment(minutes):
    return STARTS + dt.timedelta(minutes=minutes)


def test_acts_told_late_happened_when_they_did(evening, frozen):
    frozen.move(minutes=30)

    tell(evening, "a", Act("go", round=1), minutes_ago=30)
    tell(evening, "b", Act("pause", round=1), minutes_ago=25)
    tell(evening, "c", Act("go-on", round=1), minutes_ago=22)
    tell(evening, "d", Act("go", round=2), minutes_ago=16)
    tell(evening, "e", Act("more", round=2, seen=moment(24)), minutes_ago=10)

    assert times(evening) == [
        (1, "closed", moment(0), moment(13), ),
        (2, "live", moment(14), moment(26)),
        (3, "draft", None, None),
    ]  # fmt: skip


def test_act_told_twice_is_one_and_has_one_answer(evening, frozen):
    tell(evening, "a", Act("go", round=1))
    for nonce in "bc":
        tell(evening, nonce, Act("pause" if nonce == "b" else "go-on", round=1))

    again = tell(evening, "b", Act("pause", round=1))

    assert (again.outcome, RunAct.objects.count()) == (RunAct.DONE, 3)
    assert Round.objects.get(number=1).paused_at is None


def test_what_somebody_else_did_first_stays_and_what_does_not_fit_is_overtaken(evening, frozen):
    tell(evening, "a", Act("go", round=1))
    frozen.move(minutes=3)

    same = tell(evening, "b", Act("go", round=1), minutes_ago=1)
    other = tell(evening, "c", Act("go", round=3))

    assert (same.outcome, same.why) == ("done", "")
    assert (other.outcome, other.why) == ("overtaken", "Another round comes before this one.")
    assert times(evening)[0][:3] == (1, "live", moment(0))


def test_no_act_happened_longer_ago_than_an_evening_or_in_the_future(evening):
    early = tell(evening, "a", Act("step", step="welcome"), minutes_ago=10_000)
    late = tell(evening, "b", Act("step", step="activity"), minutes_ago=-60)

    assert (early.happened_at, late.happened_at) == (now() - run_acts.LONGEST_AGO, now())
    assert run_sheets.of(evening).step == "activity"
