import datetime as dt

import pytest

from networking.domain import ties
from networking.models import Block, Talked
from tests.networking.people import came
from tests.support.factories import now, seated
from tests.support.ticket_pages import path


@pytest.fixture
def room(frozen, event):
    room = [came(event, name) for name in ("Ada Lovelace", "Ben Thackray", "Cleo Third")]
    seated(event, [room])
    return room


def test_one_tap_for_each_of_my_tables_and_both_make_a_tie(client, room, event):
    ada, ben, _ = room
    html = client.get(path(ada.sign_up, "talked")).content.decode()
    for _ in range(2):
        client.post(path(ada.sign_up, "talked"), {"person": ben.pk})
    said = client.get(path(ada.sign_up, "talked")).content.decode()
    alone = ties.confirmed(event.pk)
    client.post(path(ben.sign_up, "talked"), {"person": ada.pk})

    assert [name in html for name in ("Ben", "Cleo", "Thackray", "Third")] == [True, True, False, False]
    assert (html.count("We talked"), said.count("We talked"), said.count("Undo")) == (2, 1, 1)
    assert (alone, ties.confirmed(event.pk)) == (set(), {frozenset((ada.pk, ben.pk))})


def test_it_can_be_undone(client, room):
    ada, ben, _ = room
    client.post(path(ada.sign_up, "talked"), {"person": ben.pk})
    for _ in range(2):
        client.post(path(ada.sign_up, "talked"), {"undo": ben.pk})

    assert Talked.objects.count() == 0


def test_nobody_else_can_be_named(client, room, event):
    ada, ben, _ = room
    stranger = came(event, "Eve Elsewhere")
    Block.objects.create(by=ben.holder, against=ada.holder, said_at=now())

    for person in (stranger.pk, ben.pk, ada.pk, "x", "9" * 400, ""):
        client.post(path(ada.sign_up, "talked"), {"person": person})

    assert Talked.objects.count() == 0
    assert "Ben" not in client.get(path(ada.sign_up, "talked")).content.decode()


def test_after_fourteen_days_nothing_is_said(client, room, event, frozen):
    frozen.set(event.ends_at + dt.timedelta(days=14))
    client.post(path(room[0].sign_up, "talked"), {"person": room[1].pk})

    assert Talked.objects.count() == 0
    assert "That time is over" in client.get(path(room[0].sign_up, "talked")).content.decode()


@pytest.mark.parametrize("size", [1, 3])
def test_page_costs_the_same_for_one_and_for_many(client, frozen, event, size, django_assert_num_queries):
    room = [came(event, f"Guest{number} Person") for number in range(size + 1)]
    seated(event, [room])

    with django_assert_num_queries(6):
        html = client.get(path(room[0].sign_up, "talked")).content.decode()
    assert html.count("We talked") == size
