from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from events.models import Series
from flashmob import embedded
from flashmob.demo import house


class Command(BaseCommand):
    help = "Run the whole product in one process (the embedded shape): pages, worker, beat and, in the demo, the rest."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise CommandError("DATABASE_URL is set: run gunicorn, the worker and beat instead (docs/operations.md).")
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        if settings.DEMO and not Series.objects.exists():
            call_command("seed")
        self.stdout.write(f"\nFlashmob is at {settings.SITE_URL}   (Ctrl-C ends it)")
        if settings.DEMO:
            self.tell_about_the_demo()
        self.stdout.flush()
        embedded.serve(port=settings.PORT)

    def tell_about_the_demo(self) -> None:
        self.stdout.write(f"  its mails    {settings.SITE_URL}/mailbox/")
        self.stdout.write(f"  the host     {settings.SITE_URL}/desk/   {house.OWNER}, password {house.PASSWORD}")
        clock = "make clock STEP=+2d" if settings.PORT == 8000 else f"PORT={settings.PORT} make clock STEP=+2d"
        self.stdout.write(f"  its clock    {clock}   (forward only: reminders and follow-ups come)")
        self.stdout.write(f"  its data     {settings.DATA_DIR}   (remove the folder to begin afresh)")
