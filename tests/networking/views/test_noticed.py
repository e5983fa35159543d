import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from foundation.lib import clock
from networking.domain import activities, board, patterns
from networking.forms.noticed import ANOTHER, NOWHERE
from networking.models import Pattern, RunSheet
from tests.support.factories import SignUpFactory, seated
from tests.support.filled_forms import code_of_page
from tests.support.shown_page import Page


@pytest.fixture
def tonight(event, frozen):
    """Half an hour into the evening, with an activity."""
    frozen.set(event.starts_at + dt.timedelta(minutes=30))
    activities.choose(event, activities.find(event.series, "help-or-check"), by="Henry", now=clock.now())
    return event


@pytest.fixture
def box(tonight, ticket):
    """The address of Ada's box."""
    return reverse("networking:notice", args=[ticket.manage_code])


@pytest.fixture
def table_box(tonight, ticket):
    """The address of the box of table 2."""
    other = SignUpFactory(event=tonight).tickets.get()
    seated(tonight, [[ticket], [other]])
    return reverse("networking:notice-at-table", args=[sheet(tonight).table_code, 2])


def sheet(event):
    return RunSheet.objects.get(event=event)


def send(url, words="We all help", **fields):
    browser = Client()
    code = code_of_page(browser.get(url))
    return browser.post(url, {"words": words, "tag": "Helping", "form_code": code, **fields}, follow=True)


def file(event, *words):
    now = clock.now()
    return [patterns.file(event, words=each, tag="Helping", nonce=each, now=now) for each in words]


def filed():
    return list(Pattern.objects.values_list("words", "tag", "table", "ticket", "state"))


def test_person_says_what_they_noticed_and_nobody_knows_who(box):
    page = send(box).content.decode()

    assert filed() == [("We all help", "Helping", None, None, "filed")]
    assert "It is with the host" in page


def test_person_may_say_that_it_is_theirs(box, ticket):
    send(box, is_signed="on")

    assert filed() == [("We all help", "Helping", None, ticket.pk, "filed")]


def test_table_says_what_it_noticed(table_box):
    send(table_box, is_signed="on")
    send(table_box, words="And one without whose")

    assert filed() == [
        ("We all help", "Helping", 2, None, "filed"),
        ("And one without whose", "Helping", None, None, "filed"),
    ]


def test_table_that_nobody_sits_at_is_not_found(tonight):
    url = reverse("networking:notice-at-table", args=[sheet(tonight).table_code, 2])

    assert Client().get(url).status_code == 404


def test_double_tap_is_one(box):
    browser = Client()
    sent = {"words": "We all help", "form_code": code_of_page(browser.get(box))}

    for _ in range(2):
        browser.post(box, sent)

    assert len(filed()) == 1


def test_nothing_noticed_is_refused(box):
    page = Page(send(box, words=" ").content.decode())

    assert page.links == [("id_words", "Write what you noticed")]


def test_one_person_cannot_flood_the_board(box, monkeypatch):
    stopped = clock.real_now()  # or the ten minutes might end between two tries
    monkeypatch.setattr(clock, "real_now", lambda: stopped)

    answers = [send(box, words=f"Thing {number}").content.decode() for number in range(14)]

    assert len(filed()) == 12
    assert "That is a lot at once" in answers[-1]
    assert "Thing 13" in answers[-1]


def test_box_is_shut_on_other_days(box, frozen, tonight):
    code = code_of_page(Client().get(box))
    frozen.set(tonight.ends_at + dt.timedelta(hours=13))

    shown = Client().get(box).content.decode()
    Client().post(box, {"words": "Late", "form_code": code})

    assert "<form" not in shown
    assert filed() == []


@pytest.mark.parametrize("who", ["henry", "lee"])
def test_host_or_stand_in_reveals_keeps_and_hides(request, who, tonight):
    browser = request.getfixturevalue(who)
    one, two = file(tonight, "One", "Two")

    def do(pattern, what):
        return browser.post(reverse("networking:move-noticed", args=[tonight.pk, pattern.pk]), {"do": what})

    for _ in range(2):
        do(one, "reveal")
        do(one, "keep")
        do(two, "hide")
    do(two, "nonsense")

    rows = Pattern.objects.order_by("pk").values_list("words", "state", "kept_at")
    assert list(rows) == [("One", "shown", clock.now()), ("Two", "hidden", None)]


def test_host_reveals_everything_new(henry, tonight):
    file(tonight, "One", "Two")

    assert sheet(tonight).wall_code in henry.get(reverse("networking:list-noticed", args=[tonight.pk])).content.decode()
    page = henry.post(reverse("networking:reveal-noticed", args=[tonight.pk]), follow=True).content.decode()

    assert "2 more on the board." in page
    assert Page(page).headings == ["On the board: 2"]


