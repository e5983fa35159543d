import pytest
import stripe

from payments.simulator import endpoints, session_parameters, sessions, versions
from tests.support import stripe_shapes

GONE = {"payment_method_types"}
NEW = {"allowed_payment_method_types"}


def names_in_the_specification(method, path):
    operation = stripe_shapes.spec()["paths"][path.replace("/events/{id}", "/events/{id}")][method.lower()]
    if method == "GET":
        return {one["name"] for one in operation["parameters"] if one["in"] == "query"}
    return set(operation["requestBody"]["content"][stripe_shapes.FORM]["schema"]["properties"])


@pytest.mark.parametrize("endpoint", endpoints.ENDPOINTS, ids=lambda endpoint: f"{endpoint.method} {endpoint.path}")
def test_each_endpoint_takes_what_stripe_documents(endpoint):
    fields = endpoint.fields
    if endpoint.act is sessions.create:
        fields = session_parameters.create("2026-08-26.dahlia")

    assert set(fields) == names_in_the_specification(endpoint.method, endpoint.path)


def test_the_clients_version_takes_the_allowed_types_instead():
    assert set(session_parameters.create(versions.CURRENT)) == (
        names_in_the_specification("POST", "/v1/checkout/sessions") | NEW | GONE
    )


@pytest.mark.parametrize(
    ("version", "given", "refused", "message"),
    [
        (
            "2026-10-28.endive",
            "allowed_payment_method_types",
            "payment_method_types",
            "Received unknown parameter: payment_method_types. "
            "Since 2026-09-30.endive it is allowed_payment_method_types.",
        ),
        (
            "2026-08-26.dahlia",
            "payment_method_types",
            "allowed_payment_method_types",
            "Received unknown parameter: allowed_payment_method_types",
        ),
    ],
)
def test_payment_method_types_got_another_name(desk, order, version, given, refused, message):
    client = desk.client_with("sk_test_practice", stripe_version=version)
    del order["allowed_payment_method_types"]

    made = client.v1.checkout.sessions.create({**order, given: ["card"]})
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.checkout.sessions.create({**order, refused: ["card"]})

    assert made.payment_method_types == ["card"]
    assert ("allowed_payment_method_types" in made) == (given == "allowed_payment_method_types")
    assert (refusal.value.code, refusal.value.param, refusal.value.user_message) == (
        "parameter_unknown",
        refused,
        message,
    )


def changed(order, change):
    """The order with a change at a dotted place; None takes it away."""
    for place, value in change.items():
        *way, last = place.split(".")
        inner = order
        for step in way:
            inner = inner[int(step) if step.isdigit() else step]
        if value is None:
            del inner[last]
        else:
            inner[last] = value
    return order


PRICE = "line_items.0.price_data"


