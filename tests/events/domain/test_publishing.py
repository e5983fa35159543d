import datetime as dt

import pytest

from events.domain import publishing
from events.domain.refused import EventRefused
from events.models import Event, JournalEntry, Places
from tests.events import evenings
from tests.support.factories import VenueFactory

HALF_AN_HOUR = dt.timedelta(minutes=30)


def sentences(event):
    return list(JournalEntry.objects.filter(event=event).order_by("id").values_list("by", "sentence"))


def test_create_takes_what_the_series_is_used_to(series, frozen):
    event = publishing.create(series, starts_at=evenings.STARTS, by="Olivia", now=frozen.now)

    event.refresh_from_db()
    assert (event.state, event.slug, event.title) == (Event.DRAFT, "2026-07-07", "PMO London")
    assert event.ends_at == dt.datetime(2026, 7, 7, 20, 0, tzinfo=dt.UTC)
    assert (event.venue, event.price_amount, event.currency) == (series.venue, 500, "gbp")
    assert (event.places.capacity, event.places.taken, event.places.ceiling) == (60, 0, 60)
    assert event.word.isalpha()
    assert sentences(event) == [("Olivia", "made a draft for Tuesday 7 July 2026, 18:30, London time")]


def test_create_gives_a_second_evening_on_a_day_an_address_of_its_own(series):
    made = [evenings.make_draft(series, starts_at=evenings.STARTS + dt.timedelta(hours=hour)) for hour in range(3)]

    assert [event.slug for event in made] == ["2026-07-07", "2026-07-07-2", "2026-07-07-3"]


def test_create_refuses_a_second_evening_at_the_same_time_unless_the_first_is_cancelled(series, frozen):
    first = evenings.make_draft(series)

    with pytest.raises(EventRefused, match="already an evening on Tuesday 7 July 2026, 18:30"):
        evenings.make_draft(series)

    publishing.cancel(first, by="Henry", reason="", now=frozen.now)
    assert evenings.make_draft(series).slug == "2026-07-07-2"


def test_create_ends_after_midnight_when_the_usual_end_is_earlier_than_the_start(series):
    late = evenings.make_draft(series, starts_at=dt.datetime(2026, 7, 7, 21, 0, tzinfo=dt.UTC))

    assert late.ends_at == dt.datetime(2026, 7, 8, 20, 0, tzinfo=dt.UTC)


def test_create_refuses_an_end_before_the_start(series, frozen):
    with pytest.raises(EventRefused, match="The end must be after the start"):
        evenings.make_draft(series, ends_at=evenings.STARTS)

    assert not Event.objects.exists()


def test_publish_stamps_the_time_once(series, frozen):
    event = evenings.make_draft(series)
    published_at = frozen.now

    publishing.publish(event, by="Henry", now=published_at)
    publishing.publish(event, by="Henry", now=frozen.move(hours=1))

    event.refresh_from_db()
    assert (event.state, event.published_at, event.changed_at) == (Event.PUBLISHED, published_at, published_at)
    assert sentences(event)[1:] == [("Henry", "published this evening")]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"venue": None}, "Say where it is before you publish."),
        ({"starts_at": dt.datetime(2026, 5, 5, tzinfo=dt.UTC)}, "This date has passed"),
    ],
)
def test_publish_refuses_what_is_not_ready(series, frozen, fields, sentence):
    event = evenings.make_draft(series, **fields)

    with pytest.raises(EventRefused, match=sentence):
        publishing.publish(event, by="Henry", now=frozen.now)

    event.refresh_from_db()
    assert event.state == Event.DRAFT


def test_publish_refuses_a_cancelled_evening(event, frozen):
    publishing.cancel(event, by="Henry", reason="", now=frozen.now)

    with pytest.raises(EventRefused, match="is cancelled"):
        publishing.publish(event, by="Henry", now=frozen.now)


def test_edit_of_words_leaves_the_diary_alone(event, frozen):
    publishing.edit(event, changes={"description": "Bring a question."}, by="Henry", now=frozen.move(hours=1))

    assert (event.description, event.changed_at) == ("Bring a question.", frozen.now)
    assert (event.diary_revision, event.moved_at) == (0, None)
    assert sentences(event)[-1] == ("Henry", "changed the description")


def test_edit_without_a_difference_writes_nothing(event, frozen):
    before = Event.objects.values().get()
    notes = sentences(event)

    publishing.edit(event, changes={"title": event.title, "capacity": 60}, by="Henry", now=frozen.move(hours=1))

    assert Event.objects.values().get() == before
    assert sentences(event) == notes


