import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from attendees.domain import check_in, sign_up
from foundation.lib import clock
from foundation.mail.models import Message
from tests.support.factories import EventFactory, SignUpFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _own_clock(settings, tmp_path):
    """A clock of this test's own, that shows real time."""
    settings.CLOCK_FILE = tmp_path / "clock"


def hours_ahead():
    return clock.offset().total_seconds() / 3600


@pytest.mark.parametrize(
    ("step", "hours"), [("+30m", 0.5), ("6h", 6), ("+2d", 48), ("1 06:00:00", 30), ("00:15:00", 0.25)]
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


@pytest.mark.slow
def test_mails_of_the_days_on_the_way_go_out_each_on_its_day(series, ada):
    now = clock.now()
    event = EventFactory(series=series, starts_at=(now + 4 * DAY).replace(hour=18, minute=30))
    taken = SignUpFactory(event=event, buyer=ada.profile, state="held", created_at=now - DAY)
    sign_up.confirm(taken, now=now - DAY)
    check_in.check_in(event, taken.tickets.get(), by="Henry", now=event.starts_at)

    call_command("clock", "+1w")

    mails = Message.objects.filter(to="ada@mail.example").exclude(template="attendees/confirmed")
    days = {mail.template: (mail.written_at.date() - event.starts_at.date()).days for mail in mails}
    assert days == {"attendees/reminder_two_days": -2, "attendees/reminder_morning": 0, "attendees/came": 1}
    assert hours_ahead() == 168
