import datetime as dt

import icalendar
import pytest
from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse

from attendees.domain import tickets
from events.domain import publishing
from events.models import Event
from foundation.lib import clock
from tests.support.diary_linter import lint, value
from tests.support.factories import EventFactory, ProfileFactory, SignUpFactory


@pytest.fixture
def feed(client):
    """`feed(profile)` reads that person's calendar; headers as keyword arguments."""
    return lambda profile, **headers: client.get(
        reverse("attendees:personal-feed", args=[profile.feed_code]), headers=headers
    )


def entries(content):
    return {str(entry["UID"]): str(entry["STATUS"]) for entry in icalendar.Calendar.from_ical(content).walk("VEVENT")}


def uid(sign_up):
    return f"{sign_up.public_id}@localhost"


def test_feed_holds_my_places_with_their_diary_id_and_an_alarm(frozen, feed, ada, event):
    mine = SignUpFactory(event=event, buyer=ada.profile, people=["Ada", "Cleo"], diary_sequence=4)
    SignUpFactory(event=event)
    SignUpFactory(buyer=ada.profile, state="held")

    content = feed(ada.profile).content

    assert lint(content) == []
    assert entries(content) == {uid(mine): "CONFIRMED"}
    assert (value(content, "SEQUENCE"), value(content, "TRIGGER")) == ("4", "-PT2H")
    assert (value(content, "REFRESH-INTERVAL"), value(content, "X-PUBLISHED-TTL")) == ("PT6H", "PT6H")
    assert "You have 2 places." in value(content, "DESCRIPTION")


def test_feed_holds_a_place_that_was_given_to_me(frozen, feed, ada, event):
    sign_up = SignUpFactory(event=event, people=["Somebody", "Ada"])
    sign_up.tickets.filter(seat=2).update(holder=ada.profile)

    content = feed(ada.profile).content

    assert entries(content) == {uid(sign_up): "CONFIRMED"}
    assert "You have a place." in value(content, "DESCRIPTION")


def test_feed_shows_no_code_and_no_address(frozen, feed, ada, ticket):
    content = feed(ada.profile).content.decode().replace("\r\n ", "")

    for secret in (ticket.manage_code, ticket.door_code, ada.profile.feed_code, "ada@mail.example"):
        assert secret not in content


def test_a_place_that_i_cancelled_leaves_the_feed(frozen, feed, ada, ticket):
    tickets.cancel([ticket], reason=tickets.CANCELLED_BY_PERSON, now=clock.now())

    assert entries(feed(ada.profile).content) == {}


@pytest.mark.parametrize(("days", "shown"), [(29, "CANCELLED"), (31, None)])
@pytest.mark.parametrize("swept", [True, False])
def test_a_cancelled_evening_stays_crossed_out_for_30_days(days, shown, swept, frozen, feed, ada, ticket):
    publishing.cancel(Event.objects.get(pk=ticket.event_id), by="Olivia", reason="No venue.", now=clock.now())
    if swept:
        tickets.cancel([ticket], reason=tickets.EVENT_CANCELLED, now=clock.now())
    frozen.move(days=days)

    content = feed(ada.profile).content

    assert entries(content).get(uid(ticket.sign_up)) == shown
    assert b"VALARM" not in content


def test_an_unchanged_feed_is_not_sent_again_and_nobody_else_keeps_it(frozen, feed, ada, ticket):
    first = feed(ada.profile)
    frozen.move(hours=1)

    same = feed(ada.profile, if_none_match=first["ETag"])

    assert first["Cache-Control"] == same["Cache-Control"] == "private, no-cache"
    assert (same.status_code, same.content) == (304, b"")


def test_feed_takes_two_queries_whatever_it_holds(frozen, feed, ada, django_assert_num_queries):
    for _ in range(3):
        with django_assert_num_queries(2):
            feed(ada.profile)
        SignUpFactory(event=EventFactory(), buyer=ada.profile, people=["Ada", "Cleo"])


def test_reset_gives_a_new_address_and_closes_the_old_one(client, feed, ada):
    old = ada.profile.feed_code
    client.force_login(ada)

    response = client.post(reverse("attendees:reset-feed"))

    ada.profile.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, "/my/")
    assert ada.profile.feed_code != old
    assert client.get(reverse("attendees:personal-feed", args=[old])).status_code == 404
    assert feed(ada.profile).status_code == 200


def test_reset_is_for_the_signed_in(client, db):
    response = client.post(reverse("attendees:reset-feed"))

    assert response["Location"].startswith(resolve_url(settings.LOGIN_URL))


def test_a_merged_persons_feed_shows_the_evenings_of_the_one_they_became(frozen, feed, ada, ticket):
    old = ProfileFactory(merged_into=ada.profile)

    assert entries(feed(old).content) == {uid(ticket.sign_up): "CONFIRMED"}


def test_the_feed_of_somebody_who_asked_to_be_erased_is_gone(frozen, feed, ada):
    ada.profile.erase_asked_at = clock.now() - dt.timedelta(minutes=1)
    ada.profile.save()

    assert feed(ada.profile).status_code == 404