def test_edit_of_the_title_raises_the_diary_revision(event, frozen):
    publishing.edit(event, changes={"title": "Summer special"}, by="Henry", now=frozen.now)

    assert (event.title, event.diary_revision, event.moved_at) == ("Summer special", 1, None)
    assert sentences(event)[-1] == ("Henry", "changed the title from PMO London to Summer special")


def test_edit_by_half_an_hour_may_be_a_small_correction(event, frozen):
    later = {"starts_at": event.starts_at + HALF_AN_HOUR, "ends_at": event.ends_at + HALF_AN_HOUR}

    publishing.edit(event, changes=later, by="Henry", now=frozen.now, small=True)

    assert (event.starts_at, event.diary_revision, event.moved_at) == (later["starts_at"], 1, None)
    assert sentences(event)[-1] == (
        "Henry",
        "moved the start from 18:30 to 19:00; moved the end from 21:00 to 21:30 (small correction)",
    )


def test_edit_by_half_an_hour_may_be_a_real_change(event, frozen):
    publishing.edit(event, changes={"starts_at": event.starts_at + HALF_AN_HOUR}, by="Henry", now=frozen.now)

    assert (event.diary_revision, event.moved_at, event.moved_revision) == (1, frozen.now, 1)
    assert event.moved_sentence == "The time changed from 18:30–21:00 to 19:00–21:00."
    assert sentences(event)[-1] == ("Henry", "moved the start from 18:30 to 19:00 (real change)")


@pytest.mark.parametrize(
    ("days", "minutes", "sentence"),
    [
        (0, 31, "The time changed from 18:30–21:00 to 19:01–21:31."),
        (
            1,
            0,
            "The date changed from Tuesday 7 July 2026, 18:30–21:00, London time "
            "to Wednesday 8 July 2026, 18:30–21:00, London time.",
        ),
    ],
)
def test_edit_beyond_a_small_shift_is_real_whatever_the_host_says(event, frozen, days, minutes, sentence):
    shift = dt.timedelta(days=days, minutes=minutes)
    changes = {"starts_at": event.starts_at + shift, "ends_at": event.ends_at + shift}

    publishing.edit(event, changes=changes, by="Henry", now=frozen.now, small=True)

    assert (event.moved_at, event.moved_sentence) == (frozen.now, sentence)


def test_edit_to_another_venue_is_real_whatever_the_host_says(event, series, frozen):
    lamb = VenueFactory(series=series, name="The Lamb")

    publishing.edit(event, changes={"venue": lamb}, by="Henry", now=frozen.now, small=True)

    assert (event.venue, event.diary_revision, event.moved_at) == (lamb, 1, frozen.now)
    assert event.moved_sentence == "The place changed from The Market Porter to The Lamb."
    assert sentences(event)[-1] == ("Henry", "moved the venue from The Market Porter to The Lamb (real change)")


def test_edit_of_a_draft_moves_nobody_and_its_address_follows_the_date(series, frozen):
    event = evenings.make_draft(series)
    shift = dt.timedelta(days=2)

    publishing.edit(
        event,
        changes={"starts_at": event.starts_at + shift, "ends_at": event.ends_at + shift},
        by="Henry",
        now=frozen.now,
    )

    assert (event.slug, event.moved_at, event.moved_sentence) == ("2026-07-09", None, "")


def test_edit_of_a_published_date_keeps_its_address(event, frozen):
    shift = dt.timedelta(days=2)

    publishing.edit(
        event,
        changes={"starts_at": event.starts_at + shift, "ends_at": event.ends_at + shift},
        by="Henry",
        now=frozen.now,
    )

    assert event.slug == "2026-07-07"


def test_edit_of_capacity_below_what_is_sold_takes_nobodys_place(event, frozen):
    """R23."""
    Places.objects.filter(event=event).update(taken=40)

    publishing.edit(event, changes={"capacity": 30}, by="Henry", now=frozen.now)

    assert (event.places.capacity, event.places.taken, event.places.ceiling, event.places.left) == (30, 40, 40, 0)
    assert event.changed_at == frozen.now
    assert sentences(event)[-1] == ("Henry", "changed the number of places from 60 to 30")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_at": evenings.STARTS}, "The end must be after the start."),
        ({"venue": None}, "A published evening needs a venue."),
        ({"starts_at": dt.datetime(2026, 5, 31, tzinfo=dt.UTC)}, "The new start has already passed."),
    ],
)
def test_edit_refuses_what_cannot_be(event, frozen, changes, sentence):
    with pytest.raises(EventRefused, match=sentence):
        publishing.edit(event, changes=changes, by="Henry", now=frozen.now)


