import pytest
import stripe

from foundation.lib.clock import real_now


def test_a_new_session_is_open_unpaid_and_has_a_page(desk, order):
    session = desk.client.v1.checkout.sessions.create(order)

    assert session.id.startswith("cs_test_")
    assert {
        "status": session.status,
        "payment_status": session.payment_status,
        "amount_total": session.amount_total,
        "currency": session.currency,
        "client_reference_id": session.client_reference_id,
        "customer_email": session.customer_email,
        "expires_at": session.expires_at,
        "livemode": session.livemode,
        "metadata": session.metadata.to_dict(),
        "mode": session.mode,
        "payment_intent": session.payment_intent,
        "allowed_payment_method_types": session.allowed_payment_method_types,
        "payment_method_types": session.payment_method_types,
        "success_url": session.success_url,
        "cancel_url": session.cancel_url,
        "url": session.url,
    } == {
        "status": "open",
        "payment_status": "unpaid",
        "amount_total": 500,
        "currency": "gbp",
        "client_reference_id": "signup-1",
        "customer_email": "ann@visitor.example",
        "expires_at": order["expires_at"],
        "livemode": False,
        "metadata": {"payment": "pay-1"},
        "mode": "payment",
        "payment_intent": None,
        "allowed_payment_method_types": ["card"],
        "payment_method_types": ["card"],
        "success_url": "https://flashmob.example/paid?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "https://flashmob.example/cancelled",
        "url": f"{desk.url}/c/pay/{session.id}",
    }


def test_retrieving_gives_what_creating_gave(desk, session):
    again = desk.client.v1.checkout.sessions.retrieve(session.id)

    assert again.to_dict() == session.to_dict()


def test_a_session_lives_a_day_unless_told(desk, order):
    del order["expires_at"]

    session = desk.client.v1.checkout.sessions.create(order)

    assert session.expires_at == session.created + 24 * 60 * 60


@pytest.mark.parametrize(
    ("ahead", "bound"), [(29 * 60, "at least 30 minutes"), (24 * 60 * 60 + 60, "less than 24 hours")]
)
def test_a_session_must_expire_in_half_an_hour_to_a_day(desk, order, ahead, bound):
    order["expires_at"] = int(real_now().timestamp()) + ahead

    with pytest.raises(stripe.InvalidRequestError) as refusal:
        desk.client.v1.checkout.sessions.create(order)

    assert (refusal.value.http_status, refusal.value.param, refusal.value.user_message) == (
        400,
        "expires_at",
        f"The `expires_at` timestamp must be {bound} from Checkout Session creation.",
    )


def test_expiring_closes_the_session_and_tells_it(desk, session):
    expired = desk.client.v1.checkout.sessions.expire(session.id)

    desk.settle()
    assert (expired.status, expired.payment_status, expired.url) == ("expired", "unpaid", None)
    assert desk.inbox.types == ["checkout.session.expired"]
    assert desk.inbox.events[0]["data"]["object"] == expired.to_dict()


@pytest.mark.parametrize("way", ["pay", "expire"])
def test_only_an_open_session_can_be_expired(desk, session, way):
    desk.control(f"sessions/{session.id}/{way}")

    with pytest.raises(stripe.InvalidRequestError) as refusal:
        desk.client.v1.checkout.sessions.expire(session.id)

    status = {"pay": "complete", "expire": "expired"}[way]
    assert refusal.value.user_message == (
        'Only Checkout Sessions with a status in ["open"] can be expired. '
        f"This Checkout Session has a status of {status}."
    )


def test_a_session_that_does_not_exist_is_not_found(desk):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        desk.client.v1.checkout.sessions.retrieve("cs_test_nothing")

    error = refusal.value
    assert (error.http_status, error.code, error.param, error.user_message) == (
        404,
        "resource_missing",
        "session",
        "No such checkout.session: 'cs_test_nothing'",
    )


def test_a_session_expires_by_itself(desk, session):
    desk.control("fast-forward", seconds=32 * 60)

    desk.settle()
    seen = desk.client.v1.checkout.sessions.retrieve(session.id)
    assert (seen.status, seen.url, desk.inbox.types) == ("expired", None, ["checkout.session.expired"])


def test_a_session_is_open_until_its_time(desk, session):
    desk.control("fast-forward", seconds=30 * 60)

    assert desk.client.v1.checkout.sessions.retrieve(session.id).status == "open"


def test_sessions_are_listed_newest_first_and_filtered(desk, order):
    sessions = desk.client.v1.checkout.sessions
    first, second, third = (
        sessions.create({**order, "customer_email": f"{name}@visitor.example"}) for name in ("ann", "bo", "cy")
    )
    desk.pay(first)
    sessions.expire(second.id)
    paid = sessions.retrieve(first.id)

    def listed(**filters):
        return [one.id for one in sessions.list(filters).data]

    assert listed() == [third.id, second.id, first.id]
    assert listed(payment_intent=paid.payment_intent) == [first.id]
    assert listed(payment_intent="pi_other") == []
    assert [listed(status=status) for status in ("complete", "expired", "open")] == [
        [first.id],
        [second.id],
        [third.id],
    ]
    assert listed(customer_details={"email": "bo@visitor.example"}) == [second.id]
    assert listed(created={"lt": first.created}) == []


def test_lines_are_listed_in_the_order_given(desk, order):
    for name in ("A drink", "A badge"):
        price = {"currency": "gbp", "unit_amount": 100, "product_data": {"name": name}}
        order["line_items"].append({"price_data": price, "quantity": 2})
    session = desk.client.v1.checkout.sessions.create(order)

    first = desk.client.v1.checkout.sessions.line_items.list(session.id, {"limit": 2})
    rest = desk.client.v1.checkout.sessions.line_items.list(session.id, {"starting_after": first.data[1].id})

    assert session.amount_total == 900
    assert [(one.description, one.quantity, one.amount_total) for one in first.data] == [
        ("PMO Flashmob London, Tuesday 1 December", 1, 500),
        ("A drink", 2, 200),
    ]
    assert [(one.description, one.price.unit_amount) for one in rest.data] == [("A badge", 100)]
    assert (first.has_more, rest.has_more) == (True, False)
