"""How the evenings went: how many people met, between which sectors, what was answered and kept. Never who.

Ties that were planned (sat at one table for the first time) and confirmed (both said so, or swapped details) are two
figures. Sectors are told of planned ones only: who sat where the host knows anyway; who confirmed whom is theirs.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from attendees.domain import sectors
from events.models import Event, Series
from networking.domain import ledger_rows
from networking.domain.ledger_rows import Guest, Person, Rows

FEW = 3  # of fewer people not even the number is told
Pair = frozenset[Person]
Bridge = tuple[str, str]  # two sectors in the order of attendees.domain.sectors.LABELS, or one twice
ORDER = {sector: number for number, sector in enumerate(sectors.LABELS)}


@dataclass(frozen=True)
class Night:
    """One evening. `planned` and `confirmed` are pairs; `none` is the number of those who came and confirmed nobody.

    `came_back` of the `newcomers` came again, `coming` more of them have a place. `bridges`: planned pairs by sectors.
    `again` of `said` would come again; both are 0 while too few answered.
    """

    event: Event
    came: int
    planned: int
    confirmed: int
    none: int
    newcomers: int
    came_back: int
    coming: int
    bridges: Mapping[Bridge, int]
    asked: int = 0
    answered: int = 0
    promised: int = 0
    sent: int = 0
    dropped: int = 0
    again: int = 0
    said: int = 0

    @property
    def planned_each(self) -> float:
        """New people at one table with each who came, on average."""
        return round(2 * self.planned / self.came, 1) if self.came else 0.0

    @property
    def confirmed_each(self) -> float:
        """People whom each who came met and confirmed, on average."""
        return round(2 * self.confirmed / self.came, 1) if self.came else 0.0

    @property
    def none_words(self) -> str:
        """The number of people with no confirmed tie; of one or two not even that."""
        return str(self.none) if self.none == 0 or self.none >= FEW else f"under {FEW}"

    @property
    def across(self) -> int:
        """Planned pairs between two different sectors."""
        return sum(count for (one, other), count in self.bridges.items() if one != other)

    @property
    def across_rate(self) -> int:
        """How many in a hundred of the planned pairs whose sectors are known are between two."""
        return hundredths(self.across, sum(self.bridges.values()))

    @property
    def again_rate(self) -> int | None:
        """How many in a hundred of those who said would come again; None while too few said."""
        return hundredths(self.again, self.said) if self.said else None


def hundredths(part: int, whole: int) -> int:
    """Rounded, but 100 only of all and 0 only of none: the picture shows a single one."""
    if part in (0, whole):
        return 100 if part else 0
    return min(99, max(1, round(100 * part / whole)))


def of_series(series: Series, *, now: dt.datetime) -> list[Night]:
    """Every evening that has begun, oldest first. Eleven queries, however many people and evenings."""
    return nights(ledger_rows.load(series, now=now))


def nights(rows: Rows) -> list[Night]:
    """The figures of each evening, in their order: a pair that sat together before is not new."""
    met: set[Pair] = set()
    tied: set[Pair] = set()
    back = _came_later(rows)
    found = []
    for event in rows.events:
        guests = rows.guests[event.pk]
        sat = _pairs(rows.tables[event.pk], guests)
        confirmed = _pairs(rows.ties[event.pk], guests)
        new = [pair for pair in sat if pair not in met]
        people = {guest.person for guest in guests.values()}
        newcomers = {guest.person for guest in guests.values() if guest.is_new}
        came_back = newcomers & back[event.pk]
        answered, asked = rows.asks.get(event.pk, (0, 0))
        sent, dropped, promised = rows.promises.get(event.pk, (0, 0, 0))
        again, said = rows.again.get(event.pk, (0, 0))
        found.append(
            Night(
                event=event,
                came=len(guests),
                planned=len(new),
                confirmed=len(confirmed - tied),
                none=len(people - {person for pair in confirmed for person in pair}),
                newcomers=len(newcomers),
                came_back=len(came_back),
                coming=len((newcomers - came_back) & rows.coming),
                bridges=_bridges(new, guests.values()),
                asked=asked, answered=answered, promised=promised, sent=sent, dropped=dropped, again=again, said=said,
            )
        )  # fmt: skip
        met |= sat
        tied |= confirmed
    return found


def _pairs(groups: Iterable[Iterable[int]], guests: Mapping[int, Guest]) -> set[Pair]:
    """Of people who came, each two who stand in one group of tickets."""
    here = ([guests[ticket].person for ticket in group if ticket in guests] for group in groups)
    return {frozenset(pair) for people in here for pair in combinations(people, 2)}


def _bridges(pairs: Iterable[Pair], guests: Iterable[Guest]) -> dict[Bridge, int]:
    """How many of the pairs join which sectors; pairs of which one said nothing are left out."""
    of = {guest.person: guest.sector for guest in guests}
    joined = (sorted((of[person] for person in pair), key=lambda sector: ORDER.get(sector, -1)) for pair in pairs)
    return dict(Counter((one, other) for one, other in joined if one and other))


def _came_later(rows: Rows) -> dict[int, set[Person]]:
    """For each evening the people who came to a later one."""
    later: set[Person] = set()
    found = {}
    for event in reversed(rows.events):
        found[event.pk] = set(later)
        later |= {guest.person for guest in rows.guests[event.pk].values()}
    return found
