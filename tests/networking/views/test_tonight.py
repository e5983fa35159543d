"""Tonight on the host's phone, from the first guest to the close."""

import re
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse

from events.domain import evening_links
from events.models import EveningLink
from networking.domain import mixing, run_sheets, tonight
from networking.models import Block, Round, Seat, Wish
from tests.support.factories import EveningLinkFactory, ProfileFactory, SignUpFactory, TicketFactory, code_of, now


@pytest.fixture
def desk(event, host, client):
    client.force_login(host)
    return client


@pytest.fixture
def room(event):
    type(event.places).objects.filter(event=event).update(capacity=60, ceiling=60)
    return [came(event, name) for name in ("Ada One", "Ben Two", "Cem Three", "Dan Four", "Eve Five", "Fay Six",
                                           "Gus Seven", "Hal Eight")]  # fmt: skip


def came(event, name):
    return TicketFactory(sign_up=SignUpFactory(event=event, buyer=ProfileFactory(name=name), people=[]), came=True)


def url(name, event, **more):
    return reverse(f"networking:{name}", kwargs={"event_id": event.pk, **more})


def do(desk, event, **fields):
    return desk.post(url("tonight-act", event), fields, follow=True)


def mix(desk, event, **more):
    return desk.post(url("mix", event), {"seen": run_sheets.of(event).mixes, **more}, follow=True)


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode().split("<main", 1)[1]))


def plan(event, **wish):
    run_sheets.change(event, wish={"group_size": 4, "rounds": 2, "minutes": 10, **wish}, by="Henry", now=now())


def test_going_on_to_the_close_weighs_little_until_the_rounds_are_played(desk, event, room):
    plan(event)
    asks = [do(desk, event, kind="step", step="rounds"), mix(desk, event), do(desk, event, kind="go", round=1)]
    asks += [do(desk, event, kind="go", round=2), do(desk, event, kind="end", round=2)]

    weights = [
        re.search(r'class="button button--(\w+)" type="submit">On to: Close', each.content.decode())[1] for each in asks
    ]

    assert weights == ["quiet", "quiet", "quiet", "quiet", "big"]


def test_whole_evening_is_run_by_buttons(desk, event, room):
    plan(event)
    assert "8 of 8 are in." in words(desk.get(url("tonight", event)))

    for step in ("welcome", "activity", "rounds"):
        page = do(desk, event, kind="step", step=step)
    assert "8 people are in: 2 tables of about 4." in words(page)
    assert "Round 1 is ready: 2 tables, 10 minutes." in words(mix(desk, event))
    assert "show the table." in words(do(desk, event, kind="show", round=1))
    page = do(desk, event, kind="go", round=1)
    live = Round.objects.get(state=Round.LIVE)
    assert f"until {live.ends_at.astimezone(event.zone):%H:%M}" in words(page)
    assert "Start with: What brought you here tonight" in words(page)
    assert "Paused" in words(do(desk, event, kind="pause", round=1))
    do(desk, event, kind="go-on", round=1)
    live.refresh_from_db()
    do(desk, event, kind="more", round=1, seen=live.ends_at.isoformat())
    do(desk, event, kind="go", round=2)
    page = do(desk, event, kind="end", round=2)
    assert "All 2 rounds are played." in words(page)

    assert "Thank everybody" in words(do(desk, event, kind="step", step="close"))


def test_button_pressed_twice_or_too_late_is_said_and_harms_nothing(desk, event, room):
    plan(event)
    mix(desk, event)
    do(desk, event, kind="go", round=1)

    assert "There is no such round any more." in words(do(desk, event, kind="go", round=7))
    assert "This was not understood." in words(do(desk, event, kind="fly"))
    assert "This was not understood." in words(do(desk, event, kind="more", round=1, seen="soon"))
    page = desk.post(url("mix", event), {"seen": 0}, follow=True)

    assert "mixed a moment ago already" in words(page)
    assert Round.objects.filter(event=event).count() == 2


def test_nobody_to_mix_is_said(desk, event):
    assert "Two people must be checked in" in words(mix(desk, event))


def test_impossible_wishes_name_people_to_the_host_only(desk, event, room):
    plan(event)
    for one, other in pairwise(room[:6]):
        for ticket, friend in ((one, other), (other, one)):
            Wish.objects.create(event=event, ticket=ticket, other=friend, kind=Wish.TOGETHER, said_at=now())
    stand_in = Client()
    link = EveningLinkFactory(event=event, role=EveningLink.STAND_IN, name="Lee")
    stand_in.post(f"/tonight/{code_of(link)}/")

    page = words(mix(desk, event))
    assert "Ada One" in page
    assert "Ben Two" in page
    others = words(mix(stand_in, event))
    assert "The host can look up whose wishes they are." in others
    assert "Ada" not in others
    assert not Seat.objects.filter(round__event=event).exists()

    page = mix(desk, event, without_wishes="1")
    assert "Round 1" in words(page)
    assert [len(table.people) for table in tonight.state_of(event, now()).rounds[0].tables] == [4, 4]


def test_stand_in_runs_the_evening_and_a_helper_at_the_door_does_not(event, room):
    plan(event)
    browser, door = Client(), Client()
    browser.post(f"/tonight/{code_of(EveningLinkFactory(event=event, role=EveningLink.STAND_IN, name='Lee'))}/")
    door.post(f"/tonight/{evening_links.code(EveningLinkFactory(event=event))}/")

    mix(browser, event)
    do(browser, event, kind="go", round=1)

    assert Round.objects.get(number=1).state == Round.LIVE
    assert door.get(url("tonight", event)).status_code == 404


