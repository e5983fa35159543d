"""Checkout sessions: create, retrieve, list, expire, complete."""

from typing import Any

from payments.simulator import custom_fields, events, ids, line_items, payment_intents, versions
from payments.simulator.call import Call
from payments.simulator.errors import StripeError, bad_parameter, no_such
from payments.simulator.lists import Query
from payments.simulator.payer import Payer
from payments.simulator.store import Object

KIND = "checkout.session"
SOONEST, LATEST = 30 * 60, 24 * 60 * 60


def create(call: Call, params: dict[str, Any]) -> Object:
    for name in ("line_items", "mode", "success_url"):
        if not params.get(name):
            raise bad_parameter(f"Missing required param: {name}.", param=name, code="parameter_missing")
    expires_at = params.get("expires_at", call.now + LATEST)
    _check_expiry(call, expires_at)
    items = line_items.make(call, params["line_items"])
    session = _session(call, params, items, expires_at)
    call.store.add(session, private={"line_items": items, "payment_intent_data": params.get("payment_intent_data", {})})
    return shown(session, version=call.version)


def _check_expiry(call: Call, expires_at: int) -> None:
    for wrong, bound in (
        (expires_at < call.now + SOONEST, "at least 30 minutes"),
        (expires_at > call.now + LATEST, "less than 24 hours"),
    ):
        if wrong:
            raise bad_parameter(
                f"The `expires_at` timestamp must be {bound} from Checkout Session creation.",
                param="expires_at",
            )


def _session(call: Call, params: dict[str, Any], items: list[Object], expires_at: int) -> Object:
    total = sum(item["amount_total"] for item in items)
    id = ids.new("cs_test_a1", length=56).replace("a1_", "a1")
    allowed = params.get("allowed_payment_method_types")
    asked_tax = params.get("tax_id_collection", {})
    return {
        "id": id,
        "object": KIND,
        "adaptive_pricing": {"enabled": False},
        "after_expiration": None,
        "allow_promotion_codes": params.get("allow_promotion_codes"),
        "allowed_payment_method_types": allowed,
        "amount_subtotal": total,
        "amount_total": total,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "billing_address_collection": params.get("billing_address_collection"),
        "branding_settings": _branding(params.get("branding_settings", {})),
        "cancel_url": params.get("cancel_url"),
        "client_reference_id": params.get("client_reference_id"),
        "client_secret": None,
        "collected_information": None,
        "consent": None,
        "consent_collection": None,
        "created": call.now,
        "currency": items[0]["currency"],
        "currency_conversion": None,
        "custom_fields": custom_fields.make(params.get("custom_fields", [])),
        "custom_text": {
            name: params.get("custom_text", {}).get(name)
            for name in ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")
        },
        "customer": None,
        "customer_account": None,
        "customer_creation": "if_required",
        "customer_details": _known_customer(params.get("customer_email")),
        "customer_email": params.get("customer_email"),
        "discounts": [],
        "excluded_payment_method_types": params.get("excluded_payment_method_types", []),
        "expires_at": expires_at,
        "integration_identifier": params.get("integration_identifier"),
        "invoice": None,
        "invoice_creation": _no_invoice(),
        "livemode": False,
        "locale": params.get("locale"),
        "managed_payments": {"enabled": False},
        "metadata": params.get("metadata", {}),
        "mode": "payment",
        "origin_context": params.get("origin_context"),
        "payment_intent": None,
        "payment_link": None,
        "payment_method_collection": "if_required",
        "payment_method_configuration_details": None,
        "payment_method_options": {
            "card": {"request_three_d_secure": "automatic"} | params.get("payment_method_options", {}).get("card", {})
        },
        "payment_method_types": allowed or params.get("payment_method_types") or ["card"],
        "payment_status": "unpaid",
        "permissions": None,
        "phone_number_collection": {"enabled": False} | params.get("phone_number_collection", {}),
        "recovered_from": None,
        "saved_payment_method_options": None,
        "setup_intent": None,
        "shipping_address_collection": None,
        "shipping_cost": None,
        "shipping_options": [],
        "status": "open",
        "submit_type": params.get("submit_type"),
        "subscription": None,
        "success_url": params["success_url"],
        "tax_id_collection": {"enabled": False, "required": "never"} | asked_tax,
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{call.public_url}/c/pay/{id}",
        "wallet_options": params.get("wallet_options"),
        **_name_collection(params.get("name_collection")),
    }


