"""Questions that an evening left open: each one's own with who can help, and others' that they could answer."""

from collections.abc import Collection, Sequence

from attendees.domain import sectors
from attendees.domain.taken_home import Answerable, Asked
from attendees.models import Ticket
from foundation.lib import names
from networking.models import Answerer, Ask

Pairs = Collection[frozenset[int]]
MOST = 3  # of others' questions in one mail


def asked(tickets: Sequence[Ticket], hidden: Pairs) -> dict[int, list[Asked]]:
    """By ticket its person's open questions, each with the first names of those who can help. Two queries.

    Of a private one a mail says the topic only. With it helps who said yes to it, after its asker did.
    """
    mine = list(Ask.objects.standing().filter(ticket__in=[ticket.pk for ticket in tickets]).order_by("number"))
    helping = Answerer.objects.standing().filter(ask__in=mine, state__in=[Answerer.OFFERED, Answerer.AGREED])
    helpers: dict[int, list[Ticket]] = {}
    for answerer in helping.select_related("ticket").order_by("said_at", "pk"):
        helpers.setdefault(answerer.ask_id, []).append(answerer.ticket)
    found: dict[int, list[Asked]] = {}
    for one in mine:
        seen = [helper for helper in helpers.get(one.pk, []) if frozenset((one.ticket_id, helper.pk)) not in hidden]
        helped_by = names.listed([helper.first_name for helper in seen])
        found.setdefault(one.ticket_id, []).append(Asked(_own_words(one), helped_by))
    return found


def answerable(tickets: Sequence[Ticket], hidden: Pairs) -> dict[int, list[Answerable]]:
    """By ticket the open questions of others that its person could answer: those they said they can help with, then
    those of their sector, three at most. Named only where its asker wants that. Three queries.
    """
    event_id, ids = tickets[0].event_id, [ticket.pk for ticket in tickets]
    shown = list(Ask.objects.shown().filter(event=event_id).select_related("ticket").order_by("pk"))
    said = set(Answerer.objects.offered().filter(ask__in=shown, ticket__in=ids).values_list("ticket", "ask"))
    works_in = dict(Ticket.objects.filter(pk__in=ids).values_list("pk", sectors.of_ticket()))
    found = {}
    for pk in ids:
        others = [one for one in shown if one.ticket_id != pk and frozenset((one.ticket_id, pk)) not in hidden]
        helps = [one for one in others if (pk, one.pk) in said]
        could = [one for one in others if one not in helps and one.sector and one.sector == works_in.get(pk)]
        found[pk] = [_answerable(one, helps=one in helps) for one in (*helps, *could)[:MOST]]
    return found


def _own_words(one: Ask) -> str:
    if not one.is_private:
        return one.words
    return f"To the host alone, about {one.topic}" if one.topic else "To the host alone"


def _answerable(one: Ask, *, helps: bool) -> Answerable:
    return Answerable(one.words, one.ticket.first_name if one.shows_name else "", helps)
