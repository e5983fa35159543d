"""R36: on the weekend of both clock changes, what was made before and is read after says the same local time."""

import datetime as dt
import html
from zoneinfo import ZoneInfo

import icalendar
import pytest

from attendees.domain import reminders, sign_up, wishes
from events.domain import publishing
from foundation.mail.models import Message
from tests.support.factories import SeriesFactory, VenueFactory

LONDON = ZoneInfo("Europe/London")
SAID = "18:30–21:00, London time"


def plain(page):
    """The words of a page on one line, without its tags around the time."""
    words = html.unescape(page.content.decode()).replace('<span class="nowrap">', "").replace("</span>", "")
    return " ".join(words.split())


@pytest.fixture
def house(frozen):
    series = SeriesFactory(name="PMO London", slug="pmo-london", price_amount=0)
    series.venue = VenueFactory(series=series)
    series.save()
    return series


@pytest.mark.parametrize(
    ("made", "evening", "utc"),
    [
        (dt.date(2026, 3, 20), dt.date(2026, 3, 29), "17:30"),  # forward that very night
        (dt.date(2026, 3, 20), dt.date(2026, 3, 28), "18:30"),
        (dt.date(2026, 10, 16), dt.date(2026, 10, 25), "18:30"),  # back that very night
        (dt.date(2026, 10, 16), dt.date(2026, 10, 24), "17:30"),
        (dt.date(2026, 10, 16), dt.date(2026, 10, 27), "18:30"),
    ],
)
@pytest.mark.django_db
def test_page_mail_diary_ticket_and_reminder_say_the_same_time(client, house, frozen, made, evening, utc):
    now = frozen.set(dt.datetime.combine(made, dt.time(10, 0), LONDON))
    starts_at = dt.datetime.combine(evening, dt.time(18, 30), LONDON)
    event = publishing.create(house, starts_at=starts_at, by="Olivia", now=now)
    publishing.publish(event, by="Olivia", now=now)
    bought = sign_up.take(event, wishes.Wish(name="Ada", email="ada@mail.example"), now=now)
    ticket = bought.tickets.get()

    event.refresh_from_db()
    assert f"{event.starts_at:%H:%M}" == utc
    morning = frozen.set(dt.datetime.combine(evening, dt.time(8, 0), LONDON))
    reminders.write_due(morning)
    confirmation, reminder = (
        Message.objects.get(key__startswith=key) for key in ("confirmed:", f"reminder:morning:{ticket.pk}")
    )
    diary = icalendar.Calendar.from_ical(client.get(f"/pmo-london/{event.slug}/event.ics").content).events[0]

    assert SAID in " ".join(confirmation.text.split())
    assert "18:30" in reminder.text
    assert SAID in plain(client.get(f"/pmo-london/{event.slug}/"))
    assert SAID in plain(client.get(f"/t/{ticket.manage_code}/"))
    assert diary.DTSTART.astimezone(LONDON) == starts_at
    assert f"{diary.DTEND.astimezone(LONDON):%H:%M}" == "21:00"


@pytest.mark.django_db
def test_the_reminder_comes_at_the_same_clock_time_on_both_sides(house, frozen):
    written = []
    for day in (dt.date(2026, 10, 24), dt.date(2026, 10, 25)):
        now = frozen.set(dt.datetime(2026, 10, 1, 10, 0, tzinfo=LONDON))
        starts_at = dt.datetime.combine(day, dt.time(18, 30), LONDON)
        event = publishing.create(house, starts_at=starts_at, by="Olivia", now=now)
        publishing.publish(event, by="Olivia", now=now)
        sign_up.take(event, wishes.Wish(name="Ada", email="ada@mail.example"), now=now)
        for minute in (-1, 0):
            frozen.set(dt.datetime.combine(day, dt.time(8, 0), LONDON))
            reminders.write_due(frozen.move(minutes=minute))
            written.append(Message.objects.filter(key__startswith="reminder:morning").count())

    assert written == [0, 1, 1, 2]
