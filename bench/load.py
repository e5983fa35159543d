#!/usr/bin/env python3
"""A small load harness for event-registration sites, with one adapter per system under test.

    python load.py --adapter adapter:Flashmob all --runs 3 --out results.json
    python load.py --adapter adapter:Flashmob page --concurrency 1,8,32 --seconds 15
    python load.py --adapter adapter:Flashmob register --concurrency 8,32 --count 60 --kind paid
    python load.py --adapter adapter:Flashmob rush --places 50 --buyers 300
    python load.py --adapter adapter:Flashmob one|queries|rss

It talks HTTP only, to loopback only (any other address is refused), and every phase ends by itself: a page phase
after --seconds, a register phase after --count registrations, a rush when each buyer has an answer, all of them at the
latest after --limit seconds.

An adapter is a class with these members (see Adapter below for the defaults):

    name, base_url
    async setup(http, places) -> event      a fresh, public event with so many places; any object
    event_url(event) -> str                 the public event page
    async register(browser, event, who, kind) -> "sold" | "soldout"
                                            every HTTP request a new attendee's browser makes, from the event page to
                                            the page that says "you are in"; kind is "paid" (pay later) or "free";
                                            raise anything for an error
    async sold(http, event) -> int          places sold, as the system itself tells
    processes() -> {group: [root pid, ...]} optional: for CPU and RSS (a group named _x counts for CPU only)
    query_count() -> int | None             optional: a counter of SQL statements so far
"""

import argparse
import asyncio
import importlib
import ipaddress
import itertools
import json
import os
import re
import resource
import statistics
import sys
import time
from collections import Counter
from urllib.parse import urljoin, urlsplit

import aiohttp

UA = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
ASSET = re.compile(rb"<(?:link|script|img|source)\b[^>]*>", re.I)
ATTR = re.compile(rb"\b(?:href|src)\s*=\s*[\"']([^\"'#]+)", re.I)
REL = re.compile(rb"\brel\s*=\s*[\"']?([^\"'>]+)", re.I)
_ids = itertools.count()


def assert_loopback(url):
    host = urlsplit(str(url)).hostname or ""
    if host == "localhost":
        return
    try:
        if ipaddress.ip_address(host).is_loopback:
            return
    except ValueError:
        pass
    raise SystemExit(f"refused: {host!r} is not a loopback address")


class Unexpected(Exception):
    """The system answered something that is neither a sale nor 'sold out'."""


class Page:
    def __init__(self, status, url, body, headers):
        self.status, self.url, self.body, self.headers = status, url, body, headers

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    def json(self):
        return json.loads(self.body)


