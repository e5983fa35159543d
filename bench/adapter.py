"""Flashmob for the harness in load.py; the stack of bench/stack.py must be running.

A registration is what a new attendee's browser asks for: the evening's page, the sign-up page, the form sent, the
ticket. The form refuses whoever sends it within two seconds; instead of waiting, its hidden code is signed anew with
an earlier time. Evenings are made in the database directly: hosts' pages are not what is measured.
"""

import asyncio
import datetime as dt
import json
import os
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

import django
import psycopg
from load import Adapter, Browser, Unexpected

ROOT = Path(__file__).resolve().parent.parent
STACK = json.loads((ROOT / "build" / "bench" / "stack.json").read_text())
sys.path.insert(0, str(ROOT))
os.environ.update(STACK["env"], DJANGO_SETTINGS_MODULE="flashmob.settings")
django.setup()

from django.core import signing  # noqa: E402

from events.models import Event, Places, Series  # noqa: E402
from flashmob.demo import dates, house  # noqa: E402
from foundation.lib import clock, form_codes  # noqa: E402

FIELD = re.compile(r'name="(csrfmiddlewaretoken|form_code)" value="([^"]+)"')
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
COMPANIONS = {f"place-{place}-{field}": "" for place in (2, 3, 4) for field in ("name", "email")}


class Flashmob(Adapter):
    name = "Flashmob"
    base_url = STACK["env"]["SITE_URL"]

    async def setup(self, http, places):
        return await asyncio.to_thread(make_evenings, places)

    def event_url(self, event):
        return event["paid"]

    async def register(self, browser: Browser, event, who, kind):
        page = await browser.get(event[kind])
        if f'{urlsplit(page.url).path}take/"' not in page.text:
            return "soldout"
        form = await browser.get(f"{event[kind]}take/", referer=page.url)
        if heading(form) == "Full":
            return "soldout"
        way = {"way": "door"} if kind == "paid" else {}
        fields = {**dict(FIELD.findall(form.text)), "name": who["name"], "email": address(who), "website": "", **way}
        fields["form_code"] = earlier(fields["form_code"])
        answer = await browser.post(form.url, {**fields, **COMPANIONS}, referer=form.url)
        if heading(answer) == "Full":
            return "soldout"
        if urlsplit(answer.url).path.startswith("/t/") and answer.status == 200:
            return "sold"
        raise Unexpected(f"{answer.status} {heading(answer)!r}")

    async def sold(self, http, event):
        return await asyncio.to_thread(count_taken, event["ids"])

    def processes(self):
        return {name: [pid] for name, pid in STACK["pids"].items() if name != "_empty"}

    def query_count(self):
        """Statements of the product's database, transactions' own included."""
        with psycopg.connect(STACK["env"]["DATABASE_URL"], autocommit=True) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
            mine = "query ILIKE '%pg_stat_statements%' OR query ~* '^(begin|commit|savepoint|release)'"
            return connection.execute(
                f"SELECT sum(calls)::bigint FROM pg_stat_statements WHERE NOT ({mine})"
            ).fetchone()[0]


class Empty(Adapter):
    """The yardstick, for the page phase only."""

    name = "an empty Django view"
    base_url = f"http://127.0.0.1:{urlsplit(Flashmob.base_url).port + 1}"

    async def setup(self, http, places):
        return None

    def event_url(self, event):
        return f"{self.base_url}/"

    def processes(self):
        return {"_empty": [STACK["pids"]["_empty"]]}


def make_evenings(capacity):
    """Two published evenings of the demo's series with so many places each: their addresses by kind, and their ids."""
    now = clock.now()
    series = Series.objects.filter(slug="pmo-london").first() or house.open_house(now=now)
    first = now.date() + dt.timedelta(days=400 + Event.objects.count())
    made = {}
    for day, (kind, price) in enumerate({"paid": 500, "free": 0}.items()):
        date = first + dt.timedelta(days=day)
        made[kind] = dates.save_event(series, title="Benchmark", date=date, capacity=capacity, made_days_before=400)
        Event.objects.filter(pk=made[kind].pk).update(price_amount=price)
    addresses = {kind: f"{Flashmob.base_url}/{series.slug}/{event.slug}/" for kind, event in made.items()}
    return {**addresses, "ids": [event.pk for event in made.values()]}


def count_taken(ids):
    return sum(Places.objects.filter(event_id__in=ids).values_list("taken", flat=True))


def address(who):
    """Not one of the domains reserved for examples: the sender would refuse those."""
    return who["email"].replace("example.org", "flashmob-bench-visitors.org.uk")


def earlier(form_code):
    """The page's code, as if the page had been open for ten seconds."""
    value = signing.Signer(salt=form_codes.SALT).unsign(form_code)
    code, _, seconds = value.partition(".")
    return signing.Signer(salt=form_codes.SALT).sign(f"{code}.{float(seconds) - 10:.3f}")


def heading(page):
    found = HEADING.search(page.text)
    return found[1].strip() if found else ""
