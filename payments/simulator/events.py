"""Events: what happened, as Stripe tells it, in the list and by webhook."""

from typing import Any

from payments.simulator import deliveries, ids, versions
from payments.simulator.call import Call
from payments.simulator.errors import bad_parameter, no_such
from payments.simulator.lists import PAGING, Query, created
from payments.simulator.parameters import Field, many, missing, text
from payments.simulator.store import Object

KIND = "event"
LIST: dict[str, Field] = {
    **PAGING,
    "created": created,
    "delivery_success": missing("filtering events by delivery"),
    "type": text(),
    "types": many(text(), most=20),
}


def emit(call: Call, type: str, object: Object, *, previous: dict[str, Any] | None = None) -> Object:
    """Writes the event with the object as it is now and puts it on its way to the webhook."""
    data: dict[str, Any] = {"object": object}
    if previous is not None:
        data["previous_attributes"] = previous
    event = {
        "id": ids.new("evt"),
        "object": "event",
        "api_version": versions.CURRENT,
        "created": call.now,
        "data": data,
        "livemode": False,
        "pending_webhooks": 1 if call.endpoint else 0,
        "request": {
            "id": call.request_id if call.named else None,
            "idempotency_key": call.idempotency_key if call.named else None,
        },
        "type": type,
    }
    call.store.add(event)
    deliveries.schedule(call, event)
    return event


def retrieve(call: Call, id: str) -> Object:
    event = call.store.get(KIND, id)
    if event is None:
        raise no_such(KIND, id, param="id")
    return event


def listed(call: Call, params: dict[str, Any]) -> Object:
    """Newest first; `type` may end in .* ."""
    if "type" in params and "types" in params:
        raise bad_parameter("You may only specify one of these parameters: type, types.", param="type")
    query = Query(KIND)
    query.created(params.get("created"))
    if "type" in params:
        query.where("json_extract(body, '$.type') GLOB ?", params["type"].replace("[", "[[]").replace("?", "[?]"))
    if "types" in params:
        marks = ", ".join("?" * len(params["types"]))
        query.where(f"json_extract(body, '$.type') IN ({marks})", *params["types"])
    return query.page(call, params, url="/v1/events")
