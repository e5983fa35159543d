"""The product as processes of its own, on the database of the test that starts them.

`product.run()` is the whole demo in one process (on SQLite only), with the Stripe simulator under /simulator.
`product.web()` is gunicorn, `product.worker()` and `product.beat()` Celery (on PostgreSQL and Redis only),
`product.command("sweep")` any command to its end. Needs committed rows: ask for `transactional_db` too.
"""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

from tests.settings import DATA_DIR
from tests.support.log_watch import SOMEBODY
from tests.support.ports import answers, free_port, wait_for

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent


@dataclass
class Process:
    """A running part. `log` is what it wrote; `kill` is kill -9 of it and its children, `stop` is polite."""

    popen: subprocess.Popen
    log_file: Path
    url: str = ""

    @property
    def log(self):
        return self.log_file.read_text()

    @property
    def logged(self):
        """Its lines in the log, without the indented ones in which the demo says how to sign in."""
        return [line for line in self.log.splitlines() if not line.startswith("  ")]

    def kill(self):
        self._signal(signal.SIGKILL)

    def stop(self):
        self._signal(signal.SIGTERM)

    def wait(self):
        """Until it has ended by itself, and well."""
        assert self.popen.wait(60) == 0, self.log

    def _signal(self, number):
        if self.popen.poll() is None:
            os.killpg(self.popen.pid, number)
            try:
                self.popen.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(self.popen.pid, signal.SIGKILL)
                self.popen.wait()
            if self.url:  # its children let go of the port a moment later
                wait_for(lambda: not answers(urlsplit(self.url).port), what="the port to be free")


@dataclass
class Product:
    """Starts parts with one environment; `with_env(NAME="value")` changes it for what is started afterwards."""

    port: int = field(default_factory=free_port)
    env: dict = field(default_factory=dict)
    processes: list = field(default_factory=list)

    @property
    def url(self):
        return f"http://localhost:{self.port}"

    def with_env(self, **values):
        self.env.update(values)
        return self

    def web(self, *, workers=1, threads=8, app="flashmob.wsgi"):
        """gunicorn, ready to answer."""
        self._collect_static()
        bind = ["--bind", f"127.0.0.1:{self.port}", "--workers", str(workers), "--threads", str(threads)]
        process = self._start("web", [BIN / "gunicorn", app, *bind, "--graceful-timeout", "2"])
        process.url = self.url
        self._wait(process, lambda: answers(self.port))
        return process

    def run(self):
        """`manage.py run`, ready to answer. Make a series first, or it fills the database with the demo's evenings."""
        process = self._start("run", [sys.executable, ROOT / "manage.py", "run"])
        process.url = self.url
        self._wait(process, lambda: answers(self.port))
        return process

    def worker(self, *, concurrency=1):
        options = ["--pool", "threads", "--concurrency", str(concurrency), "--loglevel", "INFO"]
        process = self._start("worker", [BIN / "celery", "-A", "flashmob.celery", "worker", *options])
        self._wait(process, lambda: "ready" in process.log)
        return process

    def beat(self):
        schedule = DATA_DIR / f"beat-{len(self.processes)}"
        process = self._start("beat", [BIN / "celery", "-A", "flashmob.beat", "beat", "-s", schedule])
        self._wait(process, lambda: "beat" in process.log)
        return process

    def sender(self):
        """A process that sends what is due and ends."""
        return self._start("sender", [sys.executable, "-m", "tests.support.sender"])

    def sweeper(self):
        """A process that does everything that is due and ends."""
        return self._start("sweeper", [sys.executable, ROOT / "manage.py", "sweep"])

    def sweep(self):
        """A process that does everything that is due and ends."""
        return self._start("sweep", [sys.executable, ROOT / "manage.py", "sweep"])

    def command(self, *words, check=True):
        """Run `manage.py WORDS` to its end and return what it printed."""
        done = subprocess.run(
            [sys.executable, ROOT / "manage.py", *words], env=self._env(), capture_output=True, text=True, cwd=ROOT
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def close(self):
        for process in reversed(self.processes):
            process.stop()
        assert [line for process in self.processes for line in process.logged if SOMEBODY.search(line)] == []

    def _env(self):
        database = os.environ["DATABASE_URL"]
        if database:
            database = urlunsplit(urlsplit(database)._replace(path=f"/{connection.settings_dict['NAME']}"))
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "flashmob.settings",
            "DATABASE_URL": database,
            "PORT": str(self.port),
            "SITE_URL": self.url,
            "STATIC_ROOT": str(DATA_DIR / "collected"),
            "LOG_LEVEL": "INFO",
            "PYTHONUNBUFFERED": "1",
            **self.env,
        }

    def _collect_static(self):
        if not (DATA_DIR / "collected" / "staticfiles.json").exists():
            self.command("collectstatic", "--noinput", "-v", "0")

    def _start(self, name, command):
        log_file = DATA_DIR / f"{name}-{self.port}-{len(self.processes)}.log"
        with log_file.open("w") as log:
            popen = subprocess.Popen(command, env=self._env(), stdout=log, stderr=log, cwd=ROOT, start_new_session=True)
        process = Process(popen, log_file)
        self.processes.append(process)
        return process

    def _wait(self, process, look):
        def ready_or_gone():
            return look() or process.popen.poll() is not None

        wait_for(ready_or_gone, seconds=90, what=str(process.popen.args[1]))
        assert process.popen.poll() is None, process.log
