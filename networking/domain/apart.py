"""Who is never brought together: the one place that every list, match, swap, introduction and table asks.

A block is between people and lasts; a wish "apart" is between two places of one evening, for somebody known by name
only. Both hold in both directions, and the other is never told.
"""

from collections.abc import Collection

from django.db.models import Q

from attendees.models import Ticket
from networking.models import Block, Wish


def pairs(event_id: int) -> set[frozenset[int]]:
    """Of one evening's valid tickets, the pairs (ids) that are never brought together. Three queries."""
    by_person: dict[int, list[int]] = {}
    valid = Ticket.objects.for_event(event_id).valid().filter(holder__isnull=False)
    for ticket_id, holder_id in valid.values_list("pk", "holder"):
        by_person.setdefault(holder_id or 0, []).append(ticket_id)
    people = list(by_person)
    blocks = Block.objects.filter(by__in=people, against__in=people).values_list("by", "against")
    found = {frozenset((one, other)) for by, against in blocks for one in by_person[by] for other in by_person[against]}
    wishes = Wish.objects.filter(event=event_id, kind=Wish.APART).values_list("ticket", "other")
    return found | {frozenset((ticket, other)) for ticket, other in wishes if other}


def hidden_from(ticket: Ticket) -> set[int]:
    """The tickets (ids) of the same evening that this one's person is never shown, nor shown to. Three queries."""
    wishes = Wish.objects.filter(Q(ticket=ticket) | Q(other=ticket), kind=Wish.APART)
    found = {pk for pair in wishes.values_list("ticket", "other") for pk in pair if pk} - {ticket.pk}
    if ticket.holder_id is None:
        return found
    mine = Block.objects.filter(Q(by=ticket.holder_id) | Q(against=ticket.holder_id)).values_list("by", "against")
    people = {person for pair in mine for person in pair} - {ticket.holder_id}
    theirs = Ticket.objects.for_event(ticket.event_id).filter(holder__in=people)
    return found | set(theirs.values_list("pk", flat=True)) if people else found


def hidden_from_person(profile_id: int, *, tickets: Collection[int]) -> set[int]:
    """As hidden_from, at all evenings of somebody whose tickets (ids) these are. Three queries."""
    wishes = Wish.objects.filter(Q(ticket__in=tickets) | Q(other__in=tickets), kind=Wish.APART)
    found = {pk for pair in wishes.values_list("ticket", "other") for pk in pair if pk} - set(tickets)
    mine = Block.objects.filter(Q(by=profile_id) | Q(against=profile_id)).values_list("by", "against")
    people = {person for pair in mine for person in pair} - {profile_id}
    return found | set(Ticket.objects.filter(holder__in=people).values_list("pk", flat=True))
