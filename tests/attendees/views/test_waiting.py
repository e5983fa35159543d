import datetime as dt

import pytest

from attendees.domain import offers, sign_up, tickets, waiting_desk
from attendees.models import Ticket
from tests.support.meanwhile import meanwhile
from tests.support.waiting import full, give_back, states, wait


@pytest.fixture
def event(frozen, series):
    return full(2, series=series, slug="june")


def page_of(client, entry, what=""):
    return client.get(f"/w/{entry.code}/{what}").content.decode()


def test_page_says_the_number_and_with_whom(client, event):
    wait(event, "Zed")
    ada = wait(event, "Ada", party=3)

    html = page_of(client, ada)

    assert "<h1>You are number 2 on the waiting list</h1>" in html
    assert "together with Ada&#x27;s friend 1 and Ada&#x27;s friend 2" in html
    assert f"/w/{ada.code}/fewer/" in html
    assert f"/w/{ada.code}/leave/" in html


def test_party_sees_that_fewer_places_are_free(client, event):
    ada = wait(event, "Ada", party=2)
    give_back(event)

    assert "1 place is free, you wait for 2" in page_of(client, ada)


def test_page_of_an_offer_says_until_when_and_has_each_way(client, event):
    ada = wait(event, "Ada", party=2)
    tickets.cancel(Ticket.objects.valid(), reason=tickets.CANCELLED_BY_HOST, now=ada.joined_at)

    html = page_of(client, ada)

    assert "<h1>2 places are free for you</h1>" in html
    assert "Tuesday 2 June 2026, 13:00, London time" in html
    assert "Take them and pay £10" in html
    assert "at the door" not in html
    for way in ("take", "fewer", "decline", "leave"):
        assert f"/w/{ada.code}/{way}/" in html


def test_looking_at_the_pages_changes_nothing(client, event):
    ada = wait(event, "Ada")
    give_back(event)

    for what in ("", "leave/", "decline/", "fewer/"):
        assert client.get(f"/w/{ada.code}/{what}").status_code == 200

    assert states(event) == [("Ada", "offered")]


def test_who_leaves_sees_it_and_the_place_moves_on(client, event):
    ada = wait(event, "Ada")
    wait(event, "Ben")
    give_back(event)

    assert "<h1>Leave the waiting list?</h1>" in page_of(client, ada, "leave/")
    response = client.post(f"/w/{ada.code}/leave/", follow=True)

    assert "<h1>You have left the waiting list</h1>" in response.content.decode()
    assert states(event) == [("Ada", "left"), ("Ben", "offered")]
    assert "You are not on the list" in page_of(client, ada, "leave/")


def test_not_this_time_passes_the_place_on_and_offers_to_join_again(client, event):
    ada = wait(event, "Ada")
    wait(event, "Ben")
    give_back(event)

    response = client.post(f"/w/{ada.code}/decline/", follow=True)

    html = response.content.decode()
    assert "<h1>The place has gone on</h1>" in html
    assert "/pmo-london/june/wait/" in html
    assert states(event) == [("Ada", "lapsed"), ("Ben", "offered")]


def test_offer_whose_time_has_passed_is_gone_before_any_sweep(client, event, frozen):
    ada = wait(event, "Ada")
    give_back(event)
    frozen.move(hours=24)

    assert "<h1>The place has gone on</h1>" in page_of(client, ada)


def test_who_took_the_place_finds_the_ticket(client, event, frozen):
    ada = wait(event, "Ada")
    give_back(event)
    sign_up.confirm(offers.current(ada), now=frozen.now)

    assert f"/t/{offers.current(ada).manage_code}/" in page_of(client, ada)


@pytest.mark.parametrize("what", ["leave/", "decline/"])
def test_who_took_the_place_is_not_told_that_nothing_is_kept(client, event, frozen, what):
    ada = wait(event, "Ada")
    give_back(event)
    sign_up.confirm(offers.current(ada), now=frozen.now)

    html = page_of(client, ada, what)

    assert "<h1>The place is yours</h1>" in html
    assert f"/t/{offers.current(ada).manage_code}/" in html


def test_who_took_the_place_and_gave_it_back_is_not_told_that_it_is_theirs(client, event, frozen):
    ada = wait(event, "Ada")
    give_back(event)
    sign_up.confirm(offers.current(ada), now=frozen.now)
    tickets.cancel(offers.current(ada).tickets.all(), reason=tickets.CANCELLED_BY_PERSON, now=frozen.now)

    html = page_of(client, ada)

    assert "<h1>This place is not yours any more</h1>" in html
    assert "/pmo-london/june/wait/" in html


def test_who_pays_at_this_very_moment_is_not_told_that_the_place_has_gone(client, event, frozen):
    ada = wait(event, "Ada")
    give_back(event)

    with meanwhile(lambda: sign_up.confirm(offers.current(ada), now=frozen.now), after="attendees_waitinglistentry"):
        html = page_of(client, ada)

    assert "<h1>The place is yours</h1>" in html


def test_who_is_offered_a_place_at_this_very_moment_is_not_number_nought(client, event, frozen):
    ada = wait(event, "Ada")

    with meanwhile(lambda: give_back(event), after="attendees_waitinglistentry"):
        html = page_of(client, ada)

    assert "<h1>A place is free for you</h1>" in html
    assert "Tuesday 2 June 2026, 13:00, London time" in html


def test_who_was_called_to_the_door_reads_that_also_on_the_list(client, event, frozen):
    ada = wait(event, "Ada")
    frozen.set(event.starts_at - dt.timedelta(hours=1))
    waiting_desk.call_everybody(event, by="Henry", now=frozen.now)

    html = page_of(client, ada)

    assert "<h1>Come along tonight</h1>" in html
    assert "pay £5 a place at the door" in html


@pytest.mark.parametrize("what", ["", "leave/", "decline/", "fewer/"])
def test_wrong_code_opens_nothing(client, event, what):
    assert client.get(f"/w/0123456789abcdefghjkmnpqrs/{what}").status_code == 404


def test_page_takes_the_same_queries_for_one_and_three_who_wait(client, event, django_assert_num_queries):
    ada = wait(event, "Ada")
    with django_assert_num_queries(3):
        page_of(client, ada)

    wait(event, "Ben")
    cleo = wait(event, "Cleo")
    with django_assert_num_queries(3):
        page_of(client, cleo)
