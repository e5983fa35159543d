"""Whose a row is: it was made by whoever had the place then, and a place may be given to somebody else."""

from django.db.models import F, Q

from attendees.models import Ticket


def of_its_person(ticket: str, *, at: str) -> Q:
    """That `ticket` is valid and still that of the person who had it when the row was made (its field `at`)."""
    kept = Q(**{f"{ticket}__given_at__isnull": True}) | Q(**{f"{ticket}__given_at__lte": F(at)})
    return kept & Q(**{f"{ticket}__state": Ticket.VALID})
