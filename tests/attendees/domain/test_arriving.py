import pytest

from attendees.domain import arriving, check_in, door_list
from attendees.models import Ticket
from tests.support.factories import ProfileFactory, SignUpFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def introduced(event, name):
    """To whom this one is introduced, as the team's own page would say it."""
    return arriving.introduced_to(door_list.read(event, whole_names=True), Ticket.objects.get(name=name))


@pytest.fixture
def four(event):
    """Two Toms in tech, Hal in health who asks about technology, and Zoe who said nothing."""
    for name, answers in (
        ("Tom Whitfield", {"sector": "tech"}),
        ("Tom Wong", {"sector": "tech"}),
        ("Hal Hill", {"sector": "health", "question": "What does technology change for us?"}),
        ("Zoe Zimmer", {}),
    ):
        SignUpFactory(event=event, buyer=ProfileFactory(name=name), **answers)
    return event


def come_in(event, name):
    check_in.check_in(event, Ticket.objects.get(name=name), by="Dora", now=event.starts_at)


def test_somebody_who_is_in_suits_by_sector_or_by_question(four):
    assert introduced(four, "Tom Wong") == ""
    come_in(four, "Tom Whitfield")

    assert introduced(four, "Tom Wong") == "Tom Wh"
    assert introduced(four, "Hal Hill") == "Tom Wh"
    assert introduced(four, "Zoe Zimmer") == ""


def test_companion_counts_by_what_they_said_of_themselves(four):
    come_in(four, "Tom Whitfield")
    friend = ProfileFactory(name="Fay Friend", sector="tech")
    pair = SignUpFactory(event=four, sector="energy", people=["Pat Pair", "Fay Friend"])
    Ticket.objects.filter(sign_up=pair, name="Fay Friend").update(holder=friend)

    assert introduced(four, "Fay Friend") == "Tom Wh"
    assert introduced(four, "Pat Pair") == ""
