"""Is the site alive, and is it fit for visitors? One word each, no details for strangers."""

import datetime as dt
import logging

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from flashmob.celery import app
from foundation.lib import clock
from foundation.mail.models import Message
from foundation.sweeps.models import Lease

log = logging.getLogger(__name__)
OLDEST_MAIL = dt.timedelta(minutes=10)
OLDEST_BEAT = dt.timedelta(minutes=5)


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Database, broker, age of the outbox and of the beat; 503 and a line in the log when one is not well."""
    try:
        troubles = [name for name, is_well in CHECKS if not is_well()]
    except DatabaseError:
        troubles = ["database"]
    if troubles:
        log.error("not ready", extra={"troubles": troubles})
        return HttpResponse("not ready\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def broker_answers() -> bool:
    if settings.EMBEDDED:
        return True
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=0, timeout=1)
    except (OperationalError, OSError):
        return False
    return True


def outbox_moves() -> bool:
    """No mail has been due for long; measured on the product's clock, as due times are."""
    return not Message.objects.unsent().filter(due_at__lt=clock.now() - OLDEST_MAIL, attempts=0).exists()


def beat_beats() -> bool:
    """Some sweep ended well lately (real time)."""
    return Lease.objects.filter(done_at__gt=clock.real_now() - OLDEST_BEAT).exists()


CHECKS = (
    ("database", database_answers),
    ("broker", broker_answers),
    ("outbox", outbox_moves),
    ("beat", beat_beats),
)
