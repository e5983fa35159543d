"""Addresses of pages in apps above this one, which it may send people to but not import or name."""

DESK = "/desk/"


def host_event(event_id: int) -> str:
    """The host's page of one evening."""
    return f"/desk/events/{event_id}/"


def door(event_id: int) -> str:
    return f"/door/{event_id}/"
