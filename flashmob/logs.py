"""Logs as JSON lines on standard output, with request and task ids and no personal data.

What may be a secret or a person stays out by construction: a request is logged by its route (`t/<code>/`), never by
its path; a task by its name and id, never by its arguments; an exception by its type and trace, never with locals.
"""

from typing import Any

import structlog


def without_paths(logger: object, name: str, line: dict[str, Any]) -> dict[str, Any]:
    """Django writes the path behind its words ("Not Found: /t/…") and the request beside them; both go."""
    if str(line.get("logger", "")).startswith("django."):
        line.pop("request", None)
        line["event"] = str(line["event"]).split(": /")[0]
    return line


TIMED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    without_paths,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def config(*, level: str, is_json: bool) -> dict[str, Any]:
    """The LOGGING setting: one handler, JSON for machines or plain lines for a person at a terminal."""
    renderer = structlog.processors.JSONRenderer() if is_json else structlog.dev.ConsoleRenderer(colors=False)
    last = [structlog.processors.format_exc_info] if is_json else []
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": TIMED,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last, renderer],
            }
        },
        "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "lines"}},
        "root": {"handlers": ["stdout"], "level": "WARNING"},
        "loggers": {
            name: {"level": level}
            for name in (
                "flashmob",
                "events",
                "attendees",
                "payments",
                "networking",
                "foundation",
                "celery.apps.worker",
            )
        }
        | {"django.request": {"level": "ERROR"}, "django.security": {"level": "WARNING"}},
    }
