"""Why no plan keeps all wishes, in words for the host, with the people it is about."""

from dataclasses import dataclass

from attendees.models import Ticket
from events.models import Event
from networking.domain.planning import Impossible

SENTENCES = {
    "same_pair_blocked_and_together": "They asked to begin together, and one of them is never to sit with another.",
    "pair_never_there_at_once": "They are to sit together, and are not in the same round.",
    "too_many_together_at_once": "They all want to begin at one table, and no table is so large.",
    "too_many_together_for_one_person": "More people are to sit with the first of them than their tables have seats.",
    "person_blocked_from_too_many": "The first of them is kept apart from so many that no table can be filled.",
    "more_people_apart_than_groups": "All of them are kept apart from each other, and there are fewer tables.",
}
OTHERWISE = "Their wishes together leave no tables that keep them all."


@dataclass(frozen=True)
class Why:
    sentence: str
    names: tuple[str, ...]


def of(event: Event, found: Impossible) -> Why:
    """One query. For the host only."""
    names = dict(Ticket.objects.for_event(event.pk).filter(pk__in=found.people).values_list("pk", "name"))
    return Why(SENTENCES.get(found.code, OTHERWISE), tuple(names[pk] for pk in found.people if pk in names))
