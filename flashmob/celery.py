"""The Celery app and the beat timetable: what runs by itself, and how often, in one dict.

Every sweep is idempotent and leased (foundation.sweeps), so running one twice, or two beats at once, does no harm.
The row in the database is the queue; the broker only carries nudges.
"""

import os
import sys
from typing import Any

import structlog
from celery import Celery, Task, signals
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flashmob.settings")

app = Celery("flashmob")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_publish_retry_policy={"max_retries": 0},
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"socket_timeout": 0.5, "socket_connect_timeout": 0.5, "polling_interval": 0.05}
    if app.conf.broker_url.startswith("memory:")
    else {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    timezone="UTC",
    enable_utc=True,
)
app.autodiscover_tasks(
    ["foundation.mail", "foundation.sweeps", "foundation.accounts", "events", "attendees", "networking", "payments"]
)

# Celery would close the database before and after each task; `look_after_connections` keeps what is well.
app.conf["CELERY_DB_REUSE_MAX"] = sys.maxsize

MINUTE = 60.0
app.conf.beat_schedule = {
    "keep-dates-alive": {"task": "events.tasks.keep_dates_alive", "schedule": 10 * MINUTE},
    "end-vouchers": {"task": "events.tasks.end_vouchers", "schedule": MINUTE},
    "send-mail": {"task": "foundation.mail.tasks.send_due", "schedule": 5.0},
    "withdraw-stale-mails": {"task": "foundation.mail.tasks.withdraw_stale_mails", "schedule": MINUTE},
    "take-stripes-messages": {"task": "payments.tasks.process_inbox", "schedule": 20.0},
    "ask-stripe": {"task": "payments.tasks.ask_stripe", "schedule": MINUTE},
    "fetch-missed": {"task": "payments.tasks.fetch_missed", "schedule": MINUTE},
    "send-refunds": {"task": "payments.tasks.send_refunds", "schedule": MINUTE},
    "forget-stripe-events": {"task": "payments.tasks.forget_stripe_events", "schedule": 60 * MINUTE},
    "cancelled-events": {"task": "attendees.tasks.sweep_cancelled_events", "schedule": MINUTE},
    "changed-events": {"task": "attendees.tasks.sweep_changed_events", "schedule": MINUTE},
    "reminders": {"task": "networking.tasks.sweep_reminders", "schedule": MINUTE},
    "follow-ups": {"task": "attendees.tasks.sweep_follow_ups", "schedule": MINUTE},
    "mornings-after": {"task": "networking.tasks.sweep_morning_after", "schedule": MINUTE},
    "day-five": {"task": "networking.tasks.sweep_day_five", "schedule": 10 * MINUTE},
    "broadcasts": {"task": "attendees.tasks.sweep_broadcasts", "schedule": 10.0},
    "imports": {"task": "attendees.tasks.sweep_imports", "schedule": 5.0},
    "host-mails": {"task": "attendees.tasks.sweep_host_mails", "schedule": MINUTE},
    "lapsed-holds": {"task": "attendees.tasks.sweep_lapsed_holds", "schedule": MINUTE},
    "count-places": {"task": "attendees.tasks.count_places", "schedule": 10 * MINUTE},
    "waiting-lists": {"task": "attendees.tasks.sweep_waiting_lists", "schedule": MINUTE},
    "lost-tickets": {"task": "attendees.tasks.sweep_lost_tickets", "schedule": 20.0},
    "erasures": {"task": "attendees.tasks.sweep_erasures", "schedule": 5 * MINUTE},
    "merges": {"task": "attendees.tasks.sweep_merges", "schedule": 5 * MINUTE},
    "payments-erasures": {"task": "payments.tasks.sweep_erasures", "schedule": 30 * MINUTE},
    "questions": {"task": "networking.tasks.sweep_questions", "schedule": MINUTE},
    "late-comers": {"task": "networking.tasks.sweep_late_comers", "schedule": MINUTE},
    "networking-erasures": {"task": "networking.tasks.sweep_erasures", "schedule": 5 * MINUTE},
    "networking-merges": {"task": "networking.tasks.sweep_merges", "schedule": 5 * MINUTE},
    "networking-retention": {"task": "networking.tasks.sweep_retention", "schedule": 60 * MINUTE},
    "attendees-retention": {"task": "attendees.tasks.sweep_retention", "schedule": 60 * MINUTE},
    "empty-old-mails": {"task": "foundation.mail.tasks.empty_old_mails", "schedule": 60 * MINUTE},
}


@signals.setup_logging.connect
def keep_our_logs(**_: Any) -> None:
    """Connected so that Celery leaves LOGGING alone (its own set-up runs only when nobody is connected)."""


@signals.task_prerun.connect
@signals.task_postrun.connect
def look_after_connections(task: Task, **_: Any) -> None:
    """In a worker, as a request does: a connection is used again until it is old or broken."""
    if not task.request.is_eager:
        close_old_connections()


@signals.task_prerun.connect
def bind_task(task_id: str, task: Task, **_: Any) -> None:
    """Every log line of a task knows which one it is; arguments are ids and are not logged."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(task_id=task_id, task=task.name)
