import pytest
from icalendar import Calendar

from events.models import Event
from tests.support.factories import EventFactory, SeriesFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def series():
    return SeriesFactory(slug="pmo", name="PMO Flashmob")


def entries(answer):
    return [
        (str(entry["summary"]), str(entry["status"])) for entry in Calendar.from_ical(answer.content).walk("VEVENT")
    ]


def test_feed_lists_every_public_evening_and_says_when_to_ask_again(client, series, frozen):
    EventFactory(series=series, title="Coming")
    EventFactory(series=series, title="Been", starts_at=frozen.now.replace(year=2025))
    EventFactory(series=series, title="Draft", state=Event.DRAFT)

    answer = client.get("/pmo/dates.ics")

    assert entries(answer) == [("Been", "TENTATIVE"), ("Coming", "TENTATIVE")]
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in answer.content
    assert b"X-WR-CALNAME:PMO Flashmob\r\n" in answer.content


def test_cancelled_evening_stays_thirty_days(client, series, frozen):
    event = EventFactory(series=series, title="Gone")
    Event.objects.filter(pk=event.pk).update(state=Event.CANCELLED, cancelled_at=frozen.now)

    frozen.move(days=30)
    assert entries(client.get("/pmo/dates.ics")) == [("Gone", "CANCELLED")]

    frozen.move(seconds=1)
    assert entries(client.get("/pmo/dates.ics")) == []


def test_unchanged_feed_costs_no_bytes(client, series, frozen):
    EventFactory(series=series)
    first = client.get("/pmo/dates.ics")

    again = client.get("/pmo/dates.ics", headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("number", [1, 3])
def test_feed_costs_two_queries(client, series, number, django_assert_num_queries):
    EventFactory.create_batch(number, series=series)

    with django_assert_num_queries(2):
        client.get("/pmo/dates.ics")


def test_draft_has_no_file(client, series):
    event = EventFactory(series=series, state=Event.DRAFT)

    assert client.get(f"/pmo/{event.slug}/event.ics").status_code == 404
