import json

import pytest
import stripe

from foundation.lib.clock import real_now
from payments.simulator import webhooks
from tests.support import stripe_desk
from tests.support.stripe_desk import SECRET


def told(desk):
    desk.settle()
    return desk.inbox.types


def test_the_client_believes_the_signature(desk, paid):
    desk.settle()

    for body, signature in desk.inbox.got:
        event = stripe.Webhook.construct_event(body, signature, SECRET)
        assert desk.client.v1.events.retrieve(event.id).to_dict() == event.to_dict()


def test_signing_is_what_the_client_expects():
    signature = webhooks.sign('{"id": "evt_1"}', "whsec_other", 1_700_000_000)

    assert signature == stripe.WebhookSignature.generate_signature_header(
        '{"id": "evt_1"}', "whsec_other", 1_700_000_000
    )


def test_a_body_written_anew_does_not_match_its_signature(desk, paid):
    desk.settle()
    body, signature = desk.inbox.got[0]

    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(json.dumps(json.loads(body)), signature, SECRET)


def test_what_is_not_taken_is_sent_again(desk, session):
    desk.inbox.answers = [500, 302, 200]

    desk.client.v1.checkout.sessions.expire(session.id)

    desk.settle()
    for _ in range(2):
        desk.control("fast-forward", seconds=60)
        desk.settle()
    (delivery,) = desk.look("deliveries")
    bodies = [body for body, _ in desk.inbox.got]
    assert desk.inbox.types == ["checkout.session.expired"] * 3
    assert bodies[0] == bodies[1] == bodies[2]
    assert (delivery["state"], delivery["attempts"], delivery["status"]) == ("sent", 3, 200)


def test_in_the_end_it_gives_up(desk, session):
    desk.inbox.answers = [500] * 20
    desk.client.v1.checkout.sessions.expire(session.id)

    for _ in range(12):
        desk.settle()
        desk.control("fast-forward", seconds=4000)

    (delivery,) = desk.look("deliveries")
    assert (delivery["state"], delivery["attempts"], len(desk.inbox.got)) == ("failed", 9, 9)


def test_nobody_at_the_address_counts_as_a_failure(desk, session):
    desk.control("endpoint", url="http://127.0.0.1:1/nobody", secret=SECRET)

    desk.client.v1.checkout.sessions.expire(session.id)

    desk.settle()
    (delivery,) = desk.look("deliveries")
    assert (delivery["state"], delivery["status"], desk.inbox.got) == ("waiting", None, [])
    assert delivery["problem"].startswith("ConnectionRefusedError")


def test_dropped_events_never_arrive_but_stay_in_the_list(desk, session):
    desk.control("webhooks", drop=-1, types=["checkout.session.completed"])

    desk.pay(session)

    assert told(desk) == ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "charge.updated"]
    listed = desk.client.v1.events.list({"type": "checkout.session.completed"})
    assert [event.data.object.id for event in listed.data] == [session.id]


def test_a_counted_drop_ends(desk, session):
    desk.control("webhooks", drop=2)

    desk.pay(session)

    assert told(desk) == ["payment_intent.succeeded", "checkout.session.completed", "charge.updated"]
    assert desk.look("")["webhooks"]["drop"] == 0


def test_duplicates_are_the_same_event(desk, session):
    desk.control("webhooks", duplicate=2)

    desk.client.v1.checkout.sessions.expire(session.id)

    desk.settle()
    assert len({event["id"] for event in desk.inbox.events}) == 1
    assert desk.inbox.types == ["checkout.session.expired"] * 3


def test_delayed_events_arrive_later(desk, session):
    desk.control("webhooks", delay=3600)
    desk.pay(session)
    assert told(desk) == []

    desk.control("fast-forward", seconds=3600)

    assert len(told(desk)) == 5


def test_shuffled_events_arrive_newest_first(desk, session):
    desk.control("webhooks", shuffle=True)

    desk.pay(session)

    assert told(desk) == [
        "charge.updated",
        "checkout.session.completed",
        "payment_intent.succeeded",
        "charge.succeeded",
        "payment_intent.created",
    ]


@pytest.mark.parametrize(
    ("forged", "believed"),
    [
        ({}, True),
        ({"secret": "whsec_wrong"}, False),
        ({"scheme": "v0"}, False),
        ({"age": 301}, False),
        ({"age": -3600}, True),  # the client believes the future; who takes webhooks must not
    ],
)
def test_an_event_can_be_sent_again_forged(desk, paid, forged, believed):
    desk.settle()
    desk.inbox.got.clear()
    event = desk.client.v1.events.list().data[0]
    age = forged.pop("age", 0)

    answer = desk.control("deliveries", event=event.id, timestamp=int(real_now().timestamp()) - age, **forged)

    ((body, signature),) = desk.inbox.got
    assert answer == {"status": 200, "problem": ""}
    assert json.loads(body) == event.to_dict()
    try:
        stripe.Webhook.construct_event(body, signature, SECRET)
    except stripe.SignatureVerificationError:
        assert not believed
    else:
        assert believed


def test_an_event_can_be_sent_without_a_signature(desk, paid):
    desk.settle()
    desk.inbox.got.clear()
    event = desk.client.v1.events.list().data[0]

    desk.control("deliveries", event=event.id, signature=None)

    assert [signature for _, signature in desk.inbox.got] == [None]


def test_without_an_endpoint_events_are_only_listed(order):
    inbox = stripe_desk.Inbox()
    with stripe_desk.opened(inbox=inbox, webhook=False) as desk:
        session = desk.client.v1.checkout.sessions.create(order)
        desk.client.v1.checkout.sessions.expire(session.id)

        event = desk.client.v1.events.list().data[0]

        assert (event.type, event.pending_webhooks, desk.look("deliveries")) == ("checkout.session.expired", 0, [])
