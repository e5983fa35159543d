import contextlib
import datetime as dt
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_duration

from foundation.lib import clock

UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
# After the mails of eight and nine o'clock, and once more in case the server was just at its own sweep.
STOPS = (dt.time(9, 15), dt.time(12, 15))


class Command(BaseCommand):
    help = (
        "Demo only: show the product's clock, or move it forward: `clock +2d`, `clock +90m`, `clock '+1 06:00:00'`. "
        "It goes through the mornings on its way, so that each day's mails go out on their day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("step", nargs="?", help="+30m, +6h, +2d, +1w or a Django duration")

    def handle(self, *args: Any, step: str | None, **options: Any) -> None:
        if step:
            try:
                self.move(read_step(step))
            except ValueError as error:
                raise CommandError(str(error)) from error
        self.stdout.write(f"It is {clock.now():%A %d %B %Y, %H:%M} UTC in the demo (real time plus {clock.offset()}).")

    def move(self, step: dt.timedelta) -> None:
        """Stop by stop, doing at each what is due; raises ValueError for a step back or outside the demo."""
        wanted = clock.offset() + step
        while connection.introspection.table_names() and (stop := next_stop(clock.now())) < clock.real_now() + wanted:
            clock.advance(stop - clock.now())
            with contextlib.suppress(SystemExit):  # a trouble was told, and the server's worker tries it again
                call_command("sweep")
        clock.advance(wanted - clock.offset())


def next_stop(now: dt.datetime) -> dt.datetime:
    """The first stop after now, by the site's local time."""
    today = timezone.localtime(now).date()
    days = (today, today + dt.timedelta(days=1))
    stops = [timezone.make_aware(dt.datetime.combine(day, time)) for day in days for time in STOPS]
    return next(stop for stop in stops if stop > now)


def read_step(step: str) -> dt.timedelta:
    """+2d and the like as a timedelta; raises ValueError with the sentence to show."""
    words = step.lstrip("+")
    if words[-1:] in UNITS and words[:-1].isdigit():
        return dt.timedelta(**{UNITS[words[-1]]: int(words[:-1])})
    duration = parse_duration(words)
    if duration is None:
        raise ValueError(f"{step} is not a step such as +30m, +6h, +2d or +1w.")
    return duration
