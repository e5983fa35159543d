"""The people of the tests: always the same, so that a name says a role.

Olivia owns the series, Henry hosts it. Ada and Ben have tickets, Ned is nobody yet. Zoe owns another series.
Stan is staff of the site. Dora has the door's link, Lee the stand-in's.
"""

import pytest
from django.test import Client
from django.urls import reverse

from attendees.models import Profile
from events.models import EveningLink, TeamMember
from tests.support.factories import (
    EveningLinkFactory,
    EventFactory,
    SeriesFactory,
    SignUpFactory,
    TeamMemberFactory,
    UserFactory,
    code_of,
)


@pytest.fixture
def series(db):
    """PMO London, with Olivia and Henry."""
    series = SeriesFactory(name="PMO London", slug="pmo-london")
    TeamMemberFactory(series=series, user=UserFactory(email="olivia@mail.example", name="Olivia Owner"), role="owner")
    TeamMemberFactory(series=series, user=UserFactory(email="henry@mail.example", name="Henry Host"), role="host")
    return series


@pytest.fixture
def owner(series):
    return series.team.get(role=TeamMember.OWNER).user


@pytest.fixture
def host(series):
    return series.team.get(role=TeamMember.HOST).user


@pytest.fixture
def event(series):
    """PMO London's next evening: published, in a week, £5, 10 places, all free."""
    return EventFactory(series=series, slug="june", title="June evening")


@pytest.fixture
def ada(db):
    """An attendee who can sign in; `ada.profile` is her as an attendee."""
    return person("ada@mail.example", name="Ada Attendee")


@pytest.fixture
def ben(db):
    """Another attendee who can sign in."""
    return person("ben@mail.example", name="Ben Bystander")


@pytest.fixture
def ticket(event, ada):
    """Ada's valid ticket for the event."""
    return SignUpFactory(event=event, buyer=ada.profile).tickets.get()


@pytest.fixture
def zoe(db):
    """The owner of another series."""
    zoe = UserFactory(email="zoe@mail.example", name="Zoe Elsewhere")
    TeamMemberFactory(series=SeriesFactory(name="Elsewhere", slug="elsewhere"), user=zoe, role=TeamMember.OWNER)
    return zoe


@pytest.fixture
def staff(db):
    """Stan, of the site's staff."""
    return UserFactory(email="stan@mail.example", name="Stan Staff", is_staff=True, is_superuser=True)


def person(email, *, name):
    """A user with `.profile`, the attendee of the same address."""
    user = UserFactory(email=email, name=name)
    user.profile = Profile.objects.get(user=user)
    return user


@pytest.fixture
def henry(host):
    """The host's browser, signed in."""
    return signed_in(host)


@pytest.fixture
def dora(event):
    """The browser of a helper who opened the door's link."""
    return opened(EveningLinkFactory(event=event, name="Dora"))


@pytest.fixture
def lee(event):
    """The browser of the stand-in who opened their link."""
    return opened(EveningLinkFactory(event=event, name="Lee", role=EveningLink.STAND_IN))


def signed_in(user) -> Client:
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def opened(link) -> Client:
    """A browser in which the link of an evening was opened."""
    browser = Client()
    browser.post(reverse("events:open-evening-link", kwargs={"code": code_of(link)}))
    return browser
