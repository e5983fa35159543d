"""The embedded shape: one gunicorn worker with threads, and in the same process the Celery worker and beat.

A master process stands over the one that works, as gunicorn does it: Ctrl-C and SIGTERM end both.
"""

import threading
from collections.abc import Callable, Iterable
from typing import Any

from celery.beat import EmbeddedService
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication

from flashmob.celery import app as celery_app
from payments.simulator.app import create_app as create_simulator

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
THREADS = 8
SIMULATOR_PATH = "/simulator"


def serve(*, port: int) -> None:
    """Serve until a signal ends it. Loopback only in the demo; behind a reverse proxy otherwise."""
    Embedded(port=port).run()


class Embedded(BaseApplication):
    """gunicorn, configured by this project and not by files or arguments."""

    def __init__(self, *, port: int) -> None:
        self.port = port
        super().__init__()

    def load_config(self) -> None:
        for name, value in {
            "bind": [f"127.0.0.1:{self.port}"],
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "graceful_timeout": 5,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": start_worker_and_beat,
        }.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Wsgi:
        application = get_wsgi_application()
        return with_simulator(application, webhook=True) if settings.STRIPE_SIMULATOR else application


def start_worker_and_beat(gunicorn_worker: Any) -> None:
    """Two daemon threads beside the request threads; they end with the process, and the rows keep the work."""
    worker = celery_app.WorkController(
        pool_cls="threads", concurrency=2, without_gossip=True, without_mingle=True, without_heartbeat=True
    )
    threading.Thread(target=worker.start, name="worker", daemon=True).start()
    beat = EmbeddedService(celery_app, thread=True, scheduler_cls="celery.beat:Scheduler")
    beat.daemon = True
    beat.start()


def nothing_else(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The site while it is not there yet."""
    start_response("404 Not Found", [("Content-Type", "text/plain")])
    return [b"not yet\n"]


def with_simulator(site: Wsgi, *, webhook: bool) -> Wsgi:
    """The demo's stand-in for Stripe under /simulator; the site reaches it over HTTP like the real one."""
    simulator = create_simulator(
        state_path=str(settings.DATA_DIR / "simulator.sqlite3"),
        public_url=f"{settings.SITE_URL}{SIMULATOR_PATH}",
        webhook_url=f"{settings.SITE_URL}/stripe/webhook/" if webhook else None,
        webhook_secret=settings.STRIPE_WEBHOOK_SECRET if webhook else None,
    )

    def dispatch(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == SIMULATOR_PATH or path.startswith(f"{SIMULATOR_PATH}/"):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + SIMULATOR_PATH
            environ["PATH_INFO"] = path[len(SIMULATOR_PATH) :]
            return simulator(environ, start_response)
        return site(environ, start_response)

    return dispatch
