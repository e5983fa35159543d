"""What a host declares about a list from elsewhere: which evening, how its dates are written, who said yes to news."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

AUTO, DAY_FIRST, MONTH_FIRST = "auto", "day", "month"
NOBODY, COLUMN, ALL = "nobody", "column", "all"


@dataclass(frozen=True)
class Terms:
    """`evening` is the day of lines without one. `news` says whose yes to news is brought along: of NOBODY, of those
    whose line says so (COLUMN) or of ALL; `agreed_words`, `agreed_where` and `agreed_on` are the evidence for it.

    `with_mail` and `over_capacity` are for guests of an evening.
    """

    dates: str = AUTO
    evening: dt.date | None = None
    news: str = NOBODY
    agreed_words: str = ""
    agreed_where: str = ""
    agreed_on: dt.date | None = None
    with_mail: bool = False
    over_capacity: bool = False

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        days = {name: dt.date.fromisoformat(stored[name]) for name in ("evening", "agreed_on") if stored.get(name)}
        return cls(**{**stored, "evening": None, "agreed_on": None, **days})

    def as_dict(self) -> dict[str, Any]:
        return {
            name: value.isoformat() if isinstance(value, dt.date) else value for name, value in asdict(self).items()
        }
