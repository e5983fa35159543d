import datetime as dt

import pytest
from django.core.cache import cache

from foundation.lib import clock, limits


@pytest.fixture
def window(same_minute):
    return {"times": 3, "seconds": 60}


def test_so_many_and_no_more(window):
    tries = [limits.allow("guess", "ada", **window) for _ in range(5)]

    assert tries == [True, True, True, False, False]


def test_each_action_and_each_person_is_counted_apart(window):
    for _ in range(3):
        limits.allow("guess", "ada", **window)

    assert limits.is_spent("guess", "ada", **window)
    assert not limits.is_spent("guess", "ben", **window)
    assert not limits.is_spent("ask", "ada", **window)


def test_looking_counts_nothing(window):
    looks = [limits.is_spent("guess", "ada", **window) for _ in range(5)]

    assert looks == [False] * 5


def test_next_window_begins_anew(window, monkeypatch):
    for _ in range(3):
        limits.allow("guess", "ada", **window)
    later = clock.real_now() + dt.timedelta(seconds=60)
    monkeypatch.setattr(clock, "real_now", lambda: later)

    assert limits.allow("guess", "ada", **window)


def test_no_name_stands_in_the_cache(window):
    limits.allow("guess", "ada@mail.example", **window)

    assert [key for key in cache._cache if "ada" in key] == []


def test_cache_that_is_away_refuses_nobody(window, settings, caplog):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:9/0",
            "OPTIONS": {"socket_connect_timeout": 0.5},
        }
    }

    assert limits.allow("guess", "ada", **window)
    assert not limits.is_spent("guess", "ada", **window)
    assert [record.getMessage() for record in caplog.records] == ["limits are not counted"] * 2


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.1", "127.0.0.1"),  # nobody stands in front: whatever is claimed is a claim
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "10.0.0.1, 198.51.100.1", "198.51.100.1"),  # the visitor wrote the first one
        (2, "10.0.0.1, 198.51.100.1, 192.0.2.9", "198.51.100.1"),
        (1, "", "127.0.0.1"),
        (2, "198.51.100.1", "127.0.0.1"),
    ],
)
def test_address_is_what_our_own_proxy_wrote_and_never_what_the_visitor_claims(
    rf, settings, proxies, forwarded, address
):
    settings.TRUSTED_PROXY_COUNT = proxies
    request = rf.get("/", headers={"X-Forwarded-For": forwarded} if forwarded else {})

    assert limits.address_of(request) == address
