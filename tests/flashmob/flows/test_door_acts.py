import datetime as dt
import json

import pytest
from django.test import Client
from django.urls import reverse

from attendees.domain import door_report, giving, seats, welcome
from attendees.domain.phone_list import digest
from attendees.domain.scan import GIVEN_ON
from attendees.models import DoorAct, DoorPhone, SignUp, Ticket
from events.models import Places
from foundation.lib.money import Money
from payments.models import TillEntry
from tests.support.cast import opened
from tests.support.factories import EveningLinkFactory, EventFactory, SignUpFactory
from tests.support.phones import Phone, act, nonce, scan

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def tonight(event, frozen):
    """Half an hour after the beginning."""
    frozen.set(event.starts_at)
    frozen.move(minutes=30)
    return event


@pytest.fixture
def phone(dora, tonight):
    return Phone(dora, tonight, code="d" * 26)


@pytest.fixture
def reserved(tonight):
    """Tess and Cem pay £10 at the door."""
    return SignUpFactory(event=tonight, people=["Tess Tanner", "Cem Candy"], way="door")


def walk_in(*people, minutes_ago=0, **fields):
    return act("walk-in", minutes_ago=minutes_ago, people=list(people), **fields)


def test_acts_are_answered_one_by_one_and_a_bad_one_stops_none(phone, tonight, ticket):
    bad, good = act("dance"), scan(ticket, minutes_ago=3)

    response = phone.tell(bad, good)

    assert response.json() == {
        "answers": [
            {
                "nonce": bad["nonce"],
                "kind": "stop",
                "word": "Not saved",
                "why": "This was not understood. Do it again, or note it on paper.",
                "ticket": None,
                "counted": False,
                "notable": True,
            },
            {
                "nonce": good["nonce"],
                "kind": "in",
                "word": "Come in",
                "why": "",
                "name": "Ada",
                "ticket": ticket.pk,
                "counted": True,
                "notable": False,
            },
        ]
    }
    assert DoorAct.objects.get().nonce == good["nonce"]


def test_what_was_sent_before_is_answered_as_before_and_counts_once(phone, tonight, ticket):
    acts = [scan(ticket, minutes_ago=3), walk_in("Will", minutes_ago=2, way="cash", given=2000)]

    first, again = phone.said(*acts), phone.said(*acts)

    assert first == again == [("in", "Come in", ""), ("in", "Come in", "£5 in cash. Give £15 back.")]
    assert (DoorAct.objects.count(), SignUp.objects.count(), TillEntry.objects.count()) == (2, 2, 1)
    assert Places.objects.get(event=tonight).taken == 2


def test_phone_without_news_says_that_it_is_there(phone, tonight, frozen):
    phone.tell(unsent=4)

    heard = DoorPhone.objects.get()
    assert (str(heard), heard.unsent, heard.heard_at) == ("Dora, phone DD", 4, frozen.now)


@pytest.mark.parametrize("typed", ["address", "code"])
def test_code_that_the_phone_does_not_know_yet_is_looked_up(phone, tonight, ticket, typed):
    code = {"address": f"http://localhost:8000/d/{ticket.door_code}/", "code": ticket.door_code}[typed]

    assert phone.said(act("check-in", typed=code)) == [("in", "Come in", "")]


def test_code_that_is_no_ticket_is_said_as_text(phone, tonight):
    (answer,) = phone.said(act("check-in", typed="https://evil.example/<script>alert(1)</script>" + "x" * 4000))

    assert answer[:2] == ("stop", "No ticket")
    assert answer[2].startswith("This code was not made by us. https://evil.example/<script>alert")
    assert len(answer[2]) < 100


def test_ticket_of_another_evening_opens_nothing_and_is_not_told(phone, tonight):
    other = SignUpFactory(event=EventFactory(series=tonight.series)).tickets.get()

    answers = phone.said(scan(other), act("check-in", typed=other.door_code), act("undo", ticket=other.pk))

    assert [answer[:2] for answer in answers] == [
        ("stop", "No ticket"),
        ("stop", "Not tonight"),
        ("stop", "Nothing to undo"),
    ]
    assert Ticket.objects.get(pk=other.pk).checked_in_at is None
    assert list(DoorAct.objects.values_list("ticket", flat=True)) == [None, None, None]


