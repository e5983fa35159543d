from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from flashmob import backups


class Command(BaseCommand):
    help = "Put a backup back into an empty database, then bring its tables up to date."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path)

    def handle(self, *args: Any, source: Path, **options: Any) -> None:
        try:
            backups.read(source)
        except backups.NotPossible as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0)
        erased = backups.erase_again(source)
        self.stdout.write(f"Restored {source}. Start the site; it asks Stripe for payments made since by itself.")
        if erased:
            self.stdout.write(f"Erased again, because they asked since: {erased}.")