class Browser:
    """One visitor: own cookies, follows redirects one by one, fetches a page's assets once (as a cold browser would).

    Counts what it does: requests, pages (HTML documents), bytes after decoding, bytes that the server sent (`wire`:
    compressed, with their headers), and keeps each request's duration.
    """

    def __init__(self, connector, assets=True, timeout=180.0):
        self._session = aiohttp.ClientSession(
            connector=connector,
            connector_owner=False,
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            timeout=aiohttp.ClientTimeout(total=timeout),
            headers={
                "User-Agent": UA,
                "Accept-Language": "en-GB,en;q=0.9",
                "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            },
        )
        self.assets = assets
        self.requests = self.pages = self.asset_requests = self.bytes = self.wire = 0
        self.durations = []
        self.statuses = Counter()
        self.trace = []
        self._seen = set()

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        await self._session.close()

    def cookie(self, name):
        for c in self._session.cookie_jar:
            if c.key == name:
                return c.value
        return None

    async def _raw(self, method, url, **kw):
        assert_loopback(url)
        t0 = time.perf_counter()
        async with self._session.request(method, url, allow_redirects=False, **kw) as r:
            body = await r.read()
            took = time.perf_counter() - t0
            self.requests += 1
            self.bytes += len(body)
            self.wire += r.content.total_raw_bytes + header_bytes(r)
            self.durations.append(took)
            self.statuses[r.status] += 1
            self.trace.append((method, urlsplit(url).path, r.status, len(body), round(took, 4)))
            return Page(r.status, url, body, r.headers)

    async def request(self, method, url, *, referer=None, ajax=False, data=None, headers=None):
        h = dict(headers or {})
        if referer:
            h["Referer"] = referer
        if method == "POST":
            p = urlsplit(url)
            h["Origin"] = f"{p.scheme}://{p.netloc}"
        if ajax:
            h["X-Requested-With"] = "XMLHttpRequest"
        page = await self._raw(method, url, data=data, headers=h)
        for _ in range(10):
            if page.status not in (301, 302, 303, 307, 308):
                break
            page = await self._raw("GET", urljoin(page.url, page.headers["Location"]), headers={"Referer": url})
        if page.status >= 500:
            raise Unexpected(f"{page.status} for {method} {urlsplit(page.url).path}")
        if not ajax and "html" in page.headers.get("Content-Type", ""):
            self.pages += 1
            if self.assets:
                await self._fetch_assets(page)
        return page

    async def get(self, url, **kw):
        return await self.request("GET", url, **kw)

    async def post(self, url, data, **kw):
        return await self.request("POST", url, data=data, **kw)

    async def _fetch_assets(self, page):
        todo, icon_taken = [], False
        host = urlsplit(page.url).netloc
        for tag in ASSET.findall(page.body):
            m = ATTR.search(tag)
            if not m:
                continue
            if tag[:5].lower() == b"<link":
                rel = (REL.search(tag) or [b"", b""])[1].lower()
                if b"stylesheet" in rel:
                    pass
                elif b"icon" in rel and b"apple" not in rel and not icon_taken:
                    icon_taken = True  # a browser takes one of the icons offered
                else:
                    continue
            url = urljoin(page.url, m[1].decode("utf-8", "replace").replace("&amp;", "&"))
            if urlsplit(url).netloc != host or url in self._seen:
                continue
            self._seen.add(url)
            todo.append(url)
        self.asset_requests += len(todo)
        if todo:
            await asyncio.gather(*(self._raw("GET", u, headers={"Referer": page.url}) for u in todo))


def header_bytes(response):
    """The status line and the headers, as they were sent."""
    lines = [f"HTTP/1.1 {response.status} {response.reason}".encode(), *map(b": ".join, response.raw_headers), b""]
    return sum(len(line) + 2 for line in lines)


class Adapter:
    name = "?"
    base_url = "http://127.0.0.1:8000"

    async def setup(self, http, places):
        raise NotImplementedError

    def event_url(self, event):
        raise NotImplementedError

    async def register(self, browser, event, who, kind):
        raise NotImplementedError

    async def sold(self, http, event):
        raise NotImplementedError

    def processes(self):
        return {}

    def query_count(self):
        return None


# ---------------------------------------------------------------------------------------------------- measuring


def quantile(values, q):
    if not values:
        return None
    s = sorted(values)
    return s[min(len(s) - 1, max(0, int(round(q * (len(s) - 1)))))]


def ms(x):
    return None if x is None else round(x * 1000, 1)


def summary(values):
    return {
        "p50_ms": ms(quantile(values, 0.5)),
        "p95_ms": ms(quantile(values, 0.95)),
        "p99_ms": ms(quantile(values, 0.99)),
        "max_ms": ms(max(values) if values else None),
    }


HZ = os.sysconf("SC_CLK_TCK")


def machine_cpu():
    """Busy CPU seconds of the whole machine since boot."""
    with open("/proc/stat") as f:
        v = [int(x) for x in f.readline().split()[1:9]]
    return (sum(v) - v[3] - v[4]) / HZ


def group_cpu(ad):
    """CPU seconds so far of the system under test, by group: its living processes and the children they have reaped."""
    out = {}
    for group, roots in ad.processes().items():
        out[group] = 0.0
        for pid in {x for root in roots for x in tree(root)}:
            try:
                with open(f"/proc/{pid}/stat") as f:
                    out[group] += sum(int(x) for x in f.read().rsplit(")", 1)[1].split()[11:15]) / HZ
            except OSError:
                pass
    return out


class Cpu:
    """Who used the machine during a phase: the system under test, this client, and anybody else ("foreign")."""

    def __init__(self, ad):
        self.ad = ad

    @staticmethod
    def _own():
        r = resource.getrusage(resource.RUSAGE_SELF)
        return r.ru_utime + r.ru_stime

    def _now(self):
        return time.perf_counter(), machine_cpu(), group_cpu(self.ad), self._own()

    def __enter__(self):
        self.start = self._now()
        return self

    def __exit__(self, *exc):
        (t0, m0, g0, o0), (t1, m1, g1, o1) = self.start, self._now()
        self.wall, machine, own = t1 - t0, m1 - m0, o1 - o0
        by_group = {g: round(v - g0.get(g, 0.0), 2) for g, v in g1.items()}
        self.server_s = sum(by_group.values())
        self.row = {
            "server_cores": round(self.server_s / self.wall, 3),
            "client_cores": round(own / self.wall, 3),
            "foreign_cores": round(max(0.0, machine - self.server_s - own) / self.wall, 3),
            "cpu_s_by_group": by_group,
        }


async def quiet(ad, allowed, patience):
    """Wait until nobody else uses the machine (5 s in a row under `allowed` cores), at most `patience` seconds."""
    until, foreign = time.perf_counter() + patience, None
    while patience > 0 and time.perf_counter() < until:
        with Cpu(ad) as cpu:
            await asyncio.sleep(5)
        foreign = cpu.row["foreign_cores"]
        if foreign <= allowed:
            return
    if foreign is not None:
        print(f"   (still {foreign} foreign cores after {patience:.0f} s of waiting)", flush=True)


def connector():
    return aiohttp.TCPConnector(limit=0, limit_per_host=0)


async def page_phase(ad, event, concurrency, seconds, limit):
    """Closed loop: `concurrency` anonymous visitors without cookies ask for the event page again and again."""
    url, lat, bad = ad.event_url(event), [], Counter()
    conn = connector()
    headers = {"User-Agent": UA, "Accept": "text/html", "Accept-Language": "en-GB,en;q=0.9"}
    async with aiohttp.ClientSession(
        connector=conn,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers=headers,
        timeout=aiohttp.ClientTimeout(total=min(60, limit)),
    ) as s:
        assert_loopback(url)

        async def one(record):
            t0 = time.perf_counter()
            try:
                async with s.get(url, allow_redirects=False) as r:
                    await r.read()
                    if r.status != 200:
                        bad[str(r.status)] += 1
                        return
            except Exception as e:
                bad[type(e).__name__] += 1
                return
            if record:
                lat.append(time.perf_counter() - t0)

        for _ in range(5):  # warm-up: every worker process sees the page
            await asyncio.gather(*(one(False) for _ in range(max(8, concurrency))))
        bad.clear()

        async def loop(until):
            while time.perf_counter() < until:
                await one(True)

        with Cpu(ad) as cpu:
            until = time.perf_counter() + min(seconds, limit)
            await asyncio.gather(*(loop(until) for _ in range(concurrency)))
    return {
        "concurrency": concurrency,
        "requests": len(lat),
        "rps": round(len(lat) / cpu.wall, 2),
        **summary(lat),
        "server_cpu_ms_each": round(cpu.server_s * 1000 / max(1, len(lat)), 1),
        "errors": dict(bad),
        **cpu.row,
    }


def person():
    n = next(_ids)
    return {
        "given": f"Ann{n}",
        "family": "Bench",
        "name": f"Ann{n} Bench",
        "n": n,
        "email": f"ann{os.getpid()}.{n}@example.org",
    }


async def buyer(ad, event, kind, conn, assets, timeout):
    async with Browser(conn, assets=assets, timeout=timeout) as b:
        t0 = time.perf_counter()
        try:
            result = await ad.register(b, event, person(), kind)
        except asyncio.CancelledError:
            raise
        except Exception as e:
            result = "error: " + type(e).__name__ + (f" {e}" if str(e) else "")
        return {
            "result": result,
            "s": time.perf_counter() - t0,
            "requests": b.requests,
            "pages": b.pages,
            "assets": b.asset_requests,
            "bytes": b.bytes,
            "wire": b.wire,
            "slowest": max(b.durations, default=0.0),
            "statuses": b.statuses,
            "trace": b.trace,
        }


async def register_phase(ad, http, concurrency, count, kind, assets, limit):
    event = await ad.setup(http, places=count + concurrency + 1000)
    conn = connector()
    await asyncio.gather(*(buyer(ad, event, kind, conn, assets, limit) for _ in range(min(4, concurrency))))
    before, todo, out = await ad.sold(http, event), iter(range(count)), []
    errors = Counter()
    with Cpu(ad) as cpu:
        deadline = time.perf_counter() + limit

        async def loop():
            for _ in todo:
                if time.perf_counter() > deadline:
                    return
                r = await buyer(ad, event, kind, conn, assets, limit)
                (out.append(r) if r["result"] == "sold" else errors.update([r["result"]]))

        await asyncio.gather(*(loop() for _ in range(concurrency)))
    await conn.close()
    return {
        "concurrency": concurrency,
        "kind": kind,
        "done": len(out),
        "per_s": round(len(out) / cpu.wall, 3),
        **summary([r["s"] for r in out]),
        "requests_each": round(statistics.mean(r["requests"] for r in out), 1) if out else None,
        "server_cpu_ms_each": round(cpu.server_s * 1000 / max(1, len(out)), 1),
        "errors": dict(errors),
        "system_says_sold": await ad.sold(http, event) - before,
        **cpu.row,
    }


async def rush_phase(ad, http, places, buyers, kind, assets, limit):
    """All buyers open the event page at the same moment and try to take one place each; places < buyers."""
    event = await ad.setup(http, places=places)
    conn = connector()
    with Cpu(ad) as cpu:
        tasks = [asyncio.create_task(buyer(ad, event, kind, conn, assets, limit)) for _ in range(buyers)]
        done, pending = await asyncio.wait(tasks, timeout=limit)
        for t in pending:
            t.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    out = [t.result() for t in done]
    await conn.close()
    await asyncio.sleep(1)
    kinds = Counter(r["result"] for r in out)
    sold_t = [r["s"] for r in out if r["result"] == "sold"]
    out_t = [r["s"] for r in out if r["result"] == "soldout"]
    return {
        "places": places,
        "buyers": buyers,
        "kind": kind,
        "told_sold": kinds.pop("sold", 0),
        "told_soldout": kinds.pop("soldout", 0),
        "errors": dict(kinds.most_common(8)),
        "no_answer": len(pending),
        "system_says_sold": await ad.sold(http, event),
        "last_answer_s": round(max((r["s"] for r in out), default=0), 2),
        "wall_s": round(cpu.wall, 2),
        "last_sale_s": round(max(sold_t, default=0), 2),
        "sold_p50_s": round(quantile(sold_t, 0.5) or 0, 2),
        "soldout_p50_s": round(quantile(out_t, 0.5) or 0, 2),
        "slowest_request_s": round(max((r["slowest"] for r in out), default=0), 2),
        "requests": sum(r["requests"] for r in out),
        "server_cpu_s": round(cpu.server_s, 1),
        **cpu.row,
    }


async def one_phase(ad, http, kind, assets, limit):
    event = await ad.setup(http, places=50)
    conn = connector()
    await buyer(ad, event, kind, conn, assets, limit)  # warm
    r = await buyer(ad, event, kind, conn, assets, limit)
    await conn.close()
    return {
        "kind": kind,
        "result": r["result"],
        "seconds": round(r["s"], 3),
        "requests": r["requests"],
        "html_pages": r["pages"],
        "asset_requests": r["assets"],
        "bytes_decoded": r["bytes"],
        "bytes_on_the_wire": r["wire"],
        "statuses": {str(k): v for k, v in r["statuses"].items()},
        "trace": r["trace"],
        "sold": await ad.sold(http, event),
    }


async def queries_phase(ad, http, n, limit):
    """SQL statements per event page (anonymous, warm) and per complete registration, one at a time."""
    if ad.query_count() is None:
        return None
    event = await ad.setup(http, places=500)
    conn, res = connector(), {}
    async with Browser(conn, assets=False) as b:
        for _ in range(40):
            await b.get(ad.event_url(event))
    await asyncio.sleep(2)
    q0 = ad.query_count()
    for _ in range(n):
        async with Browser(conn, assets=False) as b:
            await b.get(ad.event_url(event))
    res["per_event_page"] = round((ad.query_count() - q0) / n, 2)
    for kind in ("paid", "free"):
        await buyer(ad, event, kind, conn, True, limit)
        await asyncio.sleep(4)
        q0 = ad.query_count()
        for _ in range(3):
            r = await buyer(ad, event, kind, conn, True, limit)
            if r["result"] != "sold":
                raise SystemExit(f"queries: {r['result']}")
        await asyncio.sleep(4)  # its background work (mail, PDF) too
        res[f"per_{kind}_registration"] = round((ad.query_count() - q0) / 3, 1)
    await conn.close()
    return res


def tree(pid):
    kids = {}
    for d in os.listdir("/proc"):
        if d.isdigit():
            try:
                with open(f"/proc/{d}/stat") as f:
                    kids.setdefault(int(f.read().rsplit(")", 1)[1].split()[1]), []).append(int(d))
            except OSError:
                pass
    todo, out = [pid], []
    while todo:
        p = todo.pop()
        out.append(p)
        todo += kids.get(p, [])
    return out


def rss(ad):
    res, total = {}, {"rss_mib": 0.0, "pss_mib": 0.0, "processes": 0}
    for group, roots in ad.processes().items():
        if group.startswith("_"):  # counted for CPU only
            continue
        r = p = n = 0
        for pid in {x for root in roots for x in tree(root)}:
            try:
                with open(f"/proc/{pid}/smaps_rollup") as f:
                    for line in f:
                        if line.startswith("Rss:"):
                            r += int(line.split()[1])
                        elif line.startswith("Pss:"):
                            p += int(line.split()[1])
                n += 1
            except OSError:
                pass
        res[group] = {"rss_mib": round(r / 1024, 1), "pss_mib": round(p / 1024, 1), "processes": n}
        for k in total:
            total[k] = round(total[k] + res[group][k], 1)
    res["total"] = total
    return res


# ---------------------------------------------------------------------------------------------------- command line


async def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--adapter", required=True, help="module:Class, next to this file")
    ap.add_argument("what", choices=["page", "register", "rush", "one", "queries", "rss", "all"])
    ap.add_argument("--runs", type=int, default=1)
    ap.add_argument("--concurrency", default=None, help="comma-separated; page 1,8,32; register 8,32")
    ap.add_argument("--seconds", type=float, default=12)
    ap.add_argument("--count", type=int, default=64, help="registrations per run")
    ap.add_argument("--kind", default="paid", choices=["paid", "free"])
    ap.add_argument("--places", type=int, default=50)
    ap.add_argument("--buyers", type=int, default=300)
    ap.add_argument("--limit", type=float, default=300, help="no phase lasts longer than this many seconds")
    ap.add_argument("--no-assets", action="store_true", help="registrations fetch HTML only")
    ap.add_argument(
        "--quiet",
        type=float,
        default=0,
        metavar="S",
        help="before each phase wait up to S seconds for the rest of the machine to fall silent, and do a "
        "phase again (--tries) when others used more than --foreign cores during it",
    )
    ap.add_argument("--tries", type=int, default=2)
    ap.add_argument("--foreign", type=float, default=0.15, help="foreign cores that still count as silence")
    ap.add_argument("--out", help="write all results here as JSON")
    a = ap.parse_args()
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    mod, cls = a.adapter.split(":")
    ad = getattr(importlib.import_module(mod), cls)()
    assert_loopback(ad.base_url)
    if a.buyers > 2000 or a.count > 20000 or a.limit > 1200:
        raise SystemExit("refused: bounds are 2000 buyers, 20000 registrations, 1200 s a phase")
    results = {"adapter": ad.name, "started": time.strftime("%Y-%m-%d %H:%M:%S"), "runs": []}

    def cs(default):
        return [int(x) for x in (a.concurrency or default).split(",")]

    def show(name, r):
        print(name, json.dumps(r), flush=True)
        return r

    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=120)) as http:
        if a.what in ("all", "rss"):
            results["rss_idle"] = show("rss_idle", rss(ad))
        if a.what in ("all", "one"):
            for kind in ("paid", "free") if a.what == "all" else (a.kind,):
                r = await one_phase(ad, http, kind, not a.no_assets, a.limit)
                results[f"one_{kind}"] = r
                print(f"one_{kind}", json.dumps({k: v for k, v in r.items() if k != "trace"}))
                for t in r["trace"]:
                    print("   ", *t)
        if a.what in ("all", "queries"):
            results["queries"] = show("queries", await queries_phase(ad, http, 50, a.limit))

        async def phase(name, make):
            """One measurement; with --quiet, the least disturbed of up to --tries."""
            tries = []
            for _ in range(a.tries if a.quiet else 1):
                await quiet(ad, a.foreign, a.quiet)
                tries.append(show(name, await make()))
                if tries[-1]["foreign_cores"] <= a.foreign:
                    break
            return min(tries, key=lambda r: r["foreign_cores"])

        def save():
            results["medians"] = medians(results["runs"])
            if a.out:
                with open(a.out, "w") as f:
                    json.dump(results, f, indent=1)

        for n in range(a.runs):
            run = {}
            results["runs"].append(run)
            if a.what in ("all", "page"):
                event = await ad.setup(http, places=50)
                run["page"] = [
                    await phase(f"run{n} page", lambda: page_phase(ad, event, c, a.seconds, a.limit))
                    for c in cs("1,8,32")
                ]
            if a.what in ("all", "register"):
                run["register"] = [
                    await phase(
                        f"run{n} register",
                        lambda: register_phase(ad, http, c, a.count, a.kind, not a.no_assets, a.limit),
                    )
                    for c in cs("8,32")
                ]
            if a.what in ("all", "rush"):
                run["rush"] = await phase(
                    f"run{n} rush", lambda: rush_phase(ad, http, a.places, a.buyers, a.kind, not a.no_assets, a.limit)
                )
            save()
        if a.what == "all":
            results["rss_after"] = show("rss_after", rss(ad))
        save()
    for k, v in results["medians"].items():
        print(f"{k:34} median {v[0]:>9}   min {v[1]:>9}   max {v[2]:>9}   n={v[3]}")


def medians(runs):
    flat = {}
    for run in runs:
        for ph, rows in run.items():
            for row in rows if isinstance(rows, list) else [rows]:
                key = f"{ph} c={row['concurrency']}" if "concurrency" in row else ph
                for k, v in row.items():
                    if isinstance(v, (int, float)) and k not in ("concurrency", "places", "buyers"):
                        flat.setdefault(f"{key} {k}", []).append(v)
                if isinstance(row.get("errors"), dict):
                    flat.setdefault(f"{key} errors", []).append(sum(row["errors"].values()))
    return {k: (round(statistics.median(v), 3), min(v), max(v), len(v)) for k, v in flat.items()}


if __name__ == "__main__":
    asyncio.run(main())
