import datetime as dt

import pytest

from attendees.domain import waiting_list
from attendees.models import PastAttendance, Profile
from foundation.lib import dates
from tests.support.factories import (
    EventFactory,
    MessageFactory,
    SeriesFactory,
    SignUpFactory,
    TicketFactory,
    UserFactory,
)
from tests.support.waiting import full, give_back, wait

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


def test_coming_evening_leads_who_took_the_places_to_the_page_that_manages_them(client, ann, frozen):
    ticket = evening(ann, SeriesFactory(), on=frozen.now + dt.timedelta(days=3), title="June")

    html = client.get("/my/").content.decode()

    assert f'href="/t/{ticket.sign_up.manage_code}/"' in html
    assert ticket.manage_code not in html


def test_coming_evening_leads_a_companion_to_their_own_ticket(client, ann, frozen):
    sign_up = SignUpFactory(event=EventFactory(starts_at=frozen.now + dt.timedelta(days=3)))
    ticket = TicketFactory(sign_up=sign_up, seat=2, name="Ann", email=ann.email, holder=ann)

    html = client.get("/my/").content.decode()

    assert f'href="/t/{ticket.manage_code}/"' in html
    assert sign_up.manage_code not in html


def test_reminders_of_all_evenings_go_off_and_on(client, ann, frozen):
    off = client.post("/my/reminders/", {"reminders": "off"}, follow=True).content.decode()

    ann.refresh_from_db()
    assert ann.reminders_off_at == frozen.now
    assert "They are off for all your evenings." in off
    assert "Stop all reminders" in client.post("/my/reminders/", {"reminders": "on"}, follow=True).content.decode()
    ann.refresh_from_db()
    assert ann.reminders_off_at is None


def test_reminders_of_somebody_without_evenings_are_not_there(client):
    client.force_login(UserFactory(email="new@mail.example"))
    Profile.objects.filter(email="new@mail.example").delete()

    assert client.post("/my/reminders/", {"reminders": "off"}).status_code == 404


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


def test_what_i_wait_for_and_what_is_offered_to_me_leads_to_its_page(client, ann, frozen):
    first = full(title="July")
    second = full(title="August", starts_at=first.starts_at + dt.timedelta(days=28))
    for event in (first, second):
        wait(event, "Zoe")
    mine, offered = wait(first, "Ann", party=2), wait(second, "Ann")
    give_back(second, 2)
    offered.refresh_from_db()

    html = client.get("/my/").content.decode()

    until = dates.moment(offered.offered_until, second.zone)
    assert html.index("Number 2 on the list, for 2 places") < html.index(f"A place is free for you: take it by {until}")
    assert f'href="/w/{mine.code}/"' in html
    assert f'href="/w/{offered.code}/"' in html


def test_who_waits_no_longer_sees_nothing_of_it(client, ann, frozen):
    waiting_list.leave(wait(full(title="July"), "Ann"), now=frozen.now)

    assert "Waiting for" not in client.get("/my/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_for_any_number_of_evenings(client, ann, frozen, number, django_assert_num_queries):
    series = SeriesFactory()
    for step in range(number):
        evening(ann, series, on=frozen.now + dt.timedelta(days=3 + step), title="Coming")
        evening(ann, series, on=frozen.now - dt.timedelta(days=3 + step), title="Been", came=True)
        wait(full(title="Full"), "Ann")

    with django_assert_num_queries(7):
        client.get("/my/")


def test_who_is_not_reached_by_mail_is_told_and_says_when_it_works(client, ann, frozen):
    gone = {"to": ann.email, "state": "failed", "bounced_at": frozen.now}
    MessageFactory.create_batch(3, **gone)
    before = client.get("/my/").content.decode()

    client.post("/my/mail-works/")

    assert f"Our mails to {ann.email} come back" in before
    after = client.get("/my/").content.decode()
    assert "come back" not in after
    assert f"From now on our mails go to {ann.email} again." in after
