import threading
import time

import pytest
import stripe


def test_unavailable_is_a_503_and_nothing_happens(desk, order):
    desk.control("outage", mode="unavailable")

    with pytest.raises(stripe.APIError) as refusal:
        desk.client.v1.checkout.sessions.create(order, options={"max_network_retries": 0})

    desk.control("outage", mode="none")
    assert (refusal.value.http_status, refusal.value.json_body) == (
        503,
        {
            "error": {
                "message": "Stripe is unavailable: the simulator was told to be down.",
                "type": "api_error",
            }
        },
    )
    assert desk.client.v1.checkout.sessions.list().data == []


def test_an_outage_may_be_over_after_some_requests(desk):
    desk.control("outage", mode="unavailable", requests=1)
    client = desk.client_with("sk_test_practice", max_network_retries=0)

    with pytest.raises(stripe.APIError):
        client.v1.balance.retrieve()

    assert client.v1.balance.retrieve().livemode is False


def test_a_lost_answer_is_there_for_the_retry(desk, order):
    desk.control("outage", mode="lose-answers", requests=1)
    wish = {"options": {"idempotency_key": "once", "max_network_retries": 0}}
    with pytest.raises(stripe.APIError) as lost:
        desk.client.v1.checkout.sessions.create(order, **wish)

    found = desk.client.v1.checkout.sessions.create(order, **wish)

    assert lost.value.http_status == 503
    assert found.last_response.headers["Idempotent-Replayed"] == "true"
    assert [one.id for one in desk.client.v1.checkout.sessions.list().data] == [found.id]


def test_the_client_retries_a_lost_answer_by_itself(desk, order):
    desk.control("outage", mode="lose-answers", requests=1)

    made = desk.client_with("sk_test_practice", max_network_retries=2).v1.checkout.sessions.create(order)

    assert [one.id for one in desk.client.v1.checkout.sessions.list().data] == [made.id]


def test_hanging_holds_back_its_own_caller_only(desk, session):
    desk.control("outage", mode="hang", seconds=30, requests=1)
    ends = []

    def hang():
        try:
            desk.client_with("sk_test_practice", max_network_retries=0).v1.balance.retrieve()
        except stripe.APIError as refusal:
            ends.append(refusal.http_status)

    waiting = threading.Thread(target=hang)
    waiting.start()
    while desk.look("")["outage"]["requests"] == 1:
        pass
    started = time.monotonic()
    assert desk.pay(session) == {"outcome": "paid"}
    assert ends == []

    desk.control("outage", mode="none")

    waiting.join()
    assert ends == [503]
    assert time.monotonic() - started < 10


def test_slow_answers_are_right_answers(desk):
    desk.control("outage", mode="slow", seconds=0.2)
    started = time.monotonic()

    balance = desk.client.v1.balance.retrieve()

    assert balance.livemode is False
    assert time.monotonic() - started >= 0.2
