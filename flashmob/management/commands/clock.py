import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateparse import parse_duration

from foundation.lib import clock

UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class Command(BaseCommand):
    help = "Demo only: show the product's clock, or move it forward: `clock +2d`, `clock +90m`, `clock '+1 06:00:00'`."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("step", nargs="?", help="+30m, +6h, +2d, +1w or a Django duration")

    def handle(self, *args: Any, step: str | None, **options: Any) -> None:
        if step:
            try:
                clock.advance(read_step(step))
            except ValueError as error:
                raise CommandError(str(error)) from error
        self.stdout.write(f"It is {clock.now():%A %d %B %Y, %H:%M} UTC in the demo (real time plus {clock.offset()}).")


def read_step(step: str) -> dt.timedelta:
    """+2d and the like as a timedelta; raises ValueError with the sentence to show."""
    words = step.lstrip("+")
    if words[-1:] in UNITS and words[:-1].isdigit():
        return dt.timedelta(**{UNITS[words[-1]]: int(words[:-1])})
    duration = parse_duration(words)
    if duration is None:
        raise ValueError(f"{step} is not a step such as +30m, +6h, +2d or +1w.")
    return duration
