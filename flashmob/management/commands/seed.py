import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from events.models import Series
from flashmob.demo import afterwards, asked, cards, coming, house, met, noticed, past, people
from foundation.lib import clock


class Command(BaseCommand):
    help = (
        "Fill an empty database with PMO Flashmob London: a past year, its people and the next three dates (demo only)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo's data is for the demo: set DEMO=true.")
        if Series.objects.exists():
            raise CommandError("There is data already. `rm -r .local` begins afresh.")
        began, now = time.monotonic(), clock.now()
        series = house.open_house(now=now)
        past.hold_evenings(series, people.everyone(), now=now)
        afterwards.tidy_up(series, now=now)
        met.meet(series, now=now)
        noticed.notice(series, now=now)
        coming.announce_evenings(series, people.everyone(), now=now)
        noticed.prepare(series, now=now)
        cards.fill_in(people.everyone(), now=now)
        asked.bring_questions(series, now=now)
        self.stdout.write(f"Seeded {series} in {time.monotonic() - began:.1f} s.")
        self.stdout.write(f"  owner  {house.OWNER}   password  {house.PASSWORD}")
        self.stdout.write(f"  host   {house.HOST}   password  {house.PASSWORD}")