def test_host_puts_one_or_all_under_another_heading(henry, tonight, frozen):
    one, two, three = file(tonight, "One", "Two", "Three")
    Pattern.objects.update(tag="Pepole")
    Pattern.objects.filter(pk=three.pk).update(tag="Money")

    def put(pattern, **fields):
        return henry.post(reverse("networking:put-under-heading", args=[tonight.pk, pattern.pk]), fields)

    def tags():
        return list(Pattern.objects.order_by("pk").values_list("tag", flat=True))

    page = henry.get(reverse("networking:put-under-heading", args=[tonight.pk, one.pk])).content.decode()
    assert "Also the other one under “Pepole”" in page
    before = board.stamp(tonight.pk)
    frozen.move(seconds=1)
    for _ in range(2):
        put(one, tag="Money")
    assert (tags(), board.stamp(tonight.pk) == before) == (["Money", "Pepole", "Money"], False)
    put(one, tag=ANOTHER[0], other="People", is_all="on")
    assert tags() == ["People", "Pepole", "People"]
    put(one, tag="Pepole", is_all="on")
    put(two, tag=NOWHERE[0])
    assert tags() == ["Pepole", "", "Pepole"]


def test_new_heading_wants_its_words_and_no_other_is_taken(henry, tonight):
    [one] = file(tonight, "One")
    url = reverse("networking:put-under-heading", args=[tonight.pk, one.pk])

    empty = Page(henry.post(url, {"tag": ANOTHER[0]}).content.decode())
    unknown = henry.post(url, {"tag": "Never heard of"})

    assert [sentence for _, sentence in empty.links] == ["Enter the new heading"]
    assert (unknown.status_code, Pattern.objects.get().tag) == (200, one.tag)


def test_noticed_of_another_evening_is_not_found(lee, tonight, event):
    other = SignUpFactory().event
    pattern = Pattern.objects.create(event=other, words="x", nonce="x", filed_at=clock.now(), changed_at=clock.now())

    url = reverse("networking:move-noticed", args=[tonight.pk, pattern.pk])

    assert lee.post(url, {"do": "reveal"}).status_code == 404


def test_host_sees_whose_it_is_and_the_stand_in_does_not(henry, lee, tonight, ticket):
    patterns.file(tonight, words="One", tag="", nonce="1", ticket=ticket, now=clock.now())
    url = reverse("networking:list-noticed", args=[tonight.pk])

    assert "Ada Attendee" in henry.get(url).content.decode()
    assert "Ada" not in lee.get(url).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_host_s_list_costs_the_same_whatever_was_noticed(henry, tonight, count, django_assert_num_queries):
    file(tonight, *(f"Thing {number}" for number in range(count)))

    with django_assert_num_queries(6):
        henry.get(reverse("networking:list-noticed", args=[tonight.pk]))


def test_board_on_the_wall_shows_what_is_revealed_without_whose(tonight, ticket, django_assert_num_queries):
    found = patterns.file(tonight, words="We all help", tag="Helping", nonce="1", ticket=ticket, now=clock.now())
    patterns.reveal(found, now=clock.now())
    file(tonight, "Not yet")
    url = reverse("networking:board", args=[sheet(tonight).wall_code])

    with django_assert_num_queries(4):
        answer = Client().get(url)

    page = answer.content.decode()
    assert "We all help" in page
    assert "1 more, face down" in page
    assert "Not yet" not in page
    assert "Ada" not in page


def test_board_that_did_not_change_costs_nothing_but_a_look(tonight, frozen, django_assert_num_queries):
    (found,) = file(tonight, "One")
    url = reverse("networking:board", args=[sheet(tonight).wall_code])
    etag = Client().get(url, {"part": ""})["ETag"]

    with django_assert_num_queries(2):
        same = Client().get(url, {"part": ""}, HTTP_IF_NONE_MATCH=etag)
    frozen.move(seconds=1)
    patterns.reveal(found, now=clock.now())
    other = Client().get(url, {"part": ""}, HTTP_IF_NONE_MATCH=etag)

    activities.choose(tonight, activities.find(tonight.series, "a-good-tuesday"), by="Henry", now=clock.now())
    third = Client().get(url, {"part": ""}, HTTP_IF_NONE_MATCH=other["ETag"])

    assert (same.status_code, same.content, other.status_code) == (304, b"", 200)
    assert "What did the good days have in common" in third.content.decode()
    assert re.findall(r'data-etag="([^"]+)"', other.content.decode()) != [etag]


def test_codes_of_the_room_open_only_their_own_page(tonight, table_box):
    found = sheet(tonight)

    assert Client().get(reverse("networking:board", args=[found.table_code])).status_code == 404
    assert Client().get(reverse("networking:notice-at-table", args=[found.wall_code, 2])).status_code == 404


def test_evening_s_page_of_a_person_has_the_board_and_the_way_to_the_box(tonight, ticket, box):
    (found,) = file(tonight, "We all help")
    patterns.reveal(found, now=clock.now())

    page = Client().get(reverse("networking:evening", args=[ticket.manage_code])).content.decode()

    assert "We all help" in page
    assert box in page


def test_board_on_a_person_s_phone_is_asked_for_again(tonight, ticket, frozen, django_assert_num_queries):
    (found,) = file(tonight, "We all help")
    url = reverse("networking:notice", args=[ticket.manage_code]) + "?part"
    hub = Client().get(reverse("networking:evening", args=[ticket.manage_code])).content.decode()
    etag = re.search(r'id="noticed-board"[^>]*data-etag="([^"]+)"', hub)[1].replace("&quot;", '"')

    with django_assert_num_queries(3):
        same = Client().get(url, HTTP_IF_NONE_MATCH=etag)
    frozen.move(seconds=1)
    patterns.reveal(found, now=clock.now())
    new = Client().get(url, HTTP_IF_NONE_MATCH=etag).content.decode()

    assert same.status_code == 304
    assert "<li>We all help</li>" in new
