import copy
import datetime as dt

import pytest

from events.models import Event, Places
from flashmob.pages import rendered
from tests.support.factories import EventFactory, SeriesFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_shelf():
    rendered.shelf.clear()


def make_dates(number):
    """So many evenings of one series, a day apart."""
    first = EventFactory(series=SeriesFactory())
    rest = [copy.copy(first) for _ in range(number - 1)]
    for day, event in enumerate(rest, start=1):
        event.pk, event.slug = None, f"date-{day}"
        event.starts_at, event.ends_at = (at + dt.timedelta(days=day) for at in (first.starts_at, first.ends_at))
    made = Event.objects.bulk_create(rest)
    Places.objects.bulk_create(Places(event=event, capacity=10, ceiling=10) for event in made)


@pytest.mark.parametrize("number", [1, 3, 3000])
def test_home_costs_two_queries_cold_and_one_warm_for_any_number_of_dates(client, number, django_assert_num_queries):
    make_dates(number)

    with django_assert_num_queries(2):
        client.get("/")

    with django_assert_num_queries(1):
        client.get("/")


def test_home_without_dates_says_so(client, db):
    assert "The next date is not fixed yet" in client.get("/").content.decode()


def test_cancelled_date_is_not_the_poster_but_stays_in_the_list(client, frozen):
    series = SeriesFactory(slug="pmo")
    gone = EventFactory(series=series, slug="gone", title="Gone evening", starts_at=frozen.now.replace(day=8, hour=18))
    EventFactory(series=series, slug="next", title="Next evening", starts_at=frozen.now.replace(day=15, hour=18))
    Event.objects.filter(pk=gone.pk).update(state=Event.CANCELLED, cancelled_at=frozen.now)

    words = client.get("/").content.decode()

    assert words.index("Next evening</h1>") < words.index("Gone evening")
    assert "Cancelled" in words


@pytest.mark.parametrize("path", ["/privacy/", "/refunds/", "/contact/", "/accessibility/"])
def test_plain_page_costs_one_query(client, db, path, django_assert_num_queries):
    SeriesFactory()

    with django_assert_num_queries(1):
        answer = client.get(path)

    assert "<h1>" in answer.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_series_page_lists_coming_and_past(client, frozen, number, django_assert_num_queries):
    series = SeriesFactory(slug="pmo")
    EventFactory.create_batch(number, series=series)
    EventFactory.create_batch(number, series=series, starts_at=frozen.now.replace(year=2025))

    with django_assert_num_queries(7):
        words = client.get("/pmo/").content.decode()

    assert "Next dates" in words
    assert "Past evenings" in words
