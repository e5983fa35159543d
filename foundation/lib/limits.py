"""How often somebody may try: counters in the shared cache, by fixed windows of real time.

A cache that is down counts nothing and refuses nobody: limits protect, they do not stop the evening.
"""

import hashlib
import logging

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

from foundation.lib import clock

log = logging.getLogger(__name__)
MINUTE, HOUR = 60, 3600


def allow(action: str, who: str, *, times: int, seconds: int) -> bool:
    """Count one try of `action` by `who` and say whether it is within `times` per `seconds`."""
    key = _key(action, who, seconds)
    try:
        cache.add(key, 0, timeout=seconds * 2)
        return int(cache.incr(key)) <= times
    except (OSError, ValueError, RedisError) as error:
        log.warning("limits are not counted", extra={"error": type(error).__name__})
        return True


def is_spent(action: str, who: str, *, times: int, seconds: int) -> bool:
    """Whether `who` has used up `action` for now; counts nothing."""
    try:
        return int(cache.get(_key(action, who, seconds), 0)) >= times
    except (OSError, RedisError) as error:
        log.warning("limits are not counted", extra={"error": type(error).__name__})
        return False


def address_of(request: HttpRequest) -> str:
    """The visitor's IP address: the one our own proxies wrote last, never what the visitor claims before it."""
    count: int = settings.TRUSTED_PROXY_COUNT
    hops: list[str] = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    if count and len(hops) >= count:
        return hops[-count]
    return str(request.META.get("REMOTE_ADDR", ""))


def _key(action: str, who: str, seconds: int) -> str:
    window = int(clock.real_now().timestamp()) // seconds
    return f"limit:{action}:{hashlib.sha256(who.encode()).hexdigest()[:32]}:{window}"
