"""One call being answered: what it works on and when it came."""

import time
from dataclasses import dataclass, field

from payments.simulator import ids, versions
from payments.simulator.settings import Endpoint
from payments.simulator.store import Store


@dataclass
class Call:
    """`now` is real time in whole seconds. `named` tells whether events name this request: Stripe's do for
    API requests, not for what happens on its own pages or by itself."""

    store: Store
    public_url: str
    endpoint: Endpoint | None
    named: bool = False
    idempotency_key: str | None = None
    request_id: str = field(default_factory=lambda: ids.new("req", length=14))
    version: str = versions.CURRENT
    now: int = field(default_factory=lambda: int(time.time()))
    emitted: int = 0
