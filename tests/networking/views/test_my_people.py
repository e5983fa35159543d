import csv
import io

import pytest
import vobject
from django.test import RequestFactory

from attendees.models import Profile
from networking.domain import my_people, network, own_notes, promises, swaps, talked
from networking.models import Block
from networking.views import table_mates
from tests.networking.people import came, swapped
from tests.support.cast import signed_in
from tests.support.factories import EventFactory, TicketFactory, now, seated
from tests.support.meanwhile import meanwhile


@pytest.fixture
def me(frozen, event, ada):
    return came(event, "Ada Lovelace", person=ada.profile)


def read(user, path="/my/people/"):
    return b"".join(signed_in(user).get(path)).decode()


def test_people_stand_by_evening_and_name_with_what_is_known(me, ada, event):
    ben, cleo, zoe = (came(event, name, role="Planner") for name in ("Ben Thackray", "Cleo Third", "Zoe Last"))
    swapped(me, zoe, back=["name", "role", "email"])
    for one, other in ((me, ben), (ben, me)):
        talked.say(one, other, now=now())
    talked.say(cleo, me, now=now())
    own_notes.write(me, ben, words="Rail programme.", now=now())
    promises.make(me, zoe, words="the RAID template", now=now())

    found = my_people.of(ada.profile, now=now())
    html = read(ada)

    assert [met.called for met in found] == ["Ben", "Zoe Last"], "who only said it themselves is not shown"
    for words in ("Your note: Rail programme.", "zoe@mail.example", "You send Zoe", "the RAID template", "you met"):
        assert words in html
    assert ("Thackray" in html, "ben@mail.example" in html, "Cleo" in html) == (False, False, False)


def test_blocked_erased_and_ended_are_gone_at_once(me, ada, event):
    blocked, erased, ended = (came(event, f"{name} Gone") for name in ("Bea", "Eda", "Wil"))
    for other in (blocked, erased, ended):
        swapped(me, other)
        own_notes.write(me, other, words="Words.", now=now())
        for one, to in ((me, other), (other, me)):
            talked.say(one, to, now=now())
    Block.objects.create(by=blocked.holder, against=me.holder, said_at=now())
    Profile.objects.filter(pk=erased.holder_id).update(erase_asked_at=now())
    swaps.withdraw(ended, me, now=now())

    for path in ("/my/people/", "/my/people/my-people.vcf", "/my/people/my-people.csv"):
        shown = read(ada, path)
        assert [name for name in ("Gone", "Bea", "Eda", "Wil", "Words.") if name in shown] == [], path


def test_who_agrees_and_promises_while_the_page_is_made_is_no_fault(me, ada, event):
    zoe = came(event, "Zoe Last")

    def agree_and_promise():
        swapped(me, zoe)
        promises.make(zoe, me, words="the RAID template", now=now())

    with meanwhile(agree_and_promise, after="networking_swap"):
        found = my_people.of(ada.profile, now=now())

    assert found == []
    assert [met.called for met in my_people.of(ada.profile, now=now())] == ["Zoe Last"]


def test_search_finds_names_notes_and_evenings_whatever_the_accents(me, ada, event):
    zoe, ben = came(event, "Zoë Last"), came(event, "Ben Thackray")
    for other in (zoe, ben):
        swapped(me, other)
    own_notes.write(me, ben, words="Rail programme.", now=now())
    found = my_people.of(ada.profile, now=now())

    named = {
        query: [met.called for met in my_people.search(found, query)] for query in ("zoe", "RAIL ben", "june", "x")
    }
    assert named == {"zoe": ["Zoë Last"], "RAIL ben": ["Ben Thackray"], "june": ["Ben Thackray", "Zoë Last"], "x": []}
    assert "Nobody is found by “x”" in read(ada, "/my/people/?q=x")


@pytest.mark.parametrize("people", [1, 3, pytest.param(300, marks=pytest.mark.slow)])
def test_page_costs_the_same_for_one_three_and_three_hundred(frozen, series, ada, people, django_assert_num_queries):
    event = EventFactory(series=series, capacity=people + 1)
    me = came(event, "Ada Lovelace", person=ada.profile)
    for number in range(people):
        other = came(event, f"Guest{number} Person", role="Planner")
        swapped(me, other, back=["name", "role"]) if number % 20 == 0 else talked.say(me, other, now=now())
    browser = signed_in(ada)

    with django_assert_num_queries(11):
        html = browser.get("/my/people/").content.decode()
    assert html.count('<a class="strong"') == people


