"""Tonight's people as the door sees them: a helper a first name and a few letters, the team whole names.

Searching tells a helper nothing that the list does not show: parts of a name count as far as they are shown, and
beyond that only whole words, which the person in front of them just said.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from attendees.domain import appearances
from attendees.models import Ticket
from events.models import Event
from foundation.lib import names
from foundation.lib.money import Money

MOST_SHOWN = 200
EXPECTED, INSIDE = "expected", "inside"


class Row(NamedTuple):
    """What is read of each valid ticket of the evening."""

    pk: int
    name: str
    is_in: bool
    sign_up: int


@dataclass(frozen=True)
class Tonight:
    """Everybody with a place, and by ticket what stands on the door's screen."""

    event: Event
    rows: Sequence[Row]
    shown: Mapping[int, str]

    @property
    def inside(self) -> int:
        return sum(row.is_in for row in self.rows)

    @property
    def expected(self) -> int:
        return len(self.rows) - self.inside


@dataclass(frozen=True)
class Guest:
    """One line of the list. `nth` is None for a person we do not know by e-mail; `to_pay` is of the whole sign-up."""

    ticket: Ticket
    shown: str
    nth: int | None
    is_first_timer: bool
    to_pay: Money


def read(event: Event, *, whole_names: bool) -> Tonight:
    """The evening in one query."""
    valid = Ticket.objects.for_event(event.pk).valid().order_by("pk")
    found = valid.values_list("pk", "name", "checked_in_at", "sign_up_id")
    rows = [Row(pk, name, at is not None, sign_up) for pk, name, at, sign_up in found]
    whole = [row.name for row in rows]
    said = whole if whole_names else names.shortened(whole)
    return Tonight(event, rows, dict(zip((row.pk for row in rows), said, strict=True)))


def list_chosen(tonight: Tonight, chosen: str) -> list[Row]:
    """Those EXPECTED or INSIDE, by name."""
    return _sorted(tonight, [row for row in tonight.rows if row.is_in == (chosen == INSIDE)])


def search(tonight: Tonight, query: str) -> list[Row]:
    """Those whom every word of `query` fits, by name; nobody when it is empty."""
    asked = names.fold(query).split()
    found = [row for row in tonight.rows if asked and _fits_all(asked, row.name, tonight.shown[row.pk])]
    return _sorted(tonight, found)


def guests(tonight: Tonight, rows: Sequence[Row]) -> list[Guest]:
    """Lines for these rows; four queries, whatever their number."""
    found = Ticket.objects.select_related("sign_up", "holder").in_bulk([row.pk for row in rows])
    return _guests(tonight, [found[row.pk] for row in rows])


def guest(tonight: Tonight, ticket: Ticket) -> Guest:
    """One ticket of the evening, valid or not."""
    return _guests(tonight, [ticket])[0]


def _guests(tonight: Tonight, tickets: Sequence[Ticket]) -> list[Guest]:
    people = [ticket.holder_id for ticket in tickets if ticket.holder_id]
    known = appearances.of(people, event=tonight.event)
    places = Counter(row.sign_up for row in tonight.rows)
    return [
        Guest(
            ticket=ticket,
            shown=tonight.shown.get(ticket.pk) or names.first(ticket.name),
            nth=known.nth(ticket.holder_id),
            is_first_timer=known.is_first_timer(ticket.holder_id),
            to_pay=ticket.sign_up.price * (places[ticket.sign_up_id] if ticket.sign_up.owes else 0),
        )
        for ticket in tickets
    ]


def _sorted(tonight: Tonight, rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (names.fold(tonight.shown[row.pk]), row.pk))


def _fits_all(asked: list[str], name: str, shown: str) -> bool:
    seen, whole = names.fold(shown).split(), names.fold(name).split()
    return all(word in whole or any(_fits(word, one) for one in seen) for word in asked)


def _fits(word: str, shown: str) -> bool:
    """The beginning of a word that is shown, or a word of which only the beginning is shown."""
    return shown.startswith(word) or word.startswith(shown)
