import datetime as dt

import pytest

from foundation.lib import clock
from foundation.sweeps.domain.leases import leased, sweep
from foundation.sweeps.models import Lease

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 6, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def machine(monkeypatch):
    """The machine's clock stands at noon; `machine.move(seconds=…)`."""

    class Machine:
        now = NOON

        def move(self, **step):
            self.now += dt.timedelta(**step)

    machine = Machine()
    monkeypatch.setattr(clock, "real_now", lambda: machine.now)
    return machine


def test_a_sweep_has_one_holder_at_a_time(machine):
    with leased("reminders") as first, leased("reminders") as second:
        held = (first, second)

    with leased("reminders") as third:
        assert (*held, third) == (True, False, True)


def test_sweep_works_with_product_time_unless_another_process_has_it(frozen, caplog):
    worked = []

    def work(now):
        worked.append(now)
        return 3

    with leased("reminders"):
        sweep("reminders", work)
    while_held = list(worked)
    with caplog.at_level("INFO", logger="foundation.sweeps"):
        sweep("reminders", work)

    assert (while_held, worked) == ([], [frozen.now])
    assert [(line.sweep, line.count) for line in caplog.records] == [("reminders", 3)]


def test_sweeps_of_different_names_do_not_wait_for_each_other(machine):
    with leased("reminders") as first, leased("refunds") as second:
        assert (first, second) == (True, True)


def test_a_sweep_that_ends_well_says_when(machine):
    with leased("reminders"):
        machine.move(seconds=7)

    assert Lease.objects.values_list("until", "done_at").get() == (machine.now, machine.now)


def test_a_sweep_that_fails_gives_the_lease_back_and_is_not_done(machine):
    with pytest.raises(ZeroDivisionError), leased("reminders"):
        1 / 0  # noqa: B018

    with leased("reminders") as again:
        assert (again, Lease.objects.get().done_at) == (True, None)


@pytest.mark.parametrize(("seconds", "got"), [(54, False), (55, True)])
def test_a_holder_that_died_loses_the_lease_when_it_runs_out(seconds, got, machine):
    dead = leased("reminders")
    dead.__enter__()
    machine.move(seconds=seconds)

    with leased("reminders") as mine:
        assert mine is got


def test_a_slow_holder_does_not_take_the_lease_from_the_next(machine):
    with leased("reminders"):
        machine.move(seconds=60)
        following = leased("reminders")
        assert following.__enter__() is True

    with leased("reminders") as third:
        assert third is False
    assert Lease.objects.get().done_at is None