def test_late_comer_finds_a_table_and_who_has_to_go_leaves_it(desk, event, room):
    plan(event)
    mix(desk, event)
    do(desk, event, kind="go", round=1)
    late = came(event, "Ida Nine")

    assert "1 person has no table yet" in words(desk.get(url("tonight", event)))
    desk.post(url("seat-late", event))
    desk.post(url("leave-evening", event, ticket_id=room[0].pk))

    state = tonight.state_of(event, now())
    assert (state.live.table_of(late.pk) is None, state.live.table_of(room[0].pk)) == (False, None)
    assert "At no table any more" in words(desk.get(url("tonight-people", event)))
    desk.post(url("come-back", event, ticket_id=room[0].pk))
    assert tonight.state_of(event, now()).live.table_of(room[0].pk) is not None


def test_change_by_hand_warns_without_a_name_in_the_open(desk, event, room):
    plan(event)
    mix(desk, event)
    first = tonight.state_of(event, now()).rounds[0]
    here, there = first.tables
    ada, ben = here.people[0], there.people[0]
    holder = {ticket.pk: ticket.holder for ticket in room}
    Block.objects.create(by=holder[ada.ticket_id], against=holder[ben.ticket_id], said_at=now())
    address = url("move-person", event, number=1, ticket_id=ada.ticket_id)

    page = desk.post(address, {"to": f"table-{there.number}"})
    open_part = re.sub(r"<details.*?</details>", "", page.content.decode(), flags=re.DOTALL).split("<form", 1)[0]
    assert "Look twice" in open_part
    assert ben.called not in open_part
    assert f"{ada.called} and {ben.called} are kept apart." in words(page) or (
        f"{ben.called} and {ada.called} are kept apart." in words(page)
    )
    stand_in = Client()
    stand_in.post(f"/tonight/{code_of(EveningLinkFactory(event=event, role=EveningLink.STAND_IN, name='Lee'))}/")
    asked = stand_in.post(address, {"to": f"table-{there.number}"})
    assert "kept apart" not in words(asked)
    stand_in.post(address, {"to": f"table-{there.number}", "sure": "1"})
    assert tonight.state_of(event, now()).rounds[0].table_of(ada.ticket_id).number == here.number
    desk.post(address, {"to": f"table-{there.number}", "sure": "1"})

    assert tonight.state_of(event, now()).rounds[0].table_of(ada.ticket_id).number == there.number


def test_two_change_places_and_nonsense_changes_nothing(desk, event, room):
    plan(event, rounds=1)
    mix(desk, event)
    first = tonight.state_of(event, now()).rounds[0]
    ada, ben = first.tables[0].people[0].ticket_id, first.tables[1].people[0].ticket_id
    address = url("move-person", event, number=1, ticket_id=ada)

    for nonsense in ("", "table-99", "person-0", "person-" + "9" * 30, "x"):
        assert desk.post(address, {"to": nonsense}).status_code == 200
    desk.post(address, {"to": f"person-{ben}"})

    first = tonight.state_of(event, now()).rounds[0]
    assert (first.table_of(ada).number, first.table_of(ben).number) == (2, 1)


def test_who_sits_out_by_a_wish_of_their_own_is_not_back_at_a_tap_but_by_the_wish(desk, event, room):
    own = Wish.objects.create(event=event, ticket=room[0], kind=Wish.SITS_OUT, said_at=now())
    Wish.objects.create(event=event, ticket=room[1], kind=Wish.SITS_OUT, said_at=now(), by_host=True)

    page = desk.get(url("tonight-people", event)).content.decode()
    link = EveningLinkFactory(event=event, role=EveningLink.STAND_IN, name="Lee")
    lee = Client()
    lee.post(f"/tonight/{code_of(link)}/")
    stand_ins = lee.get(url("tonight-people", event)).content.decode()

    assert f'{url("wishes-desk", event)}#wish-{own.pk}"' in page
    assert f'id="wish-{own.pk}"' in desk.get(url("wishes-desk", event)).content.decode()
    assert [url("come-back", event, ticket_id=one.pk) in page for one in room[:2]] == [False, True]
    assert ("sits this one out" in stand_ins, "#wish-" in stand_ins) == (True, False)


def test_plan_openers_and_places_are_the_hosts(desk, event, room):
    plan = {"group_size": 4, "rounds": 2, "minutes": 9, "activity_minutes": 10}
    assert "Enter 3 to 10" in words(desk.post(url("room-plan", event), {**plan, "group_size": 2}))
    desk.post(url("room-plan", event), plan)
    mix(desk, event)
    desk.post(url("table-places", event), {"table_1": "by the window"})
    desk.post(url("round-opener", event, number=1), {"opener": "Ask about their boots."})

    page = words(do(desk, event, kind="go", round=1))

    assert "Start with: Ask about their boots." in page
    assert "by the window" in page
    assert Round.objects.get(number=1).minutes == 9


@pytest.mark.parametrize("count", [2, 16])
def test_page_costs_the_same_for_few_and_many(desk, event, django_assert_num_queries, count):
    type(event.places).objects.filter(event=event).update(capacity=60, ceiling=60)
    for number in range(count):
        came(event, f"Guest{number} Surname")
    plan(event, rounds=3)
    mixing.mix(event, seen=0, by="Henry", now=now())

    with django_assert_num_queries(10):
        desk.get(url("tonight", event))
