from typing import Any

from django.core.management.base import BaseCommand

from flashmob.celery import app


class Command(BaseCommand):
    help = "Do everything that is due, once, in this process: for cron on a site without beat and broker."

    def handle(self, *args: Any, **options: Any) -> None:
        app.loader.import_default_modules()
        failed = [name for name in self.names() if not self.run(name)]
        if failed:
            raise SystemExit(1)

    def names(self) -> list[str]:
        """The beat's tasks in its order, each once."""
        return list(dict.fromkeys(entry["task"] for entry in app.conf.beat_schedule.values()))

    def run(self, name: str) -> bool:
        """One trouble does not stop the rest; it is told, and the command fails at its end."""
        outcome = app.tasks[name].apply()
        if outcome.failed():
            self.stderr.write(f"{name}: {outcome.result!r}")
        return outcome.successful()
