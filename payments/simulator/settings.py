"""How the simulator misbehaves on demand, and where its webhooks go. Kept in the store."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from payments.simulator.store import Store

OUTAGES = ("none", "unavailable", "hang", "slow", "lose-answers")
REFUNDS = ("succeed", "pending", "fail")


@dataclass(frozen=True)
class Endpoint:
    """Where events are posted and the secret that signs them."""

    url: str
    secret: str

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
            raise ValueError("a webhook goes to an absolute http or https URL")


@dataclass(frozen=True)
class Webhooks:
    """drop: that many next events get lost (-1: all). duplicate: extra copies of each. delay: seconds until
    the first try. shuffle: what one request causes goes out newest first. types: only these types are
    treated so (none named: all)."""

    drop: int = 0
    duplicate: int = 0
    delay: float = 0.0
    shuffle: bool = False
    types: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Outage:
    """unavailable: 503. hang: no answer for `seconds`, then 503. slow: the answer comes after `seconds`.
    lose-answers: the work is done, the answer is a 503. `requests`: only so many next API calls (-1: all)."""

    mode: str = "none"
    seconds: float = 30.0
    requests: int = -1


@dataclass(frozen=True)
class Refunding:
    """What becomes of new refunds. succeed: at once. pending: until told. fail: they look fine and fail after
    `seconds`."""

    outcome: str = "succeed"
    seconds: float = 2.0


def webhooks(store: Store) -> Webhooks:
    return Webhooks(**(store.setting("webhooks") or {}))


def outage(store: Store) -> Outage:
    return Outage(**(store.setting("outage") or {}))


def refunding(store: Store) -> Refunding:
    return Refunding(**(store.setting("refunding") or {}))


def keep(store: Store, name: str, value: Webhooks | Outage | Refunding) -> None:
    store.set(name, asdict(value))


def endpoint(store: Store, *, given: Endpoint | None) -> Endpoint | None:
    """The one set through the control API, else the one the simulator was started with."""
    kept: dict[str, Any] | None = store.setting("endpoint")
    return Endpoint(**kept) if kept else given


def take_drop(store: Store) -> bool:
    """Whether the next event is to be lost; counts it."""
    now = webhooks(store)
    if now.drop > 0:
        keep(store, "webhooks", replace(now, drop=now.drop - 1))
    return now.drop != 0


def take_outage(store: Store) -> Outage:
    """The trouble the next API call runs into; counts it."""
    with store.transaction():
        now = outage(store)
        if now.mode == "none" or now.requests == 0:
            return Outage()
        if now.requests > 0:
            keep(store, "outage", replace(now, requests=now.requests - 1))
        return now
