from events.models import Series
from foundation.lib import compiled
from tests.support.factories import SeriesFactory

CHANGED = compiled.Query(lambda slug: Series.objects.filter(slug=slug).values_list("name", "changed_at"))


def test_compiled_query_asks_anew_for_each_text(db, django_assert_num_queries):
    one, two = SeriesFactory(slug="one", name="One"), SeriesFactory(slug="two", name="Two")

    with django_assert_num_queries(3):
        rows = [CHANGED.first("one"), CHANGED.first("two"), CHANGED.first("' or 1=1 --")]

    assert rows == [("One", one.changed_at), ("Two", two.changed_at), None]
