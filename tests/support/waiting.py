"""Full evenings and people who wait for them."""

from attendees.domain import departures, waiting_list
from attendees.models import Ticket, WaitingListEntry
from foundation.lib import clock
from foundation.mail.models import Message
from tests.support.factories import EventFactory, SignUpFactory


def full(places=2, **fields):
    """A full evening: everybody in it came alone and has a valid place."""
    event = EventFactory(capacity=places, **fields)
    for _ in range(places):
        SignUpFactory(event=event)
    return event


def wait(event, name, *, party=1):
    """Somebody joins the list, with `party` - 1 friends."""
    friends = [(f"{name}'s friend {number}", "") for number in range(1, party)]
    people = [(name, f"{name.lower()}@mail.example"), *friends]
    return waiting_list.join(event, people=people, now=clock.now())


def give_back(event, count=1):
    """So many people of the evening cancel, one after the other."""
    seated = Ticket.objects.for_event(event.pk).valid().filter(sign_up__waited_as=None).order_by("pk")
    for ticket in seated[:count]:
        departures.cancel([ticket], by=ticket.name, now=clock.now())


def states(event):
    """Everybody's name and state, in the order of the list."""
    entries = WaitingListEntry.objects.for_event(event.pk).order_by("rank", "pk")
    return [(entry.name, entry.state) for entry in entries]


def mails(kind):
    """To whom mails of this kind were written, in order."""
    return list(
        Message.objects.filter(template=f"attendees/waiting_{kind}").order_by("pk").values_list("to", flat=True)
    )
