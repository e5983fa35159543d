from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from flashmob import backups
from foundation.lib import clock


class Command(BaseCommand):
    help = "Write the database and the uploaded files to one file, while the site runs (build/backups/ unless told)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", nargs="?", type=Path)

    def handle(self, *args: Any, target: Path | None, **options: Any) -> None:
        name = f"flashmob-{clock.real_now():%Y%m%d-%H%M%S}.tar.gz"
        file = target or settings.BASE_DIR / "build" / "backups" / name
        try:
            backups.write(file)
            backups.write_erased(file)
        except backups.NotPossible as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file} ({file.stat().st_size / 1_000_000:.1f} MB)")
