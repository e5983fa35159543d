import datetime as dt

import pytest

from attendees.models import PastAttendance, Profile
from tests.support.factories import EventFactory, SeriesFactory, SignUpFactory, TicketFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(client):
    user = UserFactory(name="Ann", email="ann@mail.example")
    client.force_login(user)
    return Profile.objects.get(email="ann@mail.example")


def evening(profile, series, *, on, title, **ticket):
    sign_up = SignUpFactory(event=EventFactory(series=series, starts_at=on, title=title), buyer=profile, people=[])
    return TicketFactory(sign_up=sign_up, name="Ann", **ticket)


def test_past_evenings_say_which_number_they_were(client, ann, frozen):
    series = SeriesFactory()
    PastAttendance.objects.create(
        profile=ann, series=series, date=dt.date(2025, 1, 7), source=PastAttendance.IMPORTED, noted_at=frozen.now
    )
    evening(ann, series, on=frozen.now - dt.timedelta(days=90), title="March", came=True)
    evening(ann, series, on=frozen.now - dt.timedelta(days=60), title="April")
    evening(ann, series, on=frozen.now - dt.timedelta(days=30), title="May", came=True)

    words = " ".join(client.get("/my/").content.decode().split())

    assert words.index("May") < words.index("Your 3rd") < words.index("April") < words.index("March")
    assert words.index("March") < words.index("Your 2nd")
    assert "Your 1st" not in words


def test_coming_evening_leads_to_its_ticket(client, ann, frozen):
    ticket = evening(ann, SeriesFactory(), on=frozen.now + dt.timedelta(days=3), title="June")

    assert f'href="/t/{ticket.manage_code}/"' in client.get("/my/").content.decode()


def test_page_is_not_kept_by_any_cache(client, ann):
    assert "no-store" in client.get("/my/")["Cache-Control"]


def test_nobody_is_sent_to_sign_in(client, db):
    answer = client.get("/my/")

    assert (answer.status_code, answer.url) == (302, "/sign-in/?next=/my/")


def test_somebody_without_tickets_is_led_to_the_dates(client):
    client.force_login(UserFactory(email="new@mail.example"))
    Profile.objects.filter(email="new@mail.example").delete()

    words = client.get("/my/").content.decode()

    assert "Nothing yet" in words
    assert "/feeds/" not in words


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_for_any_number_of_evenings(client, ann, frozen, number, django_assert_num_queries):
    series = SeriesFactory()
    for step in range(number):
        evening(ann, series, on=frozen.now + dt.timedelta(days=3 + step), title="Coming")
        evening(ann, series, on=frozen.now - dt.timedelta(days=3 + step), title="Been", came=True)

    with django_assert_num_queries(5):
        client.get("/my/")
