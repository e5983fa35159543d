"""Addresses of pages in apps above this one, which it may send people to but not import or name."""

DESK = "/desk/"
MINE = "/my/"
NOT_THE_DESK = (MINE, "/d/")  # what attendees send, signed in


def host_event(event_id: int) -> str:
    """The host's page of one evening."""
    return f"/desk/events/{event_id}/"


def preview(event_id: int) -> str:
    """The draft as its public page will be."""
    return f"/desk/events/{event_id}/preview/"


def cancel_event(event_id: int) -> str:
    """What cancelling will do, and the button."""
    return f"/desk/events/{event_id}/cancel/"


def door(event_id: int) -> str:
    return f"/door/{event_id}/"
