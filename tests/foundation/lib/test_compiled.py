import datetime as dt

from django.db.models import F, Value
from django.db.models.functions import Concat

from events.models import Event, Series
from foundation.lib import compiled
from tests.support.factories import EventFactory, SeriesFactory

CHANGED = compiled.Query(lambda slug: Series.objects.filter(slug=slug).values_list("name", "changed_at"))
BEFORE = compiled.Query(
    lambda series, moment, day: Event.objects.filter(
        series=series, starts_at__lt=moment, starts_at__date__lte=day
    ).values_list("pk")
)
FEWEST = compiled.Query(
    lambda series, left: (
        Event.objects.filter(series__slug=series, places__capacity__gte=F("places__taken") + left)
        .annotate(whose=Concat("series__name", Value("!")))
        .select_related("series", "venue", "places")
        .order_by("-starts_at")
    )
)


def test_compiled_query_asks_anew_for_each_text(db, django_assert_num_queries):
    one, two = SeriesFactory(slug="one", name="One"), SeriesFactory(slug="two", name="Two")

    with django_assert_num_queries(3):
        rows = [CHANGED.first("one"), CHANGED.first("two"), CHANGED.first("' or 1=1 --")]

    assert rows == [("One", one.changed_at), ("Two", two.changed_at), None]


def test_compiled_query_asks_anew_for_each_row_moment_and_day(event):
    other, start = EventFactory(series=SeriesFactory(slug="other")), event.starts_at
    later, day = start + dt.timedelta(hours=1), event.starts_local.date()

    rows = [
        BEFORE.first(event.series_id, later, day),
        BEFORE.first(other.series_id, other.starts_at + dt.timedelta(hours=1), other.starts_local.date()),
        BEFORE.first(event.series_id, start, day),
        BEFORE.first(event.series_id, later, day - dt.timedelta(days=1)),
        BEFORE.first(0, later, day),
    ]

    assert rows == [(event.pk,), (other.pk,), None, None, None]


def test_compiled_query_makes_models_with_all_that_they_came_with(event, django_assert_num_queries):
    later = EventFactory(series=event.series, venue=None, starts_at=event.starts_at + dt.timedelta(days=7))
    EventFactory(series=SeriesFactory(slug="other"))

    with django_assert_num_queries(1):
        found = FEWEST.all(event.series.slug, 1)
        whole = [(one, one.series, one.venue, one.places, one.whose) for one in found]

    name = f"{event.series.name}!"
    assert whole == [
        (later, event.series, None, later.places, name),
        (event, event.series, event.venue, event.places, name),
    ]
    assert [one.__dict__.keys() for one in found] == [
        Event.objects.annotate(whose=F("title")).first().__dict__.keys()
    ] * 2
    assert FEWEST.all(event.series.slug, event.places.capacity + 1) == []


def test_compiled_model_can_be_saved_like_any_other(event):
    [found] = FEWEST.all(event.series.slug, 1)

    found.title = "Another one"
    found.save()

    event.refresh_from_db()
    assert (found._state.db, found._state.adding, event.title) == ("default", False, "Another one")
