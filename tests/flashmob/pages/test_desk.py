import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from attendees.models import SignUp, Story
from events.domain import publishing
from tests.support.factories import EventFactory, SeriesFactory, SignUpFactory, TeamMemberFactory, UserFactory, now

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, host, frozen):
    """Henry's browser; `desk()` gives the words of the page."""
    client.force_login(host)

    def words():
        return " ".join(client.get("/desk/").content.decode().split())

    words.client = client
    return words


def test_each_evening_is_one_line_with_its_counts(desk, event):
    SignUpFactory(event=event, people=["Ada", "Ben"])
    SignUpFactory(event=event, way=SignUp.DOOR)
    SignUpFactory(event=event, state="held")

    assert "4 of 10 places taken · 1 being paid · 2 paid · 1 to pay at the door" in desk()


def test_stories_that_wait_to_be_read_are_counted(desk, event):
    assert ("Stories" in desk(), "to read" in desk()) == (True, False)
    first, *others = [SignUpFactory(event=event).tickets.get() for _ in range(3)]
    told = {"series": event.series, "words": "Kind people.", "is_first": True, "told_at": now()}
    Story.objects.create(ticket=first, state=Story.PUBLISHED, published_at=now(), **told)

    for ticket in others:
        Story.objects.create(ticket=ticket, **told)

    assert "2 to read" in desk()


def test_coming_drafts_and_past_stand_apart(desk, series, frozen):
    EventFactory(series=series, title="In June")
    EventFactory(series=series, title="Not yet", draft=True)
    EventFactory(series=series, title="Long ago", starts_at=frozen.now - dt.timedelta(days=30))
    called_off = EventFactory(series=series, title="Called off")
    publishing.cancel(called_off, by="Henry", reason="", now=frozen.now)

    words = desk()

    order = [words.index(mark) for mark in (">Coming<", "In June", ">Drafts<", "Not yet", ">Past<", "Long ago")]
    assert order == sorted(order)
    assert words.index(">Coming<") < words.index("Called off") < words.index(">Drafts<")


def test_the_main_button_duplicates_the_last_published_evening(desk, series, frozen):
    EventFactory(series=series, starts_at=frozen.now - dt.timedelta(days=30))
    last = EventFactory(series=series)
    EventFactory(series=series, starts_at=frozen.now + dt.timedelta(days=60), draft=True)
    off = EventFactory(series=series, starts_at=frozen.now + dt.timedelta(days=90))
    publishing.cancel(off, by="Henry", reason="", now=frozen.now)

    assert f'<a class="button" href="/desk/events/{last.pk}/duplicate/">Duplicate the last evening' in desk()


def test_a_series_without_an_evening_offers_the_first(desk, series):
    assert '<a class="button" href="/desk/pmo-london/new/">Make the first evening' in desk()


def test_tonight_comes_first(desk, series, frozen):
    event = EventFactory(series=series, title="This very evening", starts_at=frozen.now + dt.timedelta(hours=5))

    words = desk()

    assert words.index("This very evening") < words.index(">Coming<")
    assert f'href="/desk/events/{event.pk}/">Open tonight' in words


def test_only_my_series_are_here(desk, series, zoe):
    EventFactory(series=SeriesFactory(), title="Somebody elses")

    words = desk()

    assert "Somebody elses" not in words
    assert "Words, price and rhythm" not in words


def test_an_owner_finds_the_series_own_pages(client, series, owner, frozen):
    client.force_login(owner)

    words = client.get("/desk/").content.decode()

    for path in ("/desk/pmo-london/edit/", "/desk/pmo-london/team/", "/desk/pmo-london/venues/", "/desk/new/"):
        assert f'href="{path}"' in words


def test_who_runs_nothing_is_told_so(client, ada):
    client.force_login(ada)

    assert "You run no meet-ups here" in client.get("/desk/").content.decode()


def test_outside_the_demo_a_host_without_a_second_step_is_sent_to_set_one_up(desk, settings):
    """S23."""
    settings.DEMO = False

    answer = desk.client.get("/desk/")

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/")


@pytest.mark.parametrize("many", [1, 3])
def test_the_desk_costs_the_same_for_any_number(client, frozen, many):
    user = UserFactory()
    for _ in range(many):
        series = SeriesFactory()
        TeamMemberFactory(series=series, user=user)
        for days in (-30, 7, 37):
            event = EventFactory(series=series, starts_at=frozen.now + dt.timedelta(days=days), capacity=50)
            for _ in range(many):
                SignUpFactory(event=event)
    client.force_login(user)

    with CaptureQueriesContext(connection) as queries:
        client.get("/desk/")

    assert len(queries) == 9
