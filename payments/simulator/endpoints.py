"""The API's endpoints: address, what it takes, what it does."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from payments.simulator import (
    balance,
    charges,
    disputes,
    events,
    payment_intents,
    refunds,
    session_parameters,
    sessions,
)
from payments.simulator.call import Call
from payments.simulator.lists import PAGING
from payments.simulator.parameters import Field, many, text
from payments.simulator.store import Object

EXPAND: dict[str, Field] = {"expand": many(text())}
Act = Callable[..., Object]


@dataclass(frozen=True)
class Endpoint:
    """`act` is called with the call, the ids in the address, and what was sent if `takes` is true."""

    method: str
    path: str
    fields: Mapping[str, Field]
    act: Act
    takes: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.path))


ENDPOINTS = (
    Endpoint("POST", "/v1/checkout/sessions", {}, sessions.create, takes=True),
    Endpoint("GET", "/v1/checkout/sessions", session_parameters.LIST, sessions.listed, takes=True),
    Endpoint("GET", "/v1/checkout/sessions/{session}", EXPAND, sessions.retrieve),
    Endpoint("POST", "/v1/checkout/sessions/{session}/expire", EXPAND, sessions.expire),
    Endpoint("GET", "/v1/checkout/sessions/{session}/line_items", PAGING, sessions.items, takes=True),
    Endpoint("GET", "/v1/payment_intents/{intent}", payment_intents.RETRIEVE, payment_intents.retrieve),
    Endpoint("GET", "/v1/charges/{charge}", EXPAND, charges.retrieve),
    Endpoint("POST", "/v1/refunds", refunds.CREATE, refunds.create, takes=True),
    Endpoint("GET", "/v1/refunds", refunds.LIST, refunds.listed, takes=True),
    Endpoint("GET", "/v1/refunds/{refund}", EXPAND, refunds.retrieve),
    Endpoint("GET", "/v1/disputes/{dispute}", EXPAND, disputes.retrieve),
    Endpoint("GET", "/v1/events", events.LIST, events.listed, takes=True),
    Endpoint("GET", "/v1/events/{id}", EXPAND, events.retrieve),
    Endpoint("GET", "/v1/balance", EXPAND, balance.retrieve),
)
PATTERNS = [(endpoint, endpoint.pattern) for endpoint in ENDPOINTS]


def find(method: str, path: str) -> tuple[Endpoint, list[str]] | None:
    """The endpoint at that address and the ids in it."""
    for endpoint, pattern in PATTERNS:
        match = pattern.fullmatch(path) if endpoint.method == method else None
        if match:
            return endpoint, list(match.groups())
    return None


def fields(endpoint: Endpoint, call: Call) -> Mapping[str, Field]:
    if endpoint.act is sessions.create:
        return session_parameters.create(call.version)
    return endpoint.fields


def run(endpoint: Endpoint, call: Call, ids: list[str], params: dict[str, Any]) -> Object:
    return endpoint.act(call, *ids, params) if endpoint.takes else endpoint.act(call, *ids)
