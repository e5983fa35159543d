import datetime as dt

import pytest

from events.domain import venues
from events.models import JournalEntry, Venue
from tests.events import evenings
from tests.support.factories import VenueFactory


def test_create_makes_the_first_venue_the_usual_one(series, frozen):
    series.venue = None
    series.save()

    first = venues.create(series, values={"name": "The Lamb", "address": "94 Conduit St"}, by="Henry", now=frozen.now)
    venues.create(series, values={"name": "The Swan", "address": "1 Swan Lane"}, by="Henry", now=frozen.now)

    series.refresh_from_db()
    assert series.venue == first
    assert list(JournalEntry.objects.order_by("id").values_list("sentence", flat=True)) == [
        "added the venue The Lamb",
        "added the venue The Swan",
    ]


def test_the_same_venue_sent_twice_is_one(series, frozen):
    values = {"name": "The Swan", "address": "1 Swan Lane"}

    made = [venues.create(series, values=values, by="Henry", now=frozen.now) for _ in range(2)]

    assert made[0] == made[1]
    assert Venue.objects.filter(series=series, name="The Swan").count() == 1
    assert JournalEntry.objects.get().sentence == "added the venue The Swan"


def test_first_venue_is_where_drafts_without_one_are(series, frozen):
    series.venue = None
    series.save()
    ours = evenings.make_draft(series, venue=None)
    later = evenings.STARTS + dt.timedelta(days=1)
    elsewhere = evenings.make_draft(series, starts_at=later, venue=VenueFactory(series=series))

    first, _ = (
        venues.create(series, values={"name": name, "address": "1 Road"}, by="Henry", now=frozen.now) for name in "AB"
    )

    for draft in (ours, elsewhere):
        draft.refresh_from_db()
    assert (ours.venue, elsewhere.venue) == (first, elsewhere.venue)
    assert elsewhere.venue != first


def test_edit_of_an_address_goes_to_the_diaries_of_coming_evenings_there(event, series, frozen):
    elsewhere = evenings.make_event(series, starts_at=event.starts_at.replace(day=8), venue=VenueFactory(series=series))
    draft = evenings.make_draft(series, starts_at=event.starts_at.replace(day=9))

    venues.edit(series.venue, changes={"address": "10 Stoney Street"}, by="Henry", now=frozen.move(hours=1))

    revisions = []
    for one in (event, elsewhere, draft):
        one.refresh_from_db()
        revisions.append((one.diary_revision, one.moved_at))
    assert revisions == [(1, None), (0, None), (0, None)]
    assert event.changed_at == series.venue.changed_at == frozen.now
    assert JournalEntry.objects.latest("id").sentence == "corrected the venue The Market Porter"


@pytest.mark.parametrize("changes", [{"entrance": "Ring twice."}, {"name": "The Market Porter"}])
def test_edit_of_other_words_leaves_diaries_alone(event, series, frozen, changes):
    venues.edit(series.venue, changes=changes, by="Henry", now=frozen.now)

    event.refresh_from_db()
    assert event.diary_revision == 0


def test_coming_counts_published_evenings_that_are_not_over(event, series, frozen):
    assert venues.coming(series.venue, now=frozen.now).count() == 1
    assert venues.coming(series.venue, now=event.ends_at).count() == 0
