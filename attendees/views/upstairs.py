"""Addresses of pages in apps above this one, which it may send people to but not import or name."""

PRIVACY = "/privacy/"


def walk_in(event_id: int) -> str:
    """Somebody without a place, at the door."""
    return f"/door/{event_id}/walk-in/"


def paid_at_door(event_id: int, sign_up_id: int) -> str:
    """Takes the money that a sign-up owes (POST)."""
    return f"/door/{event_id}/paid/{sign_up_id}/"


def scan(event_id: int) -> str:
    """Takes what was scanned or typed at the door (POST)."""
    return f"/door/{event_id}/scan/"


def check_in(event_id: int, ticket_id: int) -> str:
    """Lets somebody in (POST)."""
    return f"/door/{event_id}/check-in/{ticket_id}/"


def refund(event_id: int, ticket_id: int) -> str:
    """Sends money of a place that was paid by card back."""
    return f"/desk/events/{event_id}/refund/{ticket_id}/"


def pay_difference(code: str) -> str:
    """What a sign-up kept for a move has still to pay, and the way to Stripe's page."""
    return f"/t/{code}/pay/"


def take_place(series: str, event: str) -> str:
    """Where somebody signs up for an evening."""
    return f"/{series}/{event}/take/"


def take_offer(code: str) -> str:
    """Takes what the waiting list offers, and goes on to its payment (POST)."""
    return f"/w/{code}/take/"


def take_fewer(code: str) -> str:
    """Where somebody on the waiting list asks for fewer places."""
    return f"/w/{code}/fewer/"


def ticket(code: str) -> str:
    """A buyer's page."""
    return f"/t/{code}/"


def evening(series: str, event: str) -> str:
    """An evening's public page."""
    return f"/{series}/{event}/"


def swap(code: str) -> str:
    """Where who scanned the code of somebody's ticket asks them to swap details."""
    return f"/d/{code}/swap/"