def test_edit_refuses_a_cancelled_evening(event, frozen):
    publishing.cancel(event, by="Henry", reason="", now=frozen.now)

    with pytest.raises(EventRefused, match="can no longer be changed"):
        publishing.edit(event, changes={"title": "Again"}, by="Henry", now=frozen.now)


def test_edit_refuses_a_new_time_once_it_is_over_but_takes_words(event, frozen):
    frozen.set(event.ends_at)

    publishing.edit(event, changes={"description": "It was good."}, by="Henry", now=frozen.now)
    with pytest.raises(EventRefused, match="is over"):
        publishing.edit(event, changes={"ends_at": event.ends_at + HALF_AN_HOUR}, by="Henry", now=frozen.now)

    assert event.description == "It was good."


def test_cancel_stamps_reason_and_revision_once(event, frozen):
    publishing.cancel(event, by="Henry", reason="The pub is flooded.", now=frozen.now)
    cancelled_at = frozen.now
    publishing.cancel(event, by="Henry", reason="Twice", now=frozen.move(minutes=1))

    event.refresh_from_db()
    assert (event.state, event.cancelled_at, event.changed_at) == (Event.CANCELLED, cancelled_at, cancelled_at)
    assert (event.cancel_reason, event.diary_revision) == ("The pub is flooded.", 1)
    assert sentences(event)[-1] == ("Henry", "cancelled this evening: The pub is flooded.")


def test_cancel_works_on_the_day_and_not_after_the_end(event, frozen):
    frozen.set(event.ends_at)
    with pytest.raises(EventRefused, match="is over"):
        publishing.cancel(event, by="Henry", reason="", now=frozen.now)

    frozen.move(minutes=-1)
    publishing.cancel(event, by="Henry", reason="", now=frozen.now)

    assert event.is_cancelled


def test_a_cancelled_draft_was_never_public(series, frozen):
    draft = evenings.make_draft(series)
    shown = evenings.make_event(series, starts_at=evenings.STARTS + dt.timedelta(days=1))

    for event in (draft, shown):
        publishing.cancel(event, by="Henry", reason="", now=frozen.now)

    assert list(Event.objects.public()) == [shown]


def test_duplicate_copies_words_and_places_but_not_what_happened(event, series, frozen):
    changes = {"description": "Bring a question.", "capacity": 45, "price_amount": 700}
    publishing.edit(event, changes=changes, by="Henry", now=frozen.now)
    publishing.set_tonight(event, line="We are upstairs.", by="Henry", now=frozen.now)

    copy = publishing.duplicate(
        event, starts_at=dt.datetime(2026, 11, 3, 18, 30, tzinfo=dt.UTC), by="Henry", now=frozen.now
    )

    copy.refresh_from_db()
    assert (copy.state, copy.slug, copy.published_at) == (Event.DRAFT, "2026-11-03", None)
    assert (copy.description, copy.price_amount, copy.places.capacity) == ("Bring a question.", 700, 45)
    assert copy.ends_at == dt.datetime(2026, 11, 3, 21, 0, tzinfo=dt.UTC)
    assert (copy.tonight_line, copy.tonight_changed_at, copy.places.taken) == ("", None, 0)


def test_set_tonight_shows_its_time_and_leaves_the_diary_alone(event, frozen):
    publishing.set_tonight(event, line="We are upstairs.", by="Henry", now=frozen.move(hours=2))

    assert (event.tonight_line, event.tonight_changed_at) == ("We are upstairs.", frozen.now)
    assert (event.changed_at, event.diary_revision) == (frozen.now, 0)
    assert sentences(event)[-1] == ("Henry", "wrote on the ticket pages: We are upstairs.")


def test_first_timer_is_greeted_in_the_hosts_words_or_in_ours(event):
    assert event.welcome_words.startswith("You need not know anybody. Olivia Owner stands at the door with the list")

    event.series.first_time = "Look for the yellow badge."
    assert event.welcome_words == "Look for the yellow badge."
    event.first_time = "Look for the green hat."
    assert event.welcome_words == "Look for the green hat."