@pytest.mark.parametrize(
    ("change", "code", "param", "message"),
    [
        ({"colour": "red"}, "parameter_unknown", "colour", "Received unknown parameter: colour"),
        (
            {f"{PRICE}.colour": "red"},
            "parameter_unknown",
            "line_items[0][price_data][colour]",
            "Received unknown parameter: line_items[0][price_data][colour]",
        ),
        ({"mode": None}, "parameter_missing", "mode", "Missing required param: mode."),
        ({"success_url": None}, "parameter_missing", "success_url", "Missing required param: success_url."),
        ({"line_items": None}, "parameter_missing", "line_items", "Missing required param: line_items."),
        (
            {f"{PRICE}.currency": None},
            "parameter_missing",
            "line_items[0][price_data][currency]",
            "Missing required param: line_items[0][price_data][currency].",
        ),
        (
            {"line_items.0.quantity": None},
            "parameter_missing",
            "line_items[0][quantity]",
            "Missing required param: line_items[0][quantity].",
        ),
        (
            {f"{PRICE}.unit_amount": 29},
            "amount_too_small",
            "line_items",
            "The Checkout Session's total amount due must add up to at least £0.30 gbp",
        ),
        (
            {f"{PRICE}.unit_amount": 99_999_999, "line_items.0.quantity": 2},
            "amount_too_large",
            "line_items",
            "The Checkout Session's total amount due must be no more than £999,999.99 gbp",
        ),
        (
            {f"{PRICE}.unit_amount": -500},
            "parameter_invalid_integer",
            "line_items[0][price_data][unit_amount]",
            "This value must be greater than or equal to 0.",
        ),
        (
            {f"{PRICE}.unit_amount": "5.00"},
            "parameter_invalid_integer",
            "line_items[0][price_data][unit_amount]",
            "Invalid integer: 5.00",
        ),
        (
            {"line_items.0.quantity": 0},
            "parameter_invalid_integer",
            "line_items[0][quantity]",
            "This value must be greater than or equal to 1.",
        ),
        (
            {f"{PRICE}.currency": "xyz"},
            None,
            "line_items[0][price_data][currency]",
            "Invalid currency: xyz. The simulator knows these currencies: gbp, eur, usd",
        ),
        ({"success_url": "/paid"}, "url_invalid", "success_url", "Not a valid URL"),
        ({"cancel_url": "javascript:alert(1)"}, "url_invalid", "cancel_url", "Not a valid URL"),
        ({"success_url": "https://good.example;sandbox/"}, "url_invalid", "success_url", "Not a valid URL"),
        ({"success_url": "https://good.example@evil.example/"}, "url_invalid", "success_url", "Not a valid URL"),
        ({"success_url": "https://good.example/é"}, "url_invalid", "success_url", "Not a valid URL"),
        ({"success_url": "https://good.example/\r\nSet-Cookie: a=b"}, "url_invalid", "success_url", "Not a valid URL"),
        ({"customer_email": "ann"}, "email_invalid", "customer_email", "Invalid email address: ann"),
        (
            {"client_reference_id": ""},
            "parameter_invalid_empty",
            "client_reference_id",
            "You passed an empty string for 'client_reference_id'. We assume empty values are an attempt to unset "
            "a parameter; however 'client_reference_id' cannot be unset. You should remove "
            "'client_reference_id' from your request or supply a non-empty value.",
        ),
        (
            {"client_reference_id": "x" * 201},
            None,
            "client_reference_id",
            "Invalid string: client_reference_id must be at most 200 characters",
        ),
        (
            {"metadata": {"k" * 41: "v"}},
            None,
            "metadata[" + "k" * 41 + "]",
            "Metadata keys can have up to 40 characters and values up to 500.",
        ),
        ({"metadata": {f"k{i}": "v" for i in range(51)}}, None, "metadata", "Metadata can have up to 50 keys."),
        (
            {"submit_type": "buy"},
            None,
            "submit_type",
            "Invalid submit_type: must be one of auto, book, donate, pay",
        ),
        (
            {"tax_id_collection": {"enabled": "perhaps"}},
            None,
            "tax_id_collection[enabled]",
            "Invalid boolean: perhaps",
        ),
        (
            {"mode": "subscription"},
            "not_in_simulator",
            "mode",
            "The simulator does not do subscriptions.",
        ),
        (
            {"allow_promotion_codes": True},
            "not_in_simulator",
            "allow_promotion_codes",
            "The simulator does not do promotion codes.",
        ),
        (
            {"payment_method_options": {"klarna": {"setup_future_usage": "none"}}},
            "not_in_simulator",
            "payment_method_options[klarna]",
            "The simulator does not do options of other payment methods.",
        ),
        (
            {f"{PRICE}.unit_amount": 0},
            "not_in_simulator",
            "line_items",
            "The simulator does not do sessions without anything to pay.",
        ),
    ],
)
def test_what_is_wrong_with_a_new_session_is_said(desk, order, change, code, param, message):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        desk.client.v1.checkout.sessions.create(changed(order, change))

    error = refusal.value
    assert (error.http_status, error.code, error.param, error.user_message) == (400, code, param, message)
    assert desk.client.v1.checkout.sessions.list().data == []


def test_all_that_a_session_may_ask_for_is_taken(desk, order):
    wishes = {
        **order,
        "billing_address_collection": "required",
        "branding_settings": {"display_name": "PMO Flashmob London", "button_color": "#004477"},
        "custom_fields": [
            {"key": "po", "label": {"custom": "Order number", "type": "custom"}, "type": "numeric", "optional": True},
            {
                "key": "heard",
                "label": {"custom": "How did you hear of us?", "type": "custom"},
                "type": "dropdown",
                "dropdown": {"options": [{"label": "A friend", "value": "friend"}]},
            },
        ],
        "custom_text": {"submit": {"message": "Kept until 18:40"}, "after_submit": ""},
        "invoice_creation": {"enabled": False},
        "name_collection": {"business": {"enabled": True, "optional": True}},
        "origin_context": "web",
        "payment_method_options": {"card": {"request_three_d_secure": "any"}},
        "phone_number_collection": {"enabled": True},
        "tax_id_collection": {"enabled": True},
        "wallet_options": {"link": {"display": "never"}},
    }

    made = desk.client.v1.checkout.sessions.create(wishes).to_dict()

    asked = (
        "billing_address_collection",
        "custom_text",
        "name_collection",
        "origin_context",
        "payment_method_options",
        "phone_number_collection",
        "tax_id_collection",
        "wallet_options",
    )
    assert {name: made[name] for name in asked} == {
        "billing_address_collection": "required",
        "custom_text": {
            "after_submit": None,
            "shipping_address": None,
            "submit": {"message": "Kept until 18:40"},
            "terms_of_service_acceptance": None,
        },
        "name_collection": {"business": {"enabled": True, "optional": True}},
        "origin_context": "web",
        "payment_method_options": {"card": {"request_three_d_secure": "any"}},
        "phone_number_collection": {"enabled": True},
        "tax_id_collection": {"enabled": True, "required": "never"},
        "wallet_options": {"link": {"display": "never"}},
    }
    assert made["branding_settings"]["display_name"] == "PMO Flashmob London"
    assert made["custom_fields"] == [
        {
            "key": "po",
            "label": {"custom": "Order number", "type": "custom"},
            "numeric": {"default_value": None, "maximum_length": None, "minimum_length": None, "value": None},
            "optional": True,
            "type": "numeric",
        },
        {
            "key": "heard",
            "label": {"custom": "How did you hear of us?", "type": "custom"},
            "dropdown": {
                "default_value": None,
                "options": [{"label": "A friend", "value": "friend"}],
                "value": None,
            },
            "optional": False,
            "type": "dropdown",
        },
    ]
