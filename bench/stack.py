"""The whole server shape on loopback: PostgreSQL, Redis, gunicorn, worker, beat, an SMTP sink, the Stripe simulator.

    python -m bench.stack [--port 9000]

Started as docs/operations.md says, with throw-away data; Ctrl-C or SIGTERM ends it all. What runs where is written to
build/bench/stack.json for the adapter. Ports from --port on: pages, empty view, Stripe, SMTP, Redis, PostgreSQL.
Send SIGUSR1 to kill the worker with -9 and start it again five seconds later: nothing is lost.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from tests.support import postgres

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
FOLDER = ROOT / "build" / "bench"
GUNICORN = [BIN / "gunicorn", "--config", "deploy/gunicorn.conf.py"]
CELERY = [BIN / "celery", "--quiet", "--app"]
WORKER = [
    *CELERY,
    "flashmob",
    "worker",
    "--pool",
    "threads",
    "--concurrency",
    "4",
    "--without-gossip",
    "--without-mingle",
]
BEAT = [*CELERY, "flashmob.beat", "beat", "--scheduler", "celery.beat:Scheduler"]
# As safe as a server's own, and with the counter of statements.
POSTGRES = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "60",
    "shared_preload_libraries": "pg_stat_statements",
}


class Stack:
    """What runs, by name; `seconds` tells how long each took to be ready."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.env = environment(port)
        self.running: dict[str, subprocess.Popen] = {}
        self.seconds: dict[str, float] = {}

    def start(self, name: str, command: list, *, port: int | None = None, **env: str) -> None:
        began = time.perf_counter()
        log = (FOLDER / f"{name}.log").open("a")
        given = {**os.environ, **self.env, **env}
        self.running[name] = subprocess.Popen(command, env=given, cwd=ROOT, stdout=log, stderr=log)
        if port:
            wait_for_port(port)
        self.seconds[name] = round(time.perf_counter() - began, 2)

    def once(self, *command: str) -> None:
        began = time.perf_counter()
        done = [sys.executable, "manage.py", *command]
        subprocess.run(done, env={**os.environ, **self.env}, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        self.seconds[command[0]] = round(time.perf_counter() - began, 2)

    def end(self) -> None:
        for process in reversed(self.running.values()):
            process.terminate()
        for process in self.running.values():
            process.wait(30)

    def write_down(self) -> None:
        pids = {name: process.pid for name, process in self.running.items()}
        pids["postgres"] = int((FOLDER / "postgres.pid").read_text())
        facts = {"env": self.env, "pids": pids, "seconds": self.seconds}
        (FOLDER / "stack.json").write_text(json.dumps(facts, indent=1))


def environment(port: int) -> dict[str, str]:
    """A server's settings, on loopback; the limits of one address are raised, because all visitors have one."""
    stripe = f"http://localhost:{port + 2}"
    return {
        "DEMO": "false",
        "SITE_URL": f"http://localhost:{port}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "BIND": f"127.0.0.1:{port}",
        "SECRET_KEY": "throw-away-key-of-a-benchmark-0123456789abcdefghij",
        "TICKET_SECRETS": "throw-away-ticket-secret-of-a-benchmark",
        "STRIPE_SECRET_KEY": "sk_test_bench",
        "STRIPE_WEBHOOK_SECRET": "whsec_bench",
        "STRIPE_API_URL": stripe,
        "STRIPE_CHECKOUT_ORIGIN": stripe,
        "EMAIL_URL": f"smtp://127.0.0.1:{port + 3}",
        "MAIL_DOMAIN": "flashmob-bench.org.uk",
        "REDIS_URL": f"redis://127.0.0.1:{port + 4}/0",
        "DATABASE_URL": f"postgres://postgres@127.0.0.1:{port + 5}/flashmob",
        "DATA_DIR": str(FOLDER / "data"),
        "STATIC_ROOT": str(FOLDER / "static"),
        "HOLD_SHARE_PER_ADDRESS": "1000",
        "LAPSED_HOLDS_PER_ADDRESS_PER_HOUR": "1000000",
        "LOG_LEVEL": "INFO",
    }


def wait_for_port(port: int, seconds: float = 120) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise SystemExit(f"nothing listens on port {port}; see {FOLDER}/*.log")


def start_all(stack: Stack, *, with_empty: bool) -> None:
    port, simulator = stack.port, [sys.executable, "-m", "payments.simulator", "--port", str(stack.port + 2)]
    webhook = ["--webhook", f"http://localhost:{port}/stripe/webhook/", "--secret", "whsec_bench"]
    stack.start("_stripe", [*simulator, *webhook], port=port + 2)
    sink = [sys.executable, "bench/smtp_sink.py", str(port + 3), str(FOLDER / "mails")]
    stack.start("_smtp", sink, port=port + 3)
    redis = ["redis-server", "--port", str(port + 4), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    stack.start("redis", redis, port=port + 4)
    stack.once("migrate", "--no-input")
    stack.once("collectstatic", "--no-input")
    began = time.perf_counter()
    stack.start("web", [*GUNICORN, "flashmob.wsgi"])
    stack.start("worker", WORKER)
    stack.start("beat", BEAT)
    wait_for_port(port)
    stack.seconds["web"] = round(time.perf_counter() - began, 2)
    if with_empty:
        stack.start("_empty", [*GUNICORN, "bench.empty"], port=port + 1, BIND=f"127.0.0.1:{port + 1}")


def kill_worker(stack: Stack) -> None:
    """kill -9 in the middle; systemd would start it again after two seconds."""
    stack.running["worker"].kill()
    stack.running["worker"].wait()
    time.sleep(5)
    stack.start("worker", WORKER)
    stack.write_down()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--port", type=int, default=9000)
    parser.add_argument("--with-empty", action="store_true", help="the empty view as well, on the next port")
    wanted = parser.parse_args()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    stack, began = Stack(wanted.port), time.perf_counter()
    for ends in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ends, lambda *_: sys.exit())
    with ExitStack() as ending:
        ending.enter_context(postgres.cluster(port=wanted.port + 5, note=FOLDER / "postgres.pid", **POSTGRES))
        stack.seconds["postgres"] = round(time.perf_counter() - began, 2)
        ending.callback(stack.end)
        start_all(stack, with_empty=wanted.with_empty)
        stack.write_down()
        print(f"ready: {stack.env['SITE_URL']}", json.dumps(stack.seconds), flush=True)
        signal.signal(signal.SIGUSR1, lambda *_: kill_worker(stack))
        while True:
            signal.pause()


if __name__ == "__main__":
    main()
