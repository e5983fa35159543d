"""People who came to an evening."""

from attendees.models import Profile, Ticket
from networking.domain import swaps
from networking.models import Card
from tests.support.factories import ProfileFactory, SignUpFactory, now


def came(event, name, *, person=None, **card):
    """The ticket of somebody who was checked in, with a card when there is something on it."""
    profile = person or Profile.objects.filter(email=f"{name.split()[0].lower()}@mail.example").first()
    profile = profile or ProfileFactory(email=f"{name.split()[0].lower()}@mail.example", name=name)
    sign_up = SignUpFactory(event=event, buyer=profile)
    sign_up.tickets.update(checked_in_at=now(), checked_in_by="Dora", name=name)
    if card:
        Card.objects.create(profile=profile, changed_at=now(), **card)
    return Ticket.objects.select_related("event__series", "holder__card", "sign_up").get(sign_up=sign_up)


def swapped(one, other, *, shares=("name",), back=("name",)):
    """The two agreed."""
    swaps.say_yes(one, other, shares=shares, now=now())
    return swaps.say_yes(other, one, shares=back, now=now())
