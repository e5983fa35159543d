import datetime as dt
import re

import pytest
from django.db import OperationalError, connection
from django.test import Client

from attendees.models import Consent, Profile, SignUp, Ticket
from events.models import Event, Places
from foundation.lib import clock
from tests.support.factories import EventFactory, SignUpFactory
from tests.support.filled_forms import code_of_page, code_shown

PAGE = "/pmo-london/june/take/"


@pytest.fixture
def free(event):
    Event.objects.filter(pk=event.pk).update(price_amount=0)
    event.refresh_from_db()
    return event


@pytest.fixture
def at_door(event):
    Event.objects.filter(pk=event.pk).update(pay_at_door=True)
    return event


@pytest.fixture
def filled(monkeypatch):
    """What Ada sends; `filled(name="")` with a change."""

    def fill(**changes):
        return {
            "name": "Ada Attendee",
            "email": "ada@mail.example",
            "form_code": code_shown(monkeypatch),
            "website": "",
            **{f"place-{place}-{field}": "" for place in (2, 3, 4) for field in ("name", "email")},
            **changes,
        }

    return fill


def taken(event):
    return Places.objects.get(event=event).taken


def test_page_asks_for_name_and_email_and_sets_nothing(client, event, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get(PAGE)

    html = response.content.decode()
    assert response.status_code == 200
    assert "£5 a place" in html
    assert "there is no 14-day right to cancel" in html
    assert 'autocomplete="name"' in html
    assert 'autocomplete="email" inputmode="email"' in html
    assert "at the door" not in html
    assert set(response.cookies) == {"csrf"}
    assert "no-store" in response["Cache-Control"]
    assert " checked" not in html


def test_who_is_signed_in_finds_name_and_address_filled_in(client, event, ada):
    client.force_login(ada)

    html = client.get(PAGE).content.decode()

    assert 'value="Ada Attendee"' in html
    assert 'value="ada@mail.example"' in html


def test_free_place_leads_to_the_ticket(client, free, filled):
    response = client.post(PAGE, filled(), follow=True)

    sign_up = SignUp.objects.get()
    assert response.redirect_chain == [(f"/t/{sign_up.manage_code}/", 302)]
    assert [(t.name, t.state) for t in sign_up.tickets.all()] == [("Ada Attendee", "valid")]
    assert "Ada Attendee" in response.content.decode()


def test_answer_sets_one_signed_cookie_for_the_browser(client, free, filled):
    response = client.post(PAGE, filled())

    cookie = response.cookies["browser"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 3 * 3600)
    assert SignUp.objects.get().browser_hash != ""


def test_companions_get_places_of_their_own(client, free, filled):
    answers = {"place-2-name": "Ben", "place-2-email": "BEN@mail.example", "place-4-name": "Cleo"}

    client.post(PAGE, filled(**answers))

    assert list(Ticket.objects.order_by("seat").values_list("seat", "name", "email")) == [
        (1, "Ada Attendee", "ada@mail.example"),
        (2, "Ben", "ben@mail.example"),
        (3, "Cleo", ""),
    ]


def test_reserving_at_the_door_takes_a_valid_place_that_owes(client, at_door, filled):
    assert "Reserve, pay £5 at the door" in client.get(PAGE).content.decode()

    response = client.post(PAGE, filled(way="door"), follow=True)

    sign_up = SignUp.objects.get()
    assert (sign_up.way, sign_up.tickets.get().state, taken(at_door)) == ("door", "valid", 1)
    assert "<strong>£5 at the door</strong>" in response.content.decode()


def test_tick_is_stored_as_consent(client, free, filled):
    client.post(PAGE, filled(tell_me="on"))

    assert Consent.objects.get().wording == "Tell me about the next dates"


def test_double_click_is_one_sign_up_and_one_ticket_page(client, free, filled):
    sent = filled()

    first, second = client.post(PAGE, sent), client.post(PAGE, sent)
    other_browser = Client().post(PAGE, sent)  # both clicks may come before the first answer's cookie

    assert first["Location"] == second["Location"] == other_browser["Location"]
    assert (SignUp.objects.count(), taken(free)) == (1, 1)


def test_another_browser_with_the_same_address_learns_nothing(client, free, filled):
    mine = client.post(PAGE, filled())

    other = Client().post(PAGE, filled())

    assert other["Location"] != mine["Location"]
    assert other.status_code == mine.status_code == 302


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"name": " "}, "id_name", "Enter your name"),
        ({"email": ""}, "id_email", "Enter your e-mail address"),
        ({"email": "ada@localhost"}, "id_email", "Enter an e-mail address such as name@example.com"),
        ({"place-3-email": "cleo@mail.example"}, "id_place-3-name", "Enter the name of the person with this e-mail"),
    ],
)
def test_error_follows_the_pattern_and_keeps_what_was_typed(client, free, filled, changes, field, sentence):
    response = client.post(PAGE, filled(**{"place-2-name": "Ben", **changes}))

    html = response.content.decode()
    assert response.status_code == 200
    assert "<title>Error: Take a place" in html
    assert "There is a problem" in html
    assert f'<a href="#{field}">{sentence}' in html
    assert f'id="{field}_error"' in html
    assert 'value="Ben"' in html
    assert (SignUp.objects.count(), Profile.objects.filter(email="ada@mail.example").count()) == (0, 0)


