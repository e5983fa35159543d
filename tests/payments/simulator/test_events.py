import pytest
import stripe


@pytest.fixture
def told(desk, paid):
    """The events of one payment, oldest first."""
    return [event.id for event in reversed(desk.client.v1.events.list().data)]


def listed(desk, **filters):
    return [event.id for event in desk.client.v1.events.list(filters).data]


def test_events_are_listed_newest_first(desk, told):
    desk.settle()

    assert told == [event["id"] for event in desk.inbox.events]
    assert listed(desk) == list(reversed(told))


def test_pages_cover_all_events_once(desk, told):
    everything = [event.id for event in desk.client.v1.events.list({"limit": 2}).auto_paging_iter()]

    first = desk.client.v1.events.list({"limit": 2})
    back = desk.client.v1.events.list({"limit": 2, "ending_before": told[0]})
    assert everything == list(reversed(told))
    assert (len(first.data), first.has_more) == (2, True)
    assert ([event.id for event in back.data], back.has_more) == ([told[2], told[1]], True)


def test_events_are_filtered_by_type_and_time(desk, told):
    event = desk.client.v1.events.retrieve(told[3])

    assert event.type == "checkout.session.completed"
    assert listed(desk, type="checkout.session.completed") == [told[3]]
    assert listed(desk, type="charge.*") == [told[4], told[1]]
    assert listed(desk, types=["charge.updated", "payment_intent.succeeded"]) == [told[4], told[2]]
    assert listed(desk, created=event.created) == list(reversed(told))
    assert listed(desk, created={"gt": event.created}) == []


def test_an_event_names_the_request_that_caused_it(desk, session):
    expired = desk.client.v1.checkout.sessions.expire(session.id, options={"idempotency_key": "once"})

    event = desk.client.v1.events.list().data[0]
    assert event.request.to_dict() == {
        "id": expired.last_response.headers["Request-Id"],
        "idempotency_key": "once",
    }


@pytest.mark.parametrize(
    ("filters", "param"),
    [
        ({"limit": 101}, "limit"),
        ({"starting_after": "evt_none"}, "starting_after"),
        ({"type": "a", "types": ["b"]}, "type"),
        ({"created": {"after": 1}}, "created[after]"),
    ],
)
def test_a_wrong_filter_is_refused(desk, filters, param):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        desk.client.v1.events.list(filters)

    assert (refusal.value.http_status, refusal.value.param) == (400, param)
