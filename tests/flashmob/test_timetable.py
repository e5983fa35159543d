"""What runs by itself, how often, and that nothing of it is forgotten."""

import importlib

import pytest
from celery import Task

from flashmob import beat
from flashmob.celery import MINUTE, app

OURS = ("foundation.mail", "events", "attendees", "networking", "payments")


def every():
    """Task name → seconds between two runs."""
    return {entry["task"]: entry["schedule"] for entry in app.conf.beat_schedule.values()}


def test_every_task_of_ours_runs_by_itself():
    modules = [importlib.import_module(f"{package}.tasks") for package in OURS]
    tasks = {value.name for module in modules for value in vars(module).values() if isinstance(value, Task)}

    assert tasks == set(every())


@pytest.mark.parametrize(
    ("task", "seconds"),
    [
        ("foundation.mail.tasks.send_due", 5),
        ("payments.tasks.process_inbox", 20),
        ("payments.tasks.ask_stripe", MINUTE),  # R13: a lost webhook is a ticket within ten minutes
        ("payments.tasks.fetch_missed", MINUTE),
        ("payments.tasks.send_refunds", MINUTE),
        ("attendees.tasks.sweep_lapsed_holds", MINUTE),
        ("networking.tasks.sweep_reminders", MINUTE),
        ("attendees.tasks.sweep_follow_ups", MINUTE),
        ("attendees.tasks.sweep_cancelled_events", MINUTE),
        ("attendees.tasks.sweep_changed_events", MINUTE),
    ],
)
def test_what_people_wait_for_runs_each_minute_at_least(task, seconds):
    assert every()[task] <= seconds


def test_beat_alone_knows_the_same_timetable_and_the_same_broker():
    same = ("beat_schedule", "broker_url", "broker_transport_options", "task_publish_retry_policy", "timezone")

    assert {name: beat.app.conf[name] for name in same} == {name: app.conf[name] for name in same}