def test_undo_of_a_scan_is_one_act(phone, tonight, ticket):
    came = scan(ticket, minutes_ago=3)

    answers = phone.said(came, act("undo", minutes_ago=2, undoes=came["nonce"]))

    assert answers[1] == ("wait", "Undone", "Not checked in any more.")
    assert Ticket.objects.get(pk=ticket.pk).checked_in_at is None


@pytest.fixture
def given_on(ticket, tonight):
    """Ada's place went to Ben after the phones had read their lists; with `old_code`, hers."""
    old_code = ticket.door_code
    given = giving.give(ticket, name="Ben Okafor", email="ben.okafor@mail.example", by="Ada", now=tonight.starts_at)
    given.old_code = old_code
    return given


def unchecked(code, *, minutes_ago=0):
    return act("check-in", minutes_ago=minutes_ago, typed=code, unchecked=True)


def outcomes():
    return list(DoorAct.objects.order_by("pk").values_list("outcome", flat=True))


def test_code_that_a_phone_alone_did_not_know_counts_from_when_it_came_in(phone, tonight, given_on, frozen):
    answers = phone.said(unchecked(given_on.door_code, minutes_ago=10))

    came = Ticket.objects.get(pk=given_on.pk)
    assert answers == [("in", "Come in", "")]
    assert (came.checked_in_at, came.checked_in_by) == (frozen.now - dt.timedelta(minutes=10), "Dora, phone DD")
    assert phone.answers[0]["name"] == "Ben"
    assert outcomes() == ["counted"]


@pytest.mark.parametrize("minutes_ago", [0, 10])
def test_code_let_in_unchecked_that_is_none_of_ours_stays_to_look_at_however_soon_it_is_told(
    phone, tonight, minutes_ago
):
    wrong = unchecked("0" * 26, minutes_ago=minutes_ago)

    phone.tell(wrong)

    (line,) = door_report.lines(tonight, to_host=True)
    assert phone.answers[0]["notable"]
    assert "without a connection, and should not have: This is not one of our tickets." in line.words
    phone.tell(act("undo", undoes=wrong["nonce"]))
    assert door_report.lines(tonight, to_host=True) == []


@pytest.mark.parametrize("found_by", ["code", "name"])
def test_old_holder_let_in_from_an_old_list_is_a_conflict_and_the_place_stays_the_new_owners(
    phone, lee, tonight, given_on, found_by
):
    how = {"code": {"code": digest(given_on.old_code)}, "name": {"name": "Ada A"}}[found_by]
    old = act("check-in", minutes_ago=10, ticket=given_on.pk, **how)

    answers = phone.said(old)
    Phone(lee, tonight, code="7" * 26).tell(act("check-in", minutes_ago=5, typed=given_on.door_code))

    came = Ticket.objects.get(pk=given_on.pk)
    (line,) = door_report.lines(tonight, to_host=True)
    assert answers == [("stop", "No ticket", GIVEN_ON)]
    assert (phone.answers[0]["name"], phone.answers[0]["ticket"], phone.answers[0]["notable"]) == ("", None, True)
    assert came.checked_in_by == "Lee, phone 77"
    assert line.words == (
        "Somebody came in at 13:50 (Dora, phone DD) with an old ticket: "
        "the place is Ben Okafor’s now, and counts for them."
    )
    phone.tell(act("undo", minutes_ago=4, undoes=old["nonce"], ticket=given_on.pk))
    came.refresh_from_db()
    assert (came.checked_in_by, door_report.lines(tonight, to_host=True)) == ("Lee, phone 77", [])


