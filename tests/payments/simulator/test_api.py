import http.client
import json
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

import pytest
import stripe


def ask(desk, method, path, body=b"", **headers):
    address = urlsplit(desk.url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=10)
    connection.request(method, path, body=body, headers=headers)
    answer = connection.getresponse()
    found = answer.status, dict(answer.headers), json.loads(answer.read())
    connection.close()
    return found


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("sk_live_51ABCDEFGHIJKLMNOP", "sk_live_********MNOP"),
        ("pk_test_51ABCDEFGHIJKLMNOP", "pk_test_********MNOP"),
        ("short", "*****"),
    ],
)
def test_only_test_keys_are_taken(desk, key, shown):
    with pytest.raises(stripe.AuthenticationError) as refusal:
        desk.client_with(key).v1.balance.retrieve()

    assert (refusal.value.http_status, refusal.value.user_message) == (
        401,
        f"Invalid API Key provided: {shown}. The simulator takes test keys only: sk_test_… or rk_test_…",
    )


def test_a_restricted_test_key_is_taken(desk):
    assert desk.client_with("rk_test_practice").v1.balance.retrieve().livemode is False


def test_a_call_without_a_key_is_refused(desk):
    status, _, body = ask(desk, "GET", "/v1/balance")

    assert (status, body["error"]["type"]) == (401, "invalid_request_error")
    assert body["error"]["message"].startswith("You did not provide an API key.")


def test_an_unknown_address_is_said_to_be_unknown(desk):
    status, headers, body = ask(desk, "GET", "/v1/customers", Authorization="Bearer sk_test_practice")

    assert status == 404
    assert headers["Request-Id"].startswith("req_")
    assert body == {
        "error": {
            "message": "Unrecognized request URL (GET: /v1/customers). The simulator does not know it.",
            "type": "invalid_request_error",
        }
    }


def test_each_answer_names_its_request_and_version(desk):
    headers = desk.client.v1.balance.retrieve().last_response.headers

    assert headers["Request-Id"].startswith("req_")
    assert headers["Stripe-Version"] == "2026-10-28.endive"
    assert headers["Content-Type"] == "application/json"


def test_a_version_before_the_shapes_is_refused(desk):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        desk.client_with("sk_test_practice", stripe_version="2020-08-27").v1.balance.retrieve()

    assert refusal.value.user_message == (
        "Invalid Stripe API version: 2020-08-27. The simulator knows 2026-03-25.dahlia and newer."
    )


@pytest.mark.parametrize("body", [b"a[b=1", b"a=1&a[b]=2", b"a[b]=1&a=2", b"=1", b"a" + b"[b]" * 20 + b"=1", b"a=%ff"])
def test_a_body_that_is_no_form_is_refused(desk, body):
    status, _, answer = ask(desk, "POST", "/v1/refunds", body, Authorization="Bearer sk_test_practice")

    assert status == 400
    assert answer["error"]["type"] == "invalid_request_error"


@pytest.mark.parametrize("length", ["1000001", "-1", "many"])
def test_an_immense_body_is_refused_unread(desk, length):
    environ = {"CONTENT_LENGTH": length}
    setup_testing_defaults(environ)
    environ["wsgi.input"] = None
    statuses = []

    desk.app(environ, lambda status, headers: statuses.append(status))

    assert statuses == ["400 Bad Request"]


@pytest.mark.parametrize(
    ("retrieve", "code", "param"),
    [
        (lambda v1: v1.payment_intents.retrieve("pi_none"), "resource_missing", "intent"),
        (lambda v1: v1.charges.retrieve("ch_none"), "resource_missing", "id"),
        (lambda v1: v1.refunds.retrieve("re_none"), "resource_missing", "id"),
        (lambda v1: v1.disputes.retrieve("du_none"), "resource_missing", "dispute"),
        (lambda v1: v1.events.retrieve("evt_none"), "resource_missing", "id"),
    ],
)
def test_what_does_not_exist_is_not_found(desk, retrieve, code, param):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        retrieve(desk.client.v1)

    assert (refusal.value.http_status, refusal.value.code, refusal.value.param) == (404, code, param)


def test_one_thing_is_not_found_under_the_name_of_another(desk, paid):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        desk.client.v1.charges.retrieve(paid.payment_intent)

    assert refusal.value.http_status == 404