def test_posted_too_fast_keeps_everything_and_works_the_second_time(client, free, filled, monkeypatch):
    hasty = client.post(PAGE, filled(form_code=code_shown(monkeypatch, seconds_ago=1)))

    assert "That was quick." in hasty.content.decode()
    assert 'value="ada@mail.example"' in hasty.content.decode()
    assert SignUp.objects.count() == 0


@pytest.mark.parametrize("code", ["", "made-up", "1.2:3"])
def test_page_without_a_code_of_ours_gets_one(client, free, filled, code):
    response = client.post(PAGE, filled(form_code=code))

    assert "That was quick." in response.content.decode()
    assert ":" in code_of_page(response)
    assert SignUp.objects.count() == 0


def test_filled_trap_is_emptied_and_asked_again(client, free, filled):
    response = client.post(PAGE, filled(website="https://spam.example"))

    html = response.content.decode()
    assert "Please send the form once more." in html
    assert "spam.example" not in html
    assert SignUp.objects.count() == 0


def test_extra_fields_are_ignored(client, event, filled):
    forged = {
        "price": "0", "price_amount": "0", "currency": "jpy", "quantity": "9", "event": "999", "event_id": "999",
        "user": "1", "state": "valid", "is_staff": "on", "seat": "7", "at_door": "on", "way": "host",
        "place-5-name": "Fifth", "place-5-email": "fifth@mail.example",
    }  # fmt: skip

    client.post(PAGE, filled(**forged))

    sign_up = SignUp.objects.get()
    assert (sign_up.way, sign_up.price_amount, sign_up.currency, sign_up.event) == ("card", 500, "gbp", event)
    assert [(t.seat, t.state == "valid") for t in sign_up.tickets.all()] == [(1, False)]
    assert not Profile.objects.get(email="ada@mail.example").user_id


def test_full_evening_names_the_next_date_with_places(client, series, filled):
    event = EventFactory(series=series, slug="june", capacity=1)
    SignUpFactory(event=event)
    EventFactory(series=series, slug="july", capacity=0, starts_at=event.starts_at + dt.timedelta(days=30))
    EventFactory(series=series, slug="august", starts_at=event.starts_at + dt.timedelta(days=60))

    for response in (client.get(PAGE), client.post(PAGE, filled(name="")), client.post(PAGE, filled())):
        html = response.content.decode()
        assert "<h1>Full</h1>" in html
        assert "<title>Take a place" in html
        assert '<a class="button" href="/pmo-london/august/take/">' in html
        assert html.split("<main")[1].count("<form") == 1
        assert '<form class="form" method="post" action="/pmo-london/june/wait/"' in html
    assert 'value="ada@mail.example"' in html
    assert SignUp.objects.count() == 1


