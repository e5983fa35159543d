import datetime as dt

import pytest

from attendees.models import WaitingListEntry
from events.models import JournalEntry
from tests.support.cast import signed_in
from tests.support.waiting import full, give_back, mails, states, wait


@pytest.fixture
def event(frozen, series):
    event = full(2, series=series, slug="june", title="June evening")
    for name in ("Ada", "Ben", "Cleo"):
        wait(event, name)
    return event


def list_page(event):
    return f"/desk/events/{event.pk}/waiting/"


def entry_page(name):
    entry = WaitingListEntry.objects.get(name=name)
    return f"/desk/events/{entry.event_id}/waiting/{entry.pk}/"


def test_host_sees_the_queue_and_who_is_asked_until_when(henry, event):
    give_back(event)

    html = henry.get(list_page(event)).content.decode()

    assert "until <time" in html
    assert "Tuesday 2 June 2026, 13:00, London time" in html
    assert html.index("Asked now") < html.index("<strong>Ada</strong>") < html.index("Waiting, in order")
    assert html.index("Waiting, in order") < html.index("<strong>Ben</strong>") < html.index("<strong>Cleo</strong>")
    assert "ben@mail.example" in html
    assert "come along" not in html


def test_rule_of_the_list_is_changed_by_an_owner(henry, owner, event):
    link = "/desk/pmo-london/edit/"

    assert link in signed_in(owner).get(list_page(event)).content.decode()
    assert link not in henry.get(list_page(event)).content.decode()


def test_stand_in_sees_names_only(lee, event):
    html = lee.get(list_page(event)).content.decode()

    assert "<strong>Ben</strong>" in html
    assert "ben@mail.example" not in html
    assert "Move, invite" not in html


def test_host_moves_invites_and_takes_off_each_with_a_reason(henry, event):
    henry.post(entry_page("Cleo"), {"do": "move", "move-to": "1", "move-reason": "speaks tonight"})
    henry.post(entry_page("Ben"), {"do": "invite", "invite-reason": "came far"})
    henry.post(entry_page("Ada"), {"do": "remove", "remove-reason": "asked us to"})

    assert states(event) == [("Cleo", "waiting"), ("Ada", "closed"), ("Ben", "offered")]
    html = henry.get(list_page(event)).content.decode()
    for sentence in JournalEntry.objects.filter(event=event, by="Henry Host").values_list("sentence", flat=True):
        assert f"Henry Host {sentence}" in html
    assert "asked us to" in html


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"do": "move", "move-to": "1"}, '<a href="#id_move-reason">Say why, in a few words</a>'),
        ({"do": "move", "move-reason": "x"}, '<a href="#id_move-to">Enter a number</a>'),
        ({"do": "invite"}, '<a href="#id_invite-reason">Say why, in a few words</a>'),
        ({"do": "remove"}, '<a href="#id_remove-reason">Say why, in a few words</a>'),
    ],
)
def test_without_a_reason_nothing_is_done(henry, event, typed, message):
    html = henry.post(entry_page("Cleo"), typed).content.decode()

    assert message in html
    assert "<title>Error: " in html
    assert states(event) == [("Ada", "waiting"), ("Ben", "waiting"), ("Cleo", "waiting")]


def test_who_left_meanwhile_is_said_to_wait_no_longer(henry, event):
    page = entry_page("Ada")
    WaitingListEntry.objects.filter(name="Ada").update(state="left", ended_at=event.created_at)

    html = henry.post(page, {"do": "invite", "invite-reason": "x"}).content.decode()

    assert "They do not wait any more." in html
    assert mails("offered") == []


def test_in_the_last_hours_one_button_calls_everybody(lee, event, frozen):
    frozen.set(event.starts_at - dt.timedelta(hours=1))
    assert "Tell all: come along" in lee.get(list_page(event)).content.decode()

    response = lee.post(f"{list_page(event)}call/", follow=True)

    assert "3 get a mail now." in response.content.decode()
    assert mails("come") == ["ada@mail.example", "ben@mail.example", "cleo@mail.example"]


def test_earlier_nobody_is_called(henry, event):
    response = henry.post(f"{list_page(event)}call/", follow=True)

    assert "two hours before the evening begins" in response.content.decode()
    assert mails("come") == []


def test_list_takes_the_same_queries_for_one_and_three_who_wait(henry, event, series, django_assert_num_queries):
    one = full(1, series=series, slug="july")
    wait(one, "Ada")

    for evening in (one, event):
        with django_assert_num_queries(7):
            henry.get(list_page(evening))


def test_evening_at_a_glance_counts_who_waits_and_what_is_kept_for_them(henry, event):
    give_back(event)

    html = henry.get(f"/desk/events/{event.pk}/").content.decode()

    assert f'<dt><a href="{list_page(event)}">Waiting</a></dt><dd>2 <small>in their order</small></dd>' in html
    assert "<dt>Kept for who waited</dt><dd>1 <small>until they answer</small></dd>" in html
    assert "of 2, 0 left" in html
    assert "Being paid now" not in html
