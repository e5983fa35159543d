"""Phones on the page that says where to go, while the tables change each minute.

    WEB_CONCURRENCY=1 python -m bench.stack &
    python -m bench.where [--phones 300] [--changes 3] [--every 60]

Each phone does as static/js/follow.js does: it asks with its validator as often as the page says, from one connection.
Rounds change in the database in one transaction, as a host's tap does. Told are the requests' times and how long after
the change each phone knew its new table. It ends by itself.
"""

import argparse
import asyncio
import datetime as dt
import json
import os
import random
import re
import time
from pathlib import Path

import aiohttp
import django

ROOT = Path(__file__).resolve().parent.parent
STACK = json.loads((ROOT / "build" / "bench" / "stack.json").read_text())
os.environ.update(STACK["env"], DJANGO_SETTINGS_MODULE="flashmob.settings")
django.setup()

from django.db import transaction  # noqa: E402

from attendees.models import Ticket  # noqa: E402
from foundation.lib import clock  # noqa: E402
from networking.models import Group, Round, RunSheet, Seat  # noqa: E402
from tests.support.factories import EventFactory, ProfileFactory, SignUpFactory  # noqa: E402

ROUND = re.compile(r"Round (\d+)")
EVERY = re.compile(r'data-every="(\d+)"')
A_TABLE = 5


def make_evening(phones: int) -> tuple[int, list[str]]:
    """An evening that began just now with so many people inside; its id and the codes of their pages."""
    now = clock.now()
    event = EventFactory(capacity=phones, starts_at=now, ends_at=now + dt.timedelta(hours=3))
    tickets = [
        SignUpFactory(event=event, buyer=ProfileFactory(name=f"Guest{number} Surname")).tickets.get()
        for number in range(phones)
    ]
    Ticket.objects.filter(event=event).update(checked_in_at=now, checked_in_by="Dora")
    RunSheet.objects.create(event=event, step=RunSheet.ROUNDS, changed_at=now)
    return event.pk, [ticket.manage_code for ticket in tickets]


def change(event_id: int, number: int) -> float:
    """The round before ends, the next begins with everybody somewhere else; when it was committed."""
    now = clock.now()
    tickets = list(Ticket.objects.filter(event=event_id).values_list("pk", flat=True))
    random.Random(number).shuffle(tickets)
    with transaction.atomic():
        Round.objects.filter(event=event_id, state=Round.LIVE).update(state=Round.CLOSED)
        times = {"starts_at": now, "ends_at": now + dt.timedelta(minutes=10)}
        live = Round.objects.create(event_id=event_id, number=number, state=Round.LIVE, minutes=10, **times)
        starts = range(0, len(tickets), A_TABLE)
        groups = [Group.objects.create(round=live, table=at // A_TABLE + 1) for at in starts]
        Seat.objects.bulk_create(
            Seat(group=group, round=live, ticket_id=ticket)
            for group, at in zip(groups, starts, strict=True)
            for ticket in tickets[at : at + A_TABLE]
        )
        RunSheet.objects.filter(event=event_id).update(changed_at=now)
    return time.monotonic()


class Phone:
    """One page that somebody looks at."""

    def __init__(self, http: aiohttp.ClientSession, code: str) -> None:
        self.http, self.url = http, f"{STACK['env']['SITE_URL']}/t/{code}/table/?part"
        self.etag, self.every = "", 4.0
        self.knew: dict[int, float] = {}
        self.times: list[tuple[int, float]] = []

    async def live(self, until: float) -> None:
        await asyncio.sleep(random.random() * self.every)
        while time.monotonic() < until:
            await self.look()
            await asyncio.sleep(self.every * random.uniform(0.85, 1.0))

    async def look(self) -> None:
        began = time.monotonic()
        headers = {"If-None-Match": self.etag} if self.etag else {}
        async with self.http.get(self.url, headers=headers) as answer:
            page = await answer.text()
        now = time.monotonic()
        self.times.append((answer.status, now - began))
        if answer.status == 200:
            self.etag, self.every = answer.headers["ETag"], float(EVERY.search(page)[1])
            if found := ROUND.search(page):
                self.knew.setdefault(int(found[1]), now)


def cpu_seconds(name: str) -> float:
    """Of a process of the stack and its children, so far."""
    wanted, ticks = STACK["pids"][name], os.sysconf("SC_CLK_TCK")
    total = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if wanted in (int(folder.name), int(fields[1])):
            total += (int(fields[11]) + int(fields[12])) / ticks
    return total


def part(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


async def run(asked: argparse.Namespace) -> None:
    event_id, codes = await asyncio.to_thread(make_evening, asked.phones)
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=30)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as http:
        phones = [Phone(http, code) for code in codes]
        cpu = {name: cpu_seconds(name) for name in ("web", "postgres")}
        began = time.monotonic()
        until = began + asked.changes * asked.every + 15
        looking = [asyncio.create_task(phone.live(until)) for phone in phones]
        changed = {}
        for number in range(1, asked.changes + 1):
            await asyncio.sleep(max(0.0, began + 5 + (number - 1) * asked.every - time.monotonic()))
            changed[number] = await asyncio.to_thread(change, event_id, number)
        await asyncio.gather(*looking)
        took = time.monotonic() - began
        cpu = {name: cpu_seconds(name) - before for name, before in cpu.items()}
    tell(phones, changed, cpu, took)


def tell(phones: list[Phone], changed: dict[int, float], cpu: dict[str, float], took: float) -> None:
    times = [(status, seconds) for phone in phones for status, seconds in phone.times]
    print(f"{len(phones)} phones, {len(times)} requests in {took:.0f} s: {len(times) / took:.1f} /s")
    for status in sorted({status for status, _ in times}):
        found = [seconds * 1000 for each, seconds in times if each == status]
        shares = "  ".join(f"p{share * 100:.0f} {part(found, share):.0f} ms" for share in (0.5, 0.95, 0.99))
        print(f"  {status}: {len(found)}  {shares}  longest {max(found):.0f} ms")
    whole = [seconds * 1000 for _, seconds in times]
    print(f"  all: p50 {part(whole, 0.5):.0f} ms  p95 {part(whole, 0.95):.0f} ms  p99 {part(whole, 0.99):.0f} ms")
    for number, at in changed.items():
        knew = [phone.knew[number] - at for phone in phones if number in phone.knew]
        print(
            f"  round {number}: {len(knew)} phones knew, half after {part(knew, 0.5):.1f} s, "
            f"95 % after {part(knew, 0.95):.1f} s, the last after {max(knew):.1f} s"
        )
    print("  CPU: " + ", ".join(f"{name} {seconds / took * 100:.0f} % of a core" for name, seconds in cpu.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--phones", type=int, default=300)
    parser.add_argument("--changes", type=int, default=3)
    parser.add_argument("--every", type=float, default=60, help="seconds between two changes")
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
