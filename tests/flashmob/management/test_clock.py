import pytest
from django.core.management import CommandError, call_command

from foundation.lib import clock


@pytest.fixture(autouse=True)
def _own_clock(settings, tmp_path):
    """A clock of this test's own, that shows real time."""
    settings.CLOCK_FILE = tmp_path / "clock"


def hours_ahead():
    return clock.offset().total_seconds() / 3600


@pytest.mark.parametrize(
    ("step", "hours"), [("+30m", 0.5), ("6h", 6), ("+2d", 48), ("+1w", 168), ("1 06:00:00", 30), ("00:15:00", 0.25)]
)
def test_clock_moves_forward_and_says_what_time_it_is(capsys, step, hours):
    call_command("clock", step)

    assert hours_ahead() == hours
    assert f"It is {clock.now():%A %d %B %Y, %H:%M} UTC in the demo" in capsys.readouterr().out


def test_steps_add_up_and_no_step_only_tells():
    for step in (["+2d"], [], ["+6h"]):
        call_command("clock", *step)

    assert hours_ahead() == 54


@pytest.mark.parametrize("step", ["soon", "+2y", "-1 00:00:00"])
def test_what_is_no_step_forward_is_refused(step):
    with pytest.raises(CommandError):
        call_command("clock", step)

    assert hours_ahead() == 0


def test_outside_the_demo_the_clock_is_the_machines(settings):
    settings.CLOCK_FILE = None

    with pytest.raises(CommandError, match="in the demo only"):
        call_command("clock", "+2d")
