from django.conf import settings
from django.urls import get_resolver

from events.domain import addresses


def first_parts(patterns):
    """The fixed first parts of all paths, and those under /desk/, where a series' name stands too."""
    routes = [str(pattern.pattern) for pattern in flat(patterns)]
    heads = {route.split("/")[0] for route in routes}
    desk = {route.split("/")[1] for route in routes if route.startswith("desk/") and route.count("/") > 1}
    return {part for part in heads | desk if part and "<" not in part}


def flat(patterns, before=""):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from flat(pattern.url_patterns, route)
        else:
            yield type("Route", (), {"pattern": route})


def test_no_series_can_have_a_first_part_that_the_site_uses():
    used = first_parts(get_resolver().url_patterns)

    assert {"desk", "t", "stripe", "accounts", "events", "invitations"} <= used | addresses.RESERVED
    assert used - addresses.RESERVED - {settings.ADMIN_PATH} == set()
