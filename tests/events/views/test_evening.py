import datetime as dt

import pytest

from events.domain import publishing, recurrence
from events.models import Event
from tests.events import evenings, typed
from tests.support.error_pages import assert_refused, kept


@pytest.fixture
def desk(signed_in, host):
    return signed_in(host)


def test_duplicating_shows_the_last_evening_on_the_next_date(desk, event):
    page = desk.get(f"/desk/events/{event.pk}/duplicate/")

    assert (kept(page, "id_title"), kept(page, "id_date")) == ("PMO London", "2026-08-04")
    assert (kept(page, "id_starts"), kept(page, "id_ends"), kept(page, "id_price")) == ("18:30", "21:00", "5")


def test_duplicating_publishes_at_one_press(desk, event):
    sent = typed.evening(event, date="2026-08-04", title="Holiday risks", then="publish")

    answer = desk.post(f"/desk/events/{event.pk}/duplicate/", sent)

    made = Event.objects.get(slug="2026-08-04")
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/events/{made.pk}/")
    assert (made.title, made.state, made.venue, made.places.capacity) == (
        "Holiday risks",
        Event.PUBLISHED,
        event.venue,
        60,
    )
    assert made.starts_at == dt.datetime(2026, 8, 4, 17, 30, tzinfo=dt.UTC)


def test_duplicating_twice_makes_one_evening(desk, event):
    sent = typed.evening(event, date="2026-08-04", then="publish")

    desk.post(f"/desk/events/{event.pk}/duplicate/", sent)
    again = desk.post(f"/desk/events/{event.pk}/duplicate/", sent)

    assert_refused(again, id_starts="There is already an evening on Tuesday 4 August 2026, 18:30, London time.")
    assert Event.objects.count() == 2


def test_duplicating_takes_the_place_of_the_calendars_draft(desk, event, series, frozen):
    series.repeats_week, series.repeats_weekday = 1, 1
    series.save()
    recurrence.keep_alive(series, now=frozen.now)

    desk.post(f"/desk/events/{event.pk}/duplicate/", typed.evening(event, date="2026-08-04", title="Mine"))

    assert [(one.slug, one.title) for one in Event.objects.filter(slug__startswith="2026-08")] == [
        ("2026-08-04", "Mine")
    ]


def test_without_a_place_it_stays_a_draft_and_says_why(desk, event):
    sent = typed.evening(event, date="2026-08-04", venue="", then="publish")

    answer = desk.post(f"/desk/events/{event.pk}/duplicate/", sent, follow=True)

    assert Event.objects.get(slug="2026-08-04").state == Event.DRAFT
    assert "Saved as a draft. Say where it is before you publish." in answer.content.decode()


def test_a_refused_form_says_why_and_keeps_what_was_typed(desk, event):
    sent = typed.evening(event, title="", date="2026-08-04", description="Bring <b>one</b> question", capacity="many")

    page = desk.post(f"/desk/events/{event.pk}/duplicate/", sent)

    assert_refused(page, id_title="Enter a title", id_capacity="Enter a whole number of places")
    assert (kept(page, "id_date"), kept(page, "id_capacity")) == ("2026-08-04", "many")
    assert kept(page, "id_description") == "Bring <b>one</b> question"
    assert Event.objects.count() == 1


def test_a_doubled_time_is_asked_about_and_then_taken(desk, event):
    """R37."""
    sent = typed.evening(event, date="2026-10-24", starts="21:00", ends="01:30")

    asked = desk.post(f"/desk/events/{event.pk}/duplicate/", sent)
    assert_refused(asked, id_ends_which_0="This time comes twice that night. Choose which one you mean")
    desk.post(f"/desk/events/{event.pk}/duplicate/", {**sent, "ends_which": "1"})

    assert Event.objects.get(slug="2026-10-24").ends_at == dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)


def test_price_state_and_series_cannot_be_posted_past_the_form(desk, event, zoe):
    """S11."""
    sent = typed.evening(event, date="2026-08-04")
    extra = {"state": "published", "price_amount": "1", "currency": "usd", "series": "2", "series_id": "2", "slug": "x"}

    desk.post(f"/desk/events/{event.pk}/duplicate/", {**sent, **extra})

    made = Event.objects.get(slug="2026-08-04")
    assert (made.state, made.price_amount, made.currency, made.series) == ("draft", 500, "gbp", event.series)


def test_the_first_evening_comes_from_the_series_habits(desk, series):
    page = desk.get("/desk/pmo-london/new/")
    assert (kept(page, "id_title"), kept(page, "id_starts"), kept(page, "id_venue")) == (
        "PMO London",
        "18:30",
        str(series.venue_id),
    )

    sent = typed.evening(evenings.make_draft(series), date="2026-09-01")
    answer = desk.post("/desk/pmo-london/new/", sent)

    made = Event.objects.get(slug="2026-09-01")
    assert (made.state, answer["Location"]) == (Event.DRAFT, f"/desk/events/{made.pk}/edit/")


def test_a_cancelled_evening_can_be_duplicated(desk, event, frozen):
    publishing.cancel(event, by="Henry", reason="", now=frozen.now)

    desk.post(f"/desk/events/{event.pk}/duplicate/", typed.evening(event, then="publish"))

    assert Event.objects.get(slug="2026-07-07-2").state == Event.PUBLISHED
