"""The beat of the server shape, alone: it says when, by name, and never loads what is to be done.

    celery --app flashmob.beat beat

So it takes half the memory of a worker. What it sends is the timetable of flashmob.celery.
"""

import os

from celery import Celery

from flashmob.celery import app as product

# They load every page; make check has run them, and the worker does.
os.environ.setdefault("CELERY_SKIP_CHECKS", "true")

app = Celery("flashmob")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    beat_schedule=product.conf.beat_schedule,
    broker_transport_options=product.conf.broker_transport_options,
    task_publish_retry_policy=product.conf.task_publish_retry_policy,
    timezone=product.conf.timezone,
    enable_utc=product.conf.enable_utc,
)
