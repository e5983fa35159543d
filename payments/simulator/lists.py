"""Lists as Stripe gives them: newest first, in pages, filtered."""

from typing import Any

from payments.simulator.call import Call
from payments.simulator.errors import no_such
from payments.simulator.parameters import Field, integer, many, record, text
from payments.simulator.store import Object

BOUND = integer(least=0, most=10**12)
PAGING: dict[str, Field] = {
    "ending_before": text(),
    "expand": many(text()),
    "limit": integer(least=1, most=100),
    "starting_after": text(),
}
COMPARISONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def created(raw: Any, name: str) -> dict[str, int]:
    """A moment, or bounds."""
    if isinstance(raw, dict):
        bounds: dict[str, int] = record(dict.fromkeys(COMPARISONS, BOUND))(raw, name)
        return bounds
    moment = BOUND(raw, name)
    return {"gte": moment, "lte": moment}


class Query:
    """Conditions on one kind of object; every word of SQL in it is written here."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._words: list[str] = []
        self._values: list[Any] = []

    def where(self, words: str, *values: Any) -> None:
        self._words.append(words)
        self._values.extend(values)

    def equal(self, path: str, value: Any) -> None:
        self.where(f"json_extract(body, '$.{path}') = ?", value)

    def created(self, bounds: dict[str, int] | None) -> None:
        for bound, moment in (bounds or {}).items():
            self.where(f"created {COMPARISONS[bound]} ?", moment)

    def page(self, call: Call, params: dict[str, Any], *, url: str) -> Object:
        """One page and whether more follows in its direction."""
        limit = params.get("limit", 10)
        backwards = "ending_before" in params
        for name, sign in (("starting_after", "<"), ("ending_before", ">")):
            if name in params:
                self.where(f"seq {sign} ?", self._place(call, params[name], name))
        order = "ASC" if backwards else "DESC"
        found = call.store.find(
            self.kind, " AND ".join(self._words) or "1", *self._values, limit=limit + 1, order=order
        )
        data = found[:limit]
        if backwards:
            data.reverse()
        return {"object": "list", "data": data, "has_more": len(found) > limit, "url": url}

    def _place(self, call: Call, id: str, name: str) -> int:
        place = call.store.place(self.kind, id)
        if place is None:
            raise no_such(self.kind, id, param=name, status=400)
        return place