def test_old_code_told_at_once_lets_nobody_in_and_is_no_conflict(phone, tonight, given_on):
    answers = phone.said(
        act("check-in", ticket=given_on.pk, code=digest(given_on.old_code)),
        act("check-in", typed=given_on.old_code),
    )

    assert answers == [("stop", "No ticket", GIVEN_ON)] * 2
    assert (outcomes(), door_report.lines(tonight, to_host=True)) == (["refused", "refused"], [])
    assert Ticket.objects.get(pk=given_on.pk).checked_in_at is None


def test_name_on_an_old_list_is_believed_when_only_the_codes_are_new(phone, tonight, ticket):
    seats.reissue(ticket)

    assert phone.said(act("check-in", minutes_ago=9, ticket=ticket.pk, name="Ada A")) == [("in", "Come in", "")]


def test_several_walk_in_with_one_change(phone, tonight):
    (answer,) = phone.said(walk_in("Will", "Wanda", minutes_ago=4, way="cash", given=2000))

    entry = TillEntry.objects.get()
    assert answer == ("in", "Come in", "£10 in cash. Give £10 back.")
    assert list(Ticket.objects.values_list("name", "checked_in_by")) == [
        ("Will", "Dora, phone DD"),
        ("Wanda", "Dora, phone DD"),
    ]
    assert (entry.money, entry.change, entry.quantity) == (Money(1000), Money(1000), 2)


def test_walk_in_is_undone_with_its_money(phone, tonight):
    came = walk_in("Will", way="cash")

    answers = phone.said(came, act("undo", undoes=came["nonce"]))

    assert answers[1] == ("wait", "Undone", "Give the money back.")
    assert (Places.objects.get(event=tonight).taken, TillEntry.objects.get().undone_by) == (0, "Dora, phone DD")


def test_price_comes_from_the_evening_whatever_the_phone_says(phone, tonight):
    phone.said(walk_in("Will", way="card", price=1, amount=1, currency="usd"))

    assert TillEntry.objects.get().money == Money(500, "gbp")


def test_helpers_phone_is_sent_to_the_host_about_somebody_not_welcome(phone, henry, tonight, series, ada, frozen):
    welcome.mark(ada.profile, series, reason="Shouted at Ben.", by="Henry Host", now=frozen.now)

    answers = phone.said(walk_in("Ada Attendee"))

    assert answers == [("stop", "Not let in", "Please ask the host to let them in.")]
    assert Phone(henry, tonight).said(walk_in("Ada Attendee")) == [("in", "Come in", "")]


def test_whom_a_helpers_phone_alone_let_in_though_not_welcome_only_the_host_hears_of(
    phone, tonight, series, ada, frozen
):
    welcome.mark(ada.profile, series, reason="Shouted at Ben.", by="Henry Host", now=frozen.now)

    answers = phone.said(walk_in("Ada Attendee", minutes_ago=10))

    assert answers == [("in", "Come in", "")]
    assert (phone.answers[0]["counted"], phone.answers[0]["notable"]) == (True, False)
    assert door_report.lines(tonight, to_host=False) == []
    assert [line.words for line in door_report.lines(tonight, to_host=True)] == [
        "Ada Attendee walked in at 13:50 (Dora, phone DD) without a connection: "
        "somebody of that name is not welcome again."
    ]


def test_helper_lets_nobody_in_above_capacity_and_the_host_may(phone, henry, tonight):
    Places.objects.filter(event=tonight).update(capacity=0, ceiling=0)

    refused = phone.said(walk_in("Will", way="cash", over=True))
    let_in = Phone(henry, tonight).said(walk_in("Wanda", way="cash", over=True))

    assert refused == [("stop", "Full", "All places are taken. Only the host may let more people in.")]
    assert let_in == [("in", "Come in", "£5 in cash.")]
    assert list(SignUp.objects.values_list("name", flat=True)) == ["Wanda"]


def test_whom_a_phone_alone_let_in_above_capacity_is_in_and_it_is_said(phone, tonight):
    Places.objects.filter(event=tonight).update(capacity=0, ceiling=0)

    answers = phone.said(walk_in("Will", minutes_ago=9, way="cash"))

    places = Places.objects.get(event=tonight)
    assert answers == [("wait", "Come in", "£5 in cash. All places were taken by then. They are in; the host is told.")]
    assert (places.taken, places.capacity, DoorAct.objects.get().outcome) == (1, 0, "over")


