"""Whom somebody who comes in now may be introduced to, among those who are in already."""

from attendees.domain import introductions
from attendees.domain.door_list import Tonight
from attendees.domain.introductions import Person
from attendees.models import Ticket
from foundation.lib import names


def person(ticket: Ticket) -> Person:
    """A buyer by what they said this time, a companion by what they said of themselves once."""
    is_buyer = ticket.seat == 1
    said = ticket.sign_up.sector if is_buyer else ""
    known = ticket.holder.sector if ticket.holder else ""
    return Person(ticket.pk, ticket.sign_up_id, said or known, ticket.sign_up.question if is_buyer else "")


def introduced_to(tonight: Tonight, ticket: Ticket) -> str:
    """A first name, with as much of the rest as tells two people apart; "" when nobody suits. One query."""
    tickets = Ticket.objects.select_related("sign_up", "holder").in_bulk([row.pk for row in tonight.rows])
    suiting = introductions.candidates([person(one) for one in tickets.values()]).get(ticket.pk, [])
    said = zip(tonight.rows, names.shortened([row.name for row in tonight.rows]), strict=True)
    inside = {row.pk: name for row, name in said if row.is_in}
    return next((inside[pk] for pk in suiting if pk in inside), "")
