import datetime as dt

import pytest

from attendees.domain import arrivals
from attendees.domain.refused import AttendeeRefused
from attendees.models import Arrivals, Ticket
from events.models import JournalEntry
from tests.support.factories import ProfileFactory, SignUpFactory

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def evening(event, frozen):
    """Ann was scanned, Bob and Cat were not, Dan had given his place back. It is the morning after."""
    for name in ("Ann", "Bob", "Cat"):
        SignUpFactory(event=event, buyer=ProfileFactory(name=name))
    SignUpFactory(event=event, buyer=ProfileFactory(name="Dan"), state="cancelled")
    Ticket.objects.filter(name="Ann").update(checked_in_at=event.starts_at, checked_in_by="Dora")
    frozen.set(event.ends_at + dt.timedelta(hours=9))
    return event


def marks():
    return {ticket.name: (ticket.checked_in_by, ticket.missed_at is not None) for ticket in Ticket.objects.all()}


def ids(*names):
    return set(Ticket.objects.filter(name__in=names).values_list("pk", flat=True))


def test_ticked_came_and_all_others_missed_it(evening, frozen):
    done = arrivals.settle(evening, came=ids("Bob"), by="Henry", now=frozen.now)

    row = Arrivals.objects.get()
    assert done == (1, 1)
    assert marks() == {
        "Ann": ("Dora", False),
        "Bob": ("Henry, afterwards", False),
        "Cat": ("", True),
        "Dan": ("", False),
    }
    assert (row.event_id, row.settled_at, row.settled_by) == (evening.pk, frozen.now, "Henry")
    assert JournalEntry.objects.get().sentence == "settled who came: 1 more came, 1 missed it"


def test_settling_again_mends(evening, frozen):
    arrivals.settle(evening, came=set(), by="Henry", now=frozen.now)
    frozen.move(hours=1)

    done = arrivals.settle(evening, came=ids("Cat"), by="Lee", now=frozen.now)

    assert done == (1, 1)
    assert marks()["Cat"] == ("Lee, afterwards", False)
    assert marks()["Bob"] == ("", True)
    assert Arrivals.objects.get().settled_by == "Lee"


def test_tickets_of_other_evenings_and_void_ones_are_left_alone(evening, frozen):
    other = SignUpFactory().tickets.get()

    done = arrivals.settle(evening, came={other.pk, *ids("Dan", "Ann")}, by="Henry", now=frozen.now)

    assert done == (0, 2)
    assert Ticket.objects.get(pk=other.pk).checked_in_at is None
    assert marks()["Dan"] == ("", False)


def test_nobody_missed_what_has_not_begun(event, ticket, frozen):
    with pytest.raises(AttendeeRefused, match="has not begun yet"):
        arrivals.settle(event, came=set(), by="Henry", now=frozen.now)

    assert Ticket.objects.get(pk=ticket.pk).missed_at is None
    assert arrivals.settled(event) is None
