"""My people as rows of a file: what each shares, my notes, and what we promised each other."""

from collections.abc import Iterable, Iterator, Sequence

from networking.domain.my_people import Met
from networking.models import Promise

HEAD = (
    "Evening", "Date", "Name", "E-mail", "Phone", "Page", "Role", "My note", "I promised", "Promised to me",
)  # fmt: skip
STATES = {Promise.OPEN: "open", Promise.SENT: "sent", Promise.DROPPED: "no longer needed"}


def rows(people: Iterable[Met]) -> Iterator[Sequence[object]]:
    """One for each person of each evening; fields that are not shared stay empty."""
    for met in people:
        event, theirs = met.ticket.event, met.details
        yield (
            event.title,
            f"{event.starts_at.astimezone(event.zone):%Y-%m-%d}",
            met.called,
            *((theirs.email, theirs.phone, theirs.link, theirs.role) if theirs else ("", "", "", "")),
            met.note,
            _listed(met.made),
            _listed(met.received),
        )


def _listed(promises: Iterable[Promise]) -> str:
    return "; ".join(f"{promise.words} ({STATES[promise.state]})" for promise in promises)
