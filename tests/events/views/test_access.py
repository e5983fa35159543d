import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import Http404
from django.test import Client, RequestFactory

from events.domain import evening_links
from events.models import EveningLink
from events.views import access
from events.views.access import SecondFactorFirst, SignInFirst, Who
from tests.events import evenings


def request_of(user=None, *links):
    """A request by `user` from a phone that has opened `links`."""
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    request.session = SessionStore()
    for link in links:
        access.open_link(request, link)
    return request


@pytest.fixture
def door(event, frozen):
    return evening_links.make(event, role=EveningLink.DOOR, name="Dora", by="Henry", now=frozen.now)


@pytest.fixture
def stand_in(event, frozen):
    return evening_links.make(event, role=EveningLink.STAND_IN, name="Lee", by="Henry", now=frozen.now)


def test_the_team_opens_the_event_as_who_they_are(event, owner, host):
    assert access.event_for_host(request_of(host), event.pk) == event
    assert access.event_for_stand_in(request_of(owner), event.pk) == (event, Who("Olivia Owner", "owner"))
    assert access.event_for_door(request_of(host), event.pk) == (event, Who("Henry Host", "host"))


@pytest.mark.parametrize("fetch", [access.event_for_host, access.event_for_stand_in, access.event_for_door])
def test_an_event_does_not_exist_for_others(event, ada, zoe, fetch):
    for user in (ada, zoe):
        with pytest.raises(Http404):
            fetch(request_of(user), event.pk)
    with pytest.raises(SignInFirst):
        fetch(request_of(), event.pk)
    with pytest.raises(SignInFirst):
        fetch(request_of(), event.pk + 1)


def test_a_door_link_opens_the_door_only(event, door):
    request = request_of(None, door)

    assert access.event_for_door(request, event.pk) == (event, Who("Dora", "door"))
    with pytest.raises(Http404):
        access.event_for_stand_in(request, event.pk)
    with pytest.raises(Http404):
        access.event_for_host(request, event.pk)


def test_a_stand_ins_link_opens_the_evening_but_not_what_is_the_hosts(event, stand_in):
    request = request_of(None, stand_in)

    assert access.event_for_stand_in(request, event.pk) == (event, Who("Lee", "stand-in"))
    assert access.event_for_door(request, event.pk) == (event, Who("Lee", "stand-in"))
    with pytest.raises(Http404):
        access.event_for_host(request, event.pk)


def test_a_link_opens_no_other_evening(door, series):
    other = evenings.make_event(series, starts_at=evenings.STARTS + dt.timedelta(days=1))

    with pytest.raises(SignInFirst):
        access.event_for_door(request_of(None, door), other.pk)


def test_a_link_that_ended_opens_nothing_at_the_next_request(event, door, frozen):
    """S7."""
    request = request_of(None, door)
    access.event_for_door(request, event.pk)

    evening_links.revoke(door, by="Henry", now=frozen.now)

    with pytest.raises(SignInFirst):
        access.event_for_door(request, event.pk)


def test_a_host_who_opened_a_door_link_is_still_the_host(event, host, door):
    assert access.event_for_door(request_of(host, door), event.pk) == (event, Who("Henry Host", "host"))


def test_a_series_opens_for_its_own_team_by_role(series, owner, host, zoe):
    assert access.series_for_host(request_of(host), series.slug) == series
    assert access.series_for_owner(request_of(owner), series.slug) == series
    with pytest.raises(Http404):
        access.series_for_owner(request_of(host), series.slug)
    with pytest.raises(Http404):
        access.series_for_host(request_of(zoe), series.slug)
    with pytest.raises(SignInFirst):
        access.series_for_host(request_of(), series.slug)


def test_only_an_owner_may_start_another_series(owner, host, ada):
    assert access.owner_of_any(request_of(owner)) == owner
    for user in (host, ada):
        with pytest.raises(Http404):
            access.owner_of_any(request_of(user))


def test_outside_the_demo_a_host_needs_a_second_factor(event, series, host, settings):
    """S23."""
    settings.DEMO = False

    with pytest.raises(SecondFactorFirst):
        access.event_for_host(request_of(host), event.pk)
    with pytest.raises(SecondFactorFirst):
        access.series_for_host(request_of(host), series.slug)

    Authenticator.objects.create(user=host, type=Authenticator.Type.TOTP, data={})
    assert access.event_for_host(request_of(host), event.pk) == event


def test_name_of_is_never_a_whole_address(ada):
    assert access.signed_in_name(request_of(ada)) == "Ada Attendee"
    ada.name = ""
    assert access.signed_in_name(request_of(ada)) == "ada"


def test_opening_a_link_is_a_button_and_changes_the_session_key(event, stand_in):
    phone = Client()
    address = f"/tonight/{evening_links.code(stand_in)}/"

    shown = phone.get(address)
    assert "Hello Lee" in shown.content.decode()
    assert phone.cookies.get("session") is None
    opened = phone.post(address)

    assert (opened.status_code, opened["Location"]) == (302, f"/desk/events/{event.pk}/")
    assert phone.session[access.SESSION_KEY] == {str(event.pk): stand_in.pk}


def test_a_door_link_leads_to_the_door(event, door):
    opened = Client().post(f"/tonight/{evening_links.code(door)}/")

    assert opened["Location"] == f"/door/{event.pk}/"


def test_a_dead_or_unknown_link_is_not_found(event, door, frozen):
    frozen.set(event.ends_at + dt.timedelta(hours=12))

    for code in (evening_links.code(door), "0" * 26):
        assert Client().get(f"/tonight/{code}/").status_code == 404
        assert Client().post(f"/tonight/{code}/").status_code == 404
