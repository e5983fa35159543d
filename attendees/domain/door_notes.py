"""A few words of the host about somebody for whoever stands at the door tonight: "speaks at 7", "has the raffle"."""

from attendees.models import Ticket
from events.domain import journal


def write(ticket: Ticket, *, words: str, by: str) -> None:
    """Empty words take the note back. The journal says that there is one, not what it says."""
    changed = Ticket.objects.filter(pk=ticket.pk).exclude(door_note=words).update(door_note=words)
    if changed:
        did = "wrote a note for the door about" if words else "took back the note for the door about"
        journal.note(ticket.event, by=by, sentence=f"{did} {ticket.name}")
    ticket.door_note = words
