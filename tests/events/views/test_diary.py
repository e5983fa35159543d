import datetime as dt

import icalendar
import pytest
from django.urls import reverse

from events.domain import publishing
from foundation.lib import clock
from tests.events.evenings import STARTS, make_draft, make_event
from tests.support.diary_linter import lint, properties, value

pytestmark = pytest.mark.django_db


@pytest.fixture
def feed(client, series):
    """`feed()` reads PMO London's feed; headers as keyword arguments."""
    return lambda **headers: client.get(reverse("events:series-feed", args=[series.slug]), headers=headers)


def entries(content):
    return {str(entry["UID"]): str(entry["STATUS"]) for entry in icalendar.Calendar.from_ical(content).walk("VEVENT")}


def test_event_diary_is_a_tentative_file_to_save(client, event):
    response = client.get(reverse("events:event-diary", args=[event.series.slug, event.slug]))

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="pmo-london-{event.slug}.ics"'
    assert lint(response.content) == []
    assert (value(response.content, "STATUS"), value(response.content, "SUMMARY")) == ("TENTATIVE", event.title)


def test_event_diary_of_a_draft_does_not_exist(client, series):
    draft = make_draft(series)

    response = client.get(reverse("events:event-diary", args=[series.slug, draft.slug]))

    assert response.status_code == 404


def test_feed_has_a_name_and_says_when_to_ask_again(feed, event):
    response = feed()

    lines = {name: (parameters, text) for name, parameters, text in properties(response.content)}
    assert lint(response.content) == []
    assert lines["REFRESH-INTERVAL"] == (";VALUE=DURATION", "PT6H")
    assert (lines["NAME"][1], lines["X-WR-CALNAME"][1], lines["X-PUBLISHED-TTL"][1]) == ("PMO London",) * 2 + ("PT6H",)
    assert (response["Cache-Control"], response.get("Set-Cookie"), response.get("Vary", "")) == (
        "public, max-age=300",
        None,
        "",
    )


def test_feed_holds_published_dates_and_no_drafts(feed, event):
    make_draft(event.series, starts_at=STARTS + dt.timedelta(days=28))

    response = feed()

    assert entries(response.content) == {f"event-{event.pk}@localhost": "TENTATIVE"}


@pytest.mark.parametrize(("days", "shown"), [(29, "CANCELLED"), (31, None)])
def test_a_cancelled_date_stays_in_the_feed_crossed_out_for_30_days(days, shown, feed, event, frozen):
    publishing.cancel(event, by="Olivia", reason="The venue is closed.", now=clock.now())
    frozen.move(days=days)

    response = feed()

    assert entries(response.content).get(f"event-{event.pk}@localhost") == shown


@pytest.mark.parametrize(("days", "count"), [(364, 1), (366, 0)])
def test_a_past_date_stays_in_the_feed_for_a_year(days, count, feed, event, frozen):
    frozen.set(event.ends_at + dt.timedelta(days=days))

    response = feed()

    assert len(entries(response.content)) == count


def test_an_unchanged_feed_is_not_sent_again_and_a_changed_one_is(feed, event, frozen):
    tag = feed()["ETag"]
    frozen.move(hours=1)

    same = feed(if_none_match=tag)
    publishing.cancel(event, by="Olivia", reason="The venue is closed.", now=clock.now())
    changed = feed(if_none_match=tag)

    assert (same.status_code, same.content, same["ETag"], same["Cache-Control"]) == (
        304,
        b"",
        tag,
        "public, max-age=300",
    )
    assert (changed.status_code, changed["ETag"] != tag) == (200, True)


def test_feed_takes_two_queries_whatever_it_holds(feed, series, django_assert_num_queries):
    for number in range(3):
        with django_assert_num_queries(2):
            feed()
        make_event(series, starts_at=STARTS + dt.timedelta(days=28 * number))


def test_feed_of_no_series_does_not_exist(client, db):
    assert client.get("/nobody/dates.ics").status_code == 404