def test_table_is_safe_to_open_and_holds_only_what_is_shared(me, ada, event):
    """S30."""
    evil = came(event, "=cmd|' /C calc'!A0", role="@SUM(1)")
    swapped(me, evil, back=["name", "role"])
    own_notes.write(me, evil, words="+1 from me", now=now())

    rows = list(csv.reader(io.StringIO(read(ada, "/my/people/my-people.csv").lstrip("\ufeff"))))

    assert rows[0][:3] == ["Evening", "Date", "Name"]
    assert rows[1] == [
        "June evening", "2026-06-08", "'=cmd|' /C calc'!A0", "", "", "", "'@SUM(1)", "'+1 from me", "", "",
    ]  # fmt: skip


def test_cards_are_of_everybody_who_agreed(me, ada, event):
    """C30."""
    ben, cleo, dan = (came(event, name) for name in ("Ben Thackray", "Cleo Third", "Dan Asked"))
    swapped(me, ben, back=["name", "email"])
    swapped(me, cleo, back=["email"])
    swaps.say_yes(me, dan, shares=["name"], now=now())

    cards = list(vobject.readComponents(read(ada, "/my/people/my-people.vcf")))

    assert [(card.fn.value, card.email.value) for card in cards] == [
        ("Ben Thackray", "ben@mail.example"),
        ("Cleo", "cleo@mail.example"),
    ]


def test_who_asks_stands_first(me, ada, event):
    swaps.say_yes(came(event, "Ben Thackray"), me, shares=["name"], now=now())

    html = read(ada)

    assert "Ben asks to swap details" in html
    assert "Thackray" not in html


def test_somebody_who_met_nobody_yet_is_told_how(ada):
    assert "Nobody yet" in read(ada)


def test_network_grows_evening_by_evening(me, ada, event, series):
    july = EventFactory(series=series, title="July evening", starts_at=event.starts_at.replace(month=7))
    me_there = came(july, "Ada Lovelace", person=ada.profile)
    ben, cleo = came(event, "Ben Thackray"), came(event, "Cleo Third")
    swapped(me, ben)
    swapped(me, cleo)
    swapped(me_there, came(july, "Ben Thackray", person=ben.holder))
    swapped(me_there, came(july, "Dan New"))

    picture = network.grow(my_people.of(ada.profile, now=now()))

    assert [(row.event.title, row.new, row.again, row.total) for row in picture.rows] == [
        ("June evening", 2, 0, 2),
        ("July evening", 1, 1, 3),
    ]
    assert [[dot.kind for dot in row.dots] for row in picture.rows] == [["new", "new"], ["again", "before", "new"]]
    html = read(ada)
    assert '<title id="network-title">3 people met at 2 evenings</title>' in html
    assert "1 new, 1 again, 3 in all" in html


def test_hub_names_table_mates_and_keeps_the_rest_for_who_is_signed_in(me, ada, ben, event, client):
    other = came(event, "Cleo Third")
    seated(event, [[me, other]])
    swaps.say_yes(other, me, shares=["name"], now=now())
    hub = f"/t/{me.sign_up.manage_code}/evening/"

    lent, mine = client.get(hub).content.decode(), signed_in(ada).get(hub).content.decode()
    wrong = signed_in(ben).get(hub).content.decode()

    assert 'Swap details<span class="visually-hidden"> with Cleo</span>' in lent
    assert ["asks to swap" in html for html in (lent, mine, wrong)] == [False, True, False]
    assert "This phone is signed in as Ben Bystander" in wrong


def test_who_came_along_without_an_address_reads_what_swapping_needs_and_the_buyer_where_to_give_it(me, event, client):
    other = came(event, "Cleo Third")
    friend = TicketFactory(sign_up=me.sign_up, seat=2, name="Dev Friend", email="", holder=None, came=True)
    seated(event, [[me, friend, other]])

    theirs = client.get(f"/t/{friend.manage_code}/evening/").content.decode()
    buyers = client.get(f"/t/{me.sign_up.manage_code}/evening/").content.decode()
    by_own_code = client.get(f"/t/{me.manage_code}/evening/").content.decode()

    assert "To swap details you need an e-mail address" in theirs
    assert "Swap details<" not in theirs
    assert f'href="/t/{me.sign_up.manage_code}/rename/?place=2">Add Dev’s address' in buyers
    assert "cannot swap details yet" not in theirs + by_own_code
    assert client.get(f"/t/{me.sign_up.manage_code}/rename/?place=2").status_code == 200


@pytest.mark.parametrize("size", [1, 3])
def test_section_of_the_hub_costs_the_same_for_one_and_for_many(me, ada, event, size, django_assert_num_queries):
    others = [came(event, f"Guest{number} Person") for number in range(size)]
    seated(event, [[me, *others]])
    for other in others:
        swaps.say_yes(other, me, shares=["name"], now=now())
    request = RequestFactory().get("/")
    request.user = ada

    with django_assert_num_queries(10):
        found = table_mates.section(request, me, code="", now=now())
    assert [other.first_name for other, _ in found["people"]] == [f"Guest{number}" for number in range(size)]
    assert len(found["asking"]) == size