def test_fewer_places_left_than_asked_for_says_how_many(client, series, filled):
    EventFactory(series=series, slug="june", capacity=1, price_amount=0)

    response = client.post(PAGE, filled(**{"place-2-name": "Ben"}))

    assert "You asked for 2 places and 1 is left. Please take fewer." in response.content.decode()
    assert SignUp.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "heading"),
    [
        ({"state": "cancelled", "cancelled_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}, "Cancelled"),
        ({"starts_at": dt.datetime(2020, 1, 1, 18, tzinfo=dt.UTC)}, "Over"),
    ],
)
def test_closed_evening_says_so(client, series, filled, changes, heading):
    EventFactory(series=series, slug="june", **changes)

    for response in (client.get(PAGE), client.post(PAGE, filled())):
        assert f"<h1>{heading}</h1>" in response.content.decode()
    assert SignUp.objects.count() == 0


def test_draft_is_not_there(client, series, filled):
    EventFactory(series=series, slug="june", draft=True)

    assert (client.get(PAGE).status_code, client.post(PAGE, filled()).status_code) == (404, 404)


def test_open_hold_is_kept_for_its_browser_only(frozen, client, event, filled):
    client.post(PAGE, filled(**{"place-2-name": "Ben"}))
    Ticket.objects.update(state="held", held_until=clock.now() + dt.timedelta(minutes=41))

    mine, others = client.get(PAGE).content.decode(), Client().get(PAGE).content.decode()

    assert "Kept for you until 13:31" in mine
    assert "Ada Attendee, Ben" in mine
    assert "<strong>£10</strong>" in mine
    assert 'action="/pmo-london/june/take/pay/"' in mine
    assert "Kept for you" not in others
    assert "Ada" not in others


def test_letting_go_gives_the_places_back_twice_over(client, at_door, filled, event):
    client.post(PAGE, filled())
    Ticket.objects.update(state="held", held_until=clock.now() + dt.timedelta(minutes=41))
    Places.objects.update(taken=1)

    answers = [client.post(f"{PAGE}let-go/") for _ in range(2)]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, PAGE)] * 2
    assert (Ticket.objects.get().state, taken(event)) == ("expired", 0)


def test_stranger_lets_nothing_go(client, event, filled):
    client.post(PAGE, filled())
    Ticket.objects.update(state="held", held_until=clock.now() + dt.timedelta(minutes=41))

    Client().post(f"{PAGE}let-go/")

    assert Ticket.objects.get().state == "held"


def test_lock_that_lasts_too_long_is_a_sentence_not_an_error(client, free, filled):
    def locked(execute, sql, params, many, context):
        if sql.startswith("INSERT"):
            raise OperationalError("canceling statement due to lock timeout")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(locked):
        response = client.post(PAGE, filled())

    assert response.status_code == 503
    assert "Nothing was taken for you. Please try again in a moment." in response.content.decode()
    assert 'value="ada@mail.example"' in response.content.decode()
    assert SignUp.objects.count() == 0


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}let-go/", f"{PAGE}pay/"])
def test_post_from_elsewhere_is_refused(event, filled, path):
    strict = Client(enforce_csrf_checks=True)

    answers = [
        strict.post(path, filled()),
        strict.post(path, filled(), headers={"origin": "https://evil.example"}),
        strict.post(path, '{"name": "Ada"}', content_type="text/plain"),
    ]

    assert [answer.status_code for answer in answers] == [403] * 3
    assert SignUp.objects.count() == 0


def test_box_for_next_dates_is_unticked_apart_and_its_words_are_kept(client, event, free, filled, frozen):
    """P4."""
    boxes = re.findall(r'<input type="checkbox"[^>]*>', client.get(PAGE).content.decode())

    client.post(PAGE, filled(tell_me="on"))

    assert len(boxes) == 1, "nothing else is agreed to by a box, and the terms are not"
    assert 'name="tell_me"' in boxes[0]
    assert not re.search(r"\b(checked|required)\b", boxes[0])
    given = Consent.objects.get()
    assert (given.wording, given.source, given.given_at) == ("Tell me about the next dates", "sign-up page", frozen.now)
