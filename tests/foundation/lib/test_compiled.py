import datetime as dt

from events.models import Event, Series
from foundation.lib import compiled
from tests.support.factories import EventFactory, SeriesFactory

CHANGED = compiled.Query(lambda slug: Series.objects.filter(slug=slug).values_list("name", "changed_at"))
BEFORE = compiled.Query(
    lambda series, moment, day: Event.objects.filter(
        series=series, starts_at__lt=moment, starts_at__date__lte=day
    ).values_list("pk")
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