def _branding(wanted: dict[str, Any]) -> Object:
    looks = {
        "background_color": "#ffffff",
        "border_style": "rounded",
        "button_color": "#1d4ed8",
        "display_name": "The organiser",
        "font_family": "default",
    }
    return {**looks, **{name: value for name, value in wanted.items() if value}, "icon": None, "logo": None}


def _known_customer(email: str | None) -> Object | None:
    """Before the payment Stripe knows the e-mail it was given, nothing else."""
    if email is None:
        return None
    nothing = dict.fromkeys(("address", "business_name", "individual_name", "name", "phone", "tax_ids"))
    return {**nothing, "email": email, "tax_exempt": "none"}


def _no_invoice() -> Object:
    names = ("account_tax_ids", "custom_fields", "description", "footer", "issuer", "rendering_options")
    return {"enabled": False, "invoice_data": {**dict.fromkeys(names), "metadata": {}}}


def _name_collection(wanted: dict[str, Any] | None) -> Object:
    if wanted is None:
        return {}
    return {"name_collection": {who: {"optional": False, **settings} for who, settings in wanted.items()}}


def shown(session: Object, *, version: str) -> Object:
    """As that API version shows it."""
    if versions.has_allowed_types(version):
        return session
    return {name: value for name, value in session.items() if name != "allowed_payment_method_types"}


def find(call: Call, id: str) -> Object:
    """As it is now: one whose time has passed is expired."""
    session = call.store.get(KIND, id)
    if session is None:
        raise no_such("checkout.session", id, param="session")
    if session["status"] == "open" and session["expires_at"] <= call.now:
        close(call, session)
    return session


def retrieve(call: Call, id: str) -> Object:
    return shown(find(call, id), version=call.version)


def items(call: Call, id: str, params: dict[str, Any]) -> Object:
    """One page of line items."""
    all_items: list[Object] = call.store.private(find(call, id)["id"])["line_items"]
    limit = params.get("limit", 10)
    start = 0
    if "starting_after" in params:
        known = [item["id"] for item in all_items]
        if params["starting_after"] not in known:
            raise no_such("item", params["starting_after"], param="starting_after", status=400)
        start = known.index(params["starting_after"]) + 1
    return {
        "object": "list",
        "data": all_items[start : start + limit],
        "has_more": len(all_items) > start + limit,
        "url": f"/v1/checkout/sessions/{id}/line_items",
    }


def listed(call: Call, params: dict[str, Any]) -> Object:
    expire_overdue(call)
    query = Query(KIND)
    query.created(params.get("created"))
    for name in ("payment_intent", "status"):
        if name in params:
            query.equal(name, params[name])
    if "customer_details" in params:
        query.equal("customer_details.email", params["customer_details"].get("email"))
    page = query.page(call, params, url="/v1/checkout/sessions")
    return {**page, "data": [shown(one, version=call.version) for one in page["data"]]}


def expire(call: Call, id: str) -> Object:
    """On request. Only an open one can."""
    session = find(call, id)
    if session["status"] != "open":
        raise StripeError(
            'Only Checkout Sessions with a status in ["open"] can be expired. '
            f"This Checkout Session has a status of {session['status']}.",
        )
    close(call, session)
    return shown(session, version=call.version)


def close(call: Call, session: Object) -> None:
    """Expired: its page takes no money any more."""
    session.update(status="expired", url=None)
    call.store.save(session)
    if session["payment_intent"]:
        payment_intents.cancel(call, session["payment_intent"])
    events.emit(call, "checkout.session.expired", session)


def expire_overdue(call: Call, *, ahead: float = 0) -> None:
    """Closes the open ones whose time is up, or will be in so many seconds."""
    due = "json_extract(body, '$.status') = 'open' AND json_extract(body, '$.expires_at') <= ?"
    with call.store.transaction():
        for session in call.store.find(KIND, due, call.now + ahead):
            close(call, session)


def next_expiry(call: Call) -> float | None:
    with call.store.transaction() as connection:
        row = connection.execute(
            "SELECT min(json_extract(body, '$.expires_at')) AS due FROM objects "
            "WHERE kind = ? AND json_extract(body, '$.status') = 'open'",
            (KIND,),
        ).fetchone()
    return None if row is None else row["due"]


def complete(call: Call, session: Object, *, payer: Payer) -> None:
    """Paid."""
    session.update(
        status="complete",
        payment_status="paid",
        url=None,
        customer_details=payer.customer_details(),
        collected_information={
            "business_name": payer.business_name,
            "individual_name": payer.individual_name,
            "shipping_details": None,
        },
        custom_fields=custom_fields.answered(session["custom_fields"], payer.answers),
    )
    call.store.save(session)
    events.emit(call, "checkout.session.completed", session)
