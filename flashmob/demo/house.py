"""The demo's series, venues and team."""

import datetime as dt

from allauth.account.models import EmailAddress

from attendees.domain import profiles
from events.models import Series, TeamMember, Venue
from flashmob.demo import words
from foundation.accounts.models import User

PASSWORD = "one-pub-evening"
OWNER, HOST = "amara.nwosu@mail.example", "tom.whitfield@mail.example"
OWNER_NAME, HOST_NAME = "Amara Nwosu", "Tom Whitfield"


def open_house(*, now: dt.datetime) -> Series:
    """Save the series with its two venues, its owner and its host; both can sign in with PASSWORD."""
    series = Series.objects.create(
        name="PMO Flashmob London",
        slug="pmo-london",
        tagline=words.TAGLINE,
        about=words.ABOUT,
        what_happens=words.WHAT_HAPPENS,
        first_time=words.FIRST_TIME,
        house_rules=words.HOUSE_RULES,
        host_name=OWNER_NAME,
        host_intro=words.HOST_INTRO,
        host_phone="020 7946 0321",
        email="amara@pmo-flashmob.example",
        pay_at_door=True,
        repeats_week=1,
        repeats_weekday=1,
        repeats_as=Series.DRAFTS,
        supplier_name="PMO Flashmob CIC",
        supplier_address="4 Crucifix Lane\nLondon SE1 3JW",
        complaints_contact="Ruth Abrahams, ruth@pmo-flashmob.example",
        created_at=now,
        changed_at=now,
    )
    series.venue = Venue.objects.create(
        series=series,
        name="The Market Porter, upstairs room",
        address="9 Stoney Street, London",
        postcode="SE1 9AA",
        entrance=words.ENTRANCE,
        step_free=True,
        map_url="https://www.openstreetmap.org/?mlat=51.50563&mlon=-0.09183#map=18/51.50563/-0.09183",
        changed_at=now,
    )
    Venue.objects.create(
        series=series,
        name="The Lamb, back room",
        address="94 Lamb's Conduit Street, London",
        postcode="WC1N 3LZ",
        entrance="Through the bar, last door on the right. Two steps.",
        step_free=False,
        changed_at=now,
    )
    series.save()
    for email, name, role in ((OWNER, OWNER_NAME, TeamMember.OWNER), (HOST, HOST_NAME, TeamMember.HOST)):
        TeamMember.objects.create(series=series, user=make_user(email, name=name), role=role, since=now)
    return series


def make_user(email: str, *, name: str) -> User:
    """A user whose address counts as verified, linked to the profile of that address."""
    user = User.objects.create_user(email, PASSWORD, name=name, is_staff=email == OWNER, is_superuser=email == OWNER)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    profiles.link(user)
    return user
