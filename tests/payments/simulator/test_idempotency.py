import threading

import pytest
import stripe


def create(desk, order, key="once"):
    return desk.client.v1.checkout.sessions.create(order, options={"idempotency_key": key})


def test_the_same_request_twice_is_done_once(desk, order):
    first, second = create(desk, order), create(desk, order)

    headers = second.last_response.headers
    assert second.to_dict() == first.to_dict()
    assert "Idempotent-Replayed" not in first.last_response.headers
    assert (headers["Idempotent-Replayed"], headers["Original-Request"]) == (
        "true",
        first.last_response.headers["Request-Id"],
    )
    assert headers["Request-Id"] != first.last_response.headers["Request-Id"]
    assert len(desk.client.v1.checkout.sessions.list().data) == 1


def test_the_first_answer_stays_the_answer(desk, order):
    first = create(desk, order)
    desk.pay(first)

    assert create(desk, order).to_dict() == first.to_dict()


def test_another_key_is_another_request(desk, order):
    assert create(desk, order, "one").id != create(desk, order, "two").id


def test_the_same_key_with_other_parameters_is_refused(desk, order):
    create(desk, order)

    with pytest.raises(stripe.IdempotencyError) as refusal:
        create(desk, {**order, "expires_at": order["expires_at"] + 1})

    assert (refusal.value.http_status, refusal.value.user_message) == (
        400,
        "Keys for idempotent requests can only be used with the same parameters they were first used with. "
        "Try using a key other than 'once' if you meant to execute a different request.",
    )


def test_the_same_key_at_another_address_is_refused(desk, order):
    session = create(desk, order)

    with pytest.raises(stripe.IdempotencyError) as refusal:
        desk.client.v1.checkout.sessions.expire(session.id, options={"idempotency_key": "once"})

    assert refusal.value.http_status == 400
    assert desk.client.v1.checkout.sessions.retrieve(session.id).status == "open"


def test_a_refused_parameter_is_not_remembered(desk, order):
    with pytest.raises(stripe.InvalidRequestError):
        create(desk, {**order, "expires_at": 1})

    assert create(desk, order).status == "open"


def test_a_refused_deed_is_remembered(desk, paid):
    options = {"idempotency_key": "refund"}
    wish = {"payment_intent": paid.payment_intent, "amount": 501}
    with pytest.raises(stripe.InvalidRequestError) as first:
        desk.client.v1.refunds.create(wish, options=options)

    with pytest.raises(stripe.InvalidRequestError) as second:
        desk.client.v1.refunds.create(wish, options=options)

    assert second.value.json_body == first.value.json_body
    assert second.value.headers["Idempotent-Replayed"] == "true"


def test_a_key_in_use_is_refused(desk, order):
    desk.control("outage", mode="slow", seconds=5, requests=1)
    made = []
    slow = threading.Thread(target=lambda: made.append(create(desk, order)))
    slow.start()
    while desk.look("")["outage"]["requests"] == 1:
        pass

    with pytest.raises(stripe.APIError) as refusal:
        desk.client_with("sk_test_practice", max_network_retries=0).v1.checkout.sessions.create(
            order, options={"idempotency_key": "once"}
        )

    desk.control("outage", mode="none")
    slow.join()
    assert (refusal.value.http_status, refusal.value.json_body["error"]["code"]) == (409, "idempotency_key_in_use")
    assert create(desk, order).to_dict() == made[0].to_dict()


def test_twenty_at_once_make_one_session(desk, order):
    ids, refusals = [], []

    def attempt():
        try:
            ids.append(create(desk, order).id)
        except stripe.APIError as refusal:
            refusals.append(refusal.http_status)

    threads = [threading.Thread(target=attempt) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(ids)) == 1
    assert set(refusals) <= {409}
    assert len(ids) + len(refusals) == 20
    assert len(desk.client.v1.checkout.sessions.list().data) == 1
