"""Check-ins at a steady rate, as phones at a door with a connection send them; the stack of bench/stack.py must run.

    python -m bench.door [--rate 20] [--seconds 30] [--phones 4]

Each check-in is one act for a ticket of its own. It is sent at its time whether or not those before it were answered,
and its duration is counted from that time, so that a queue shows.
"""

import argparse
import datetime as dt
import json
import os
import re
import statistics
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
STACK = json.loads((ROOT / "build" / "bench" / "stack.json").read_text())
os.environ.update(STACK["env"], DJANGO_SETTINGS_MODULE="flashmob.settings")
django.setup()

from events.models import Event  # noqa: E402
from foundation.lib import clock  # noqa: E402
from tests.support.factories import (  # noqa: E402
    EveningLinkFactory,
    EventFactory,
    ProfileFactory,
    SeriesFactory,
    SignUpFactory,
    code_of,
)

SITE = STACK["env"]["SITE_URL"]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Phone:
    """A browser that a helper opened the door's link on."""

    def __init__(self, link: str, door: str, code: str) -> None:
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar())).open
        self.door, self.code = door, code
        page = self._read(link)
        self._read(link, f"csrfmiddlewaretoken={TOKEN.search(page)[1]}".encode())
        with self._open(f"{door}list.json", timeout=30) as answer:
            self.token = answer.headers["X-Token"]

    def check_in(self, ticket_id: int, *, nonce: str) -> bool:
        """Whether the server counted it."""
        acts = [{"nonce": nonce, "kind": "check-in", "ago": 0, "ticket": ticket_id}]
        body = json.dumps({"phone": self.code, "unsent": 0, "acts": acts}).encode()
        head = {"Content-Type": "application/json", "X-CSRFToken": self.token}
        answer = json.loads(self._read(f"{self.door}acts/", body, head))
        return bool(answer["answers"][0]["counted"])

    def _read(self, url: str, body: bytes | None = None, head: dict[str, str] | None = None) -> str:
        asked = urllib.request.Request(url, data=body, headers={"Referer": url, **(head or {})})
        with self._open(asked, timeout=30) as answer:
            return answer.read().decode()


def evening(people: int) -> tuple[str, str, list[int]]:
    """An evening that has just begun with so many valid tickets: a helper's link, the door, and the tickets."""
    event = EventFactory(series=SeriesFactory(slug=f"bench-{time.time_ns()}"), capacity=people)
    began = clock.now() - dt.timedelta(minutes=5)
    Event.objects.filter(pk=event.pk).update(starts_at=began, ends_at=began + dt.timedelta(hours=3))
    buyer = ProfileFactory(email=f"buyer-{time.time_ns()}@mail.example")
    sign_up = SignUpFactory(event=event, buyer=buyer, people=[f"Guest{number} Surname" for number in range(people)])
    tickets = list(sign_up.tickets.order_by("pk").values_list("pk", flat=True))
    link = EveningLinkFactory(event=event, name="Dora")
    return f"{SITE}/tonight/{code_of(link)}/", f"{SITE}/door/{event.pk}/", tickets


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rate", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--phones", type=int, default=4)
    wanted = parser.parse_args()
    link, door, tickets = evening(wanted.rate * wanted.seconds)
    phones = [Phone(link, door, f"{number:026}") for number in range(wanted.phones)]
    began = time.perf_counter() + 0.5

    def at_its_time(number: int) -> tuple[float, bool]:
        due = began + number / wanted.rate
        time.sleep(max(0, due - time.perf_counter()))
        counted = phones[number % len(phones)].check_in(tickets[number], nonce=f"{number:026}")
        return time.perf_counter() - due, counted

    with ThreadPoolExecutor(64) as pool:
        done = list(pool.map(at_its_time, range(len(tickets))))
    took = sorted(1000 * seconds for seconds, _ in done)
    cuts = statistics.quantiles(took, n=100)
    counted = sum(was for _, was in done)
    print(f"{len(took)} check-ins at {wanted.rate}/s, {counted} counted, load of the box {os.getloadavg()[0]:.1f}")
    print(f"p50 {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms, p99 {cuts[98]:.0f} ms, slowest {took[-1]:.0f} ms")


if __name__ == "__main__":
    main()