def test_money_owed_is_taken_once_and_twice_is_said(phone, lee, reserved, tonight):
    paid = act("paid", minutes_ago=9, order=reserved.pk, way="cash", given=2000)

    first = phone.said(paid)
    second = Phone(lee, tonight).said(act("paid", minutes_ago=8, order=reserved.pk, way="cash"))
    third = phone.said(act("paid", order=reserved.pk, way="card"))

    assert first == [("in", "Paid", "£10 in cash. Give £10 back.")]
    assert second == [("stop", "Not taken", "Somebody else had taken this money already. Give it back.")]
    assert third == [("stop", "Not taken", "Nothing is left to pay here.")]
    assert TillEntry.objects.get().money == Money(1000)
    assert list(DoorAct.objects.values_list("outcome", flat=True)) == ["counted", "doubled", "refused"]


def test_payment_is_undone(phone, reserved, tonight):
    paid = act("paid", order=reserved.pk, way="card")

    answers = phone.said(paid, act("undo", undoes=paid["nonce"]))

    reserved.refresh_from_db()
    assert answers[1] == ("wait", "Undone", "Give the money back.")
    assert reserved.owes


@pytest.mark.parametrize(
    "body",
    [
        "nonsense",
        "[]",
        '{"acts": []}',
        '{"phone": "short", "unsent": 0, "acts": []}',
        '{"phone": "dddddddddddddddddddddddddd", "unsent": -1, "acts": []}',
        '{"phone": "dddddddddddddddddddddddddd", "unsent": 0, "acts": {"0": 1}}',
        '{"phone": "dddddddddddddddddddddddddd", "unsent": 0, "acts": [1]}',
        json.dumps({"phone": "d" * 26, "unsent": 0, "acts": [{}] * 51}),
    ],
)
def test_body_of_another_shape_is_refused_whole(dora, tonight, body):
    url = reverse("flows:door-acts", kwargs={"event_id": tonight.pk})

    response = dora.post(url, body, content_type="application/json")

    assert (response.status_code, response.json()) == (400, {"error": "Not understood"})


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "check-in"},
        {"kind": "check-in", "ticket": "<b>"},
        {"kind": "check-in", "ticket": [1]},
        {"kind": "undo"},
        {"kind": "walk-in", "people": []},
        {"kind": "walk-in", "people": ["A", "B", "C", "D", "E"]},
        {"kind": "walk-in", "people": ["https://evil.example"]},
        {"kind": "walk-in", "people": [["Will"]]},
        {"kind": "walk-in", "people": "Will"},
        {"kind": "walk-in", "people": ["Will"], "way": "cheque"},
        {"kind": "walk-in", "people": ["Will"], "way": "cash", "given": -5},
        {"kind": "paid", "order": 1},
        {"kind": "check-in", "ticket": 1, "ago": "yesterday"},
        {"kind": "check-in", "ticket": 1, "nonce": "../../etc"},
    ],
)
def test_act_that_makes_no_sense_changes_nothing(phone, tonight, fields):
    (answer,) = phone.said({"nonce": nonce(), "ago": 0, **fields})

    assert answer[:2] == ("stop", "Not saved")
    assert (DoorAct.objects.count(), SignUp.objects.count()) == (0, 0)


def test_json_needs_the_token_that_the_list_brings(tonight, ticket):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = opened(EveningLinkFactory(event=tonight, name="Dora")).cookies
    phone = Phone(browser, tonight)
    token = browser.get(reverse("networking:phone-list", kwargs={"event_id": tonight.pk}))["X-Token"]

    refused = phone.tell(scan(ticket))
    heard = phone.tell(scan(ticket), HTTP_X_CSRFTOKEN=token)

    assert (refused.status_code, heard.status_code) == (403, 200)
    assert DoorAct.objects.count() == 1
