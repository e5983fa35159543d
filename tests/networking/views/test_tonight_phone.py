"""What the host's phone asks for by itself, and what it tells."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from networking.domain import mixing, rounds, run_sheets
from networking.models import Round
from tests.support.factories import ProfileFactory, SignUpFactory, TicketFactory, now

NONCE = "a" * 26


@pytest.fixture
def phone(event, host, client):
    for name in ("Ada One", "Ada Two", "Cem Three", "Dan Four"):
        TicketFactory(sign_up=SignUpFactory(event=event, buyer=ProfileFactory(name=name), people=[]), came=True)
    run_sheets.change(event, wish={"group_size": 4, "rounds": 2, "minutes": 10}, by="Henry", now=now())
    mixing.mix(event, seen=0, by="Henry", now=now())
    client.force_login(host)
    return client


def url(name, event):
    return reverse(f"networking:tonight-{name}", kwargs={"event_id": event.pk})


def tell(phone, event, *acts):
    body = acts[0] if acts and isinstance(acts[0], str) else json.dumps({"acts": list(acts)})
    return phone.post(url("acts", event), body, content_type="application/json")


def test_state_holds_the_plan_and_is_sent_once(phone, event):
    first = phone.get(url("state", event))
    again = phone.get(url("state", event), headers={"If-None-Match": first["ETag"]})
    found = first.json()

    assert [(one["number"], one["state"], one["minutes"]) for one in found["rounds"]] == [
        (1, "draft", 10),
        (2, "draft", 10),
    ]
    assert found["rounds"][0]["tables"] == [
        {"name": "BLUE ● table", "where": "", "people": ["Ada O", "Ada T", "Cem", "Dan"]}
    ]
    assert (found["step"], found["planned"], found["inside"]) == ("arrivals", 2, 4)
    assert (again.status_code, again.content) == (304, b"")
    assert first["X-Token"]


def test_acts_are_done_in_order_and_each_is_answered(phone, event):
    answer = tell(
        phone,
        event,
        {"nonce": NONCE, "kind": "go", "round": 1, "ago": 60_000},
        {"nonce": "b" * 26, "kind": "go", "round": 9, "ago": 0},
        {"nonce": "c" * 26, "kind": "fly", "ago": 0},
        {"kind": "go", "round": 2},
    )

    assert answer.json() == {
        "answers": [
            {"nonce": NONCE, "outcome": "done", "why": ""},
            {"nonce": "b" * 26, "outcome": "overtaken", "why": rounds.NOT_THERE},
            {"nonce": "c" * 26, "outcome": "overtaken", "why": "This was not understood."},
            {"nonce": "", "outcome": "overtaken", "why": "This was not understood."},
        ]
    }  # fmt: skip
    assert list(Round.objects.for_event(event.pk).values_list("state", flat=True)) == ["live", "draft"]


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"acts": 3}', '{"acts": [3]}', json.dumps({"acts": [{}] * 51})])
def test_what_is_no_list_of_acts_is_refused(phone, event, body):
    assert tell(phone, event, body).status_code == 400


def test_who_may_not_is_told_to_forget_and_who_lost_who_they_are_to_wait(event, phone, zoe):
    stranger = Client()

    assert stranger.get(url("state", event)).status_code == 401
    stranger.force_login(zoe)
    refused = stranger.get(url("state", event))

    assert (refused.status_code, refused.json()) == (404, {"shut": True})


def test_worker_keeps_a_page_that_holds_nobody(phone, event):
    worker = phone.get(url("worker", event)).content.decode()
    kept = phone.get(url("kept", event)).content.decode()

    assert f"/desk/events/{event.pk}/tonight/kept/" in worker
    assert "tonight/evening" in worker
    assert "Ada" not in kept
