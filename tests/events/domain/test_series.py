import datetime as dt

import pytest

from events.domain import addresses, recurrence
from events.domain import series as all_series
from events.domain.refused import EventRefused
from events.models import Event, JournalEntry, Series, TeamMember
from tests.events import evenings

VALUES = {"name": "Ops Flashmob", "slug": "ops-leeds", "host_name": "Zoe", "email": "zoe@mail.example"}


def test_create_makes_its_owner_and_its_first_dates(zoe, frozen):
    rhythm = {"repeats_week": 1, "repeats_weekday": 1}

    series = all_series.create(owner=zoe, values={**VALUES, **rhythm}, now=frozen.now)

    assert TeamMember.objects.filter(series=series).values_list("user", "role").get() == (zoe.pk, "owner")
    assert [event.slug for event in Event.objects.filter(series=series)] == ["2026-06-02", "2026-07-07", "2026-08-04"]
    assert JournalEntry.objects.filter(series=series, event=None).values_list("by", "sentence").get() == (
        "Zoe Elsewhere",
        "started the series",
    )


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [("desk", "belongs to the site itself"), ("staff-desk", "belongs to the site itself"), ("pmo-london", "is taken")],
)
def test_create_refuses_an_address_that_cannot_be(series, zoe, frozen, slug, sentence):
    with pytest.raises(EventRefused, match=sentence):
        all_series.create(owner=zoe, values={**VALUES, "slug": slug}, now=frozen.now)

    assert not Series.objects.filter(name="Ops Flashmob").exists()


def test_edit_sets_what_is_different_and_says_it_in_plain_words(series, frozen):
    changes = {"price_amount": 700, "about": "We meet.", "name": series.name}

    all_series.edit(series, changes=changes, by="Olivia", now=frozen.move(hours=1))

    stored = Series.objects.get(pk=series.pk)
    assert (stored.price_amount, stored.about, stored.changed_at) == (700, "We meet.", frozen.now)
    assert JournalEntry.objects.get().sentence == "changed the usual price and the words about the meet-up"


def test_edit_without_a_difference_writes_nothing(series, frozen):
    changed_at = series.changed_at

    all_series.edit(series, changes={"name": series.name}, by="Olivia", now=frozen.move(hours=1))

    assert Series.objects.get(pk=series.pk).changed_at == changed_at
    assert not JournalEntry.objects.exists()


def test_edit_refuses_another_series_address_and_changes_nothing(series, zoe, frozen):
    with pytest.raises(EventRefused, match="is taken"):
        all_series.edit(series, changes={"slug": "elsewhere", "name": "New"}, by="Olivia", now=frozen.now)

    stored = Series.objects.get(pk=series.pk)
    assert (stored.slug, stored.name) == ("pmo-london", "PMO London")


def test_edit_of_habits_makes_untouched_drafts_anew_and_leaves_the_rest(series, frozen):
    series.repeats_week, series.repeats_weekday = 1, 1
    series.save()
    recurrence.keep_alive(series, now=frozen.now)
    mine = Event.objects.get(slug="2026-07-07")
    Event.objects.filter(pk=mine.pk).update(title="Midsummer", changed_at=frozen.move(hours=1))

    all_series.edit(series, changes={"starts_at_time": dt.time(19, 0)}, by="Olivia", now=frozen.now)

    assert [(event.slug, f"{event.starts_local:%H:%M}") for event in Event.objects.order_by("starts_at")] == [
        ("2026-06-02", "19:00"),
        ("2026-07-07", "18:30"),
        ("2026-08-04", "19:00"),
    ]


def test_an_address_is_settled_once_something_was_published(series, frozen):
    evenings.make_draft(series)
    assert not addresses.is_settled(series)

    evenings.make_event(series, starts_at=evenings.STARTS + dt.timedelta(days=1))

    assert addresses.is_settled(series)
