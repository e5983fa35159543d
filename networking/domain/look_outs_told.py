"""Who looks out for whom, in the reminders of both: the first-timer reads a first name, and so does the regular.

Only where both said yes and no block parts them. Whatever changes that takes the unsent ones back.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from attendees.domain import appearances, reminders
from attendees.domain.addressees import Addressee
from attendees.domain.looked_out import LookedOut
from events.models import Event
from networking.domain import apart
from networking.models import LookOut


def write_reminders(now: dt.datetime) -> int:
    """Write the reminders that are due; returns how many. May run twice, or be killed."""
    return reminders.write_due(now, gather)


def gather(people: Sequence[Addressee]) -> Mapping[int, LookedOut]:
    """For these people of one evening, by the id of their ticket; in a transaction. Queries do not grow with them.

    The rows are locked until it ends, so that taking one back waits for the mails that name it and then finds them.
    """
    event = people[0].sign_up.event
    agreed = LookOut.objects.paired().filter(event=event, state=LookOut.AGREED).select_for_update(of=("self",))
    kept_apart = apart.pairs(event.pk)
    pairs = [
        (one.regular, one.newcomer)
        for one in agreed.select_related("regular__holder", "newcomer__holder").order_by("pk")
        if one.newcomer and frozenset((one.regular_id, one.newcomer_id)) not in kept_apart and _stay(one)
    ]
    came = appearances.of([regular.holder_id for regular, _ in pairs if regular.holder_id], event=event).days
    found: dict[int, LookedOut] = {}
    for regular, newcomer in pairs:
        times = len(came.get(regular.holder_id or 0, ()))
        found[newcomer.pk] = LookedOut(by=regular.first_name, came=times)
        found[regular.pk] = LookedOut(newcomer=newcomer.first_name)
    return found


def both(look_outs: QuerySet[LookOut]) -> list[int]:
    """The tickets of regular and newcomer of these look-outs, whose reminders may speak of them; locks the rows."""
    rows = look_outs.filter(newcomer__isnull=False).select_for_update(of=("self",)).order_by("pk")
    return [pk for pair in rows.values_list("regular", "newcomer") for pk in pair if pk]


def take_back(look_outs: QuerySet[LookOut]) -> None:
    """Unsent reminders that speak of these look-outs are withdrawn and written anew. In the transaction that parts
    the two, before it moves the rows.
    """
    for event in Event.objects.filter(pk__in=look_outs.values("event")):
        reminders.take_back(event, both(look_outs.filter(event=event)))


def _stay(one: LookOut) -> bool:
    """Whether neither asked to be erased."""
    return not any(ticket and ticket.holder and ticket.holder.erase_asked_at for ticket in (one.regular, one.newcomer))
