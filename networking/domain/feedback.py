"""Three questions about one evening: answered by who came, changeable for two weeks, read by the host as sums only."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from attendees.models import Ticket
from events.models import Event
from networking.domain.refused import NetworkingRefused
from networking.models import Feedback

OPEN_FOR = dt.timedelta(days=14)
FEWEST = 3  # of fewer answers a host could tell whose is which
QUESTIONS = ("met", "included", "again")
LATE = "The questions were open for two weeks after the evening."
EARLY = "The questions open when the evening is over."
NOT_THERE = "The questions are for those who came. You were there? Tell the host, who puts it right."


@dataclass(frozen=True)
class Sums:
    """What was said of one evening: of each question how many said yes, partly and no. Nothing of it names anybody.

    `said` of the `came` answered. With too few answers `answers` and `words` are empty.
    """

    came: int
    said: int
    answers: Mapping[str, tuple[int, int, int]]
    words: tuple[str, ...]

    @property
    def rate(self) -> int:
        """How many in a hundred of those who came answered."""
        return round(100 * self.said / self.came) if self.came else 0


def refused(ticket: Ticket, *, now: dt.datetime) -> str:
    """Why this ticket's person cannot answer now; nothing when they can."""
    event = ticket.event
    if not event.is_over(now):
        return EARLY
    if not ticket.checked_in_at:
        return NOT_THERE
    return LATE if now >= closes_at(event) else ""


def closes_at(event: Event) -> dt.datetime:
    """Until when answers can be given and changed."""
    return event.ends_at + OPEN_FOR


def of(ticket: Ticket) -> Feedback | None:
    """What this ticket's person said, if anything."""
    return Feedback.objects.filter(ticket=ticket).first()


def say(
    ticket: Ticket, *, met: int | None, included: int | None, again: int | None, words: str, now: dt.datetime
) -> None:
    """Save the answers in place of those given before; twice is harmless. Raises NetworkingRefused."""
    why = refused(ticket, now=now)
    if why:
        raise NetworkingRefused(why)
    said = {"met": met, "included": included, "again": again, "words": words, "said_at": now}
    Feedback.objects.update_or_create(ticket=ticket, defaults={"event_id": ticket.event_id, **said})


def sums(event_id: int) -> Sums:
    """What the host may know; two queries, a third with enough answers."""
    came = Ticket.objects.for_event(event_id).checked_in().count()
    counts = {
        f"{question}_{answer}": Count("pk", filter=Q(**{question: answer}))
        for question in QUESTIONS
        for answer, _ in Feedback.ANSWERS
    }
    found = _of_event(event_id).aggregate(said=Count("pk"), **counts)
    said = found["said"]
    if said < FEWEST:
        return Sums(came, said, {}, ())
    answers = {each: (found[f"{each}_3"], found[f"{each}_2"], found[f"{each}_1"]) for each in QUESTIONS}
    return Sums(came, said, answers, _words(event_id))


def counted() -> QuerySet[Feedback]:
    """What counts: said by people who came and whose place stands."""
    return Feedback.objects.filter(ticket__state=Ticket.VALID, ticket__checked_in_at__isnull=False)


def _of_event(event_id: int) -> QuerySet[Feedback]:
    return counted().filter(event=event_id)


def _words(event_id: int) -> tuple[str, ...]:
    """In the order of the alphabet: the order of time would tell whose they are."""
    return tuple(_of_event(event_id).exclude(words="").order_by("words").values_list("words", flat=True))
