"""What people bring to the next evening: questions, some who can help, regulars who look out for somebody new."""

import datetime as dt

from attendees.models import Ticket, TicketQuerySet
from events.models import Event, Series
from networking.domain import answerers, asks, look_outs
from networking.domain.asks import Question
from networking.domain.refused import NetworkingRefused
from networking.models import LookOut

QUESTIONS = (
    Question(words="How did you choose between an MBA and an MSP?", topic="Qualifications"),
    Question(words="Contract or permanent, outside the M25?", topic="Contracts", seen=asks.NAMED),
    Question(words="How do others plan a year when the budget comes in March?", topic="Planning", sector="public"),
    Question(words="Who reports risk to a board without a traffic light?", topic="Reporting", sector="finance"),
    Question(
        words="I’m shortlisted at a bank and nobody here may know. What do they ask?",
        topic="Interviews",
        sector="finance",
        seen=asks.PRIVATE,
    ),
)
HELPERS, REGULARS = 3, 4


def bring_questions(series: Series, *, now: dt.datetime) -> None:
    """Save them for the first of the next dates."""
    event = Event.objects.filter(series=series, starts_at__gt=now).select_related("series").earliest("starts_at")
    tickets = list(_people(event)[:24])
    for asker, question, at in zip(tickets, QUESTIONS, range(len(QUESTIONS)), strict=False):
        made = asks.ask(asker, question, now=now)
        for helper in tickets[8 + at : 8 + at + at % HELPERS] if not made.is_private else ():
            answerers.offer(made, ticket=helper, now=now)
    _look_out(event, tickets[8:], now=now)


def _look_out(event: Event, tickets: list[Ticket], *, now: dt.datetime) -> None:
    """Some regulars offer; they find a first-timer each, and the first of those said yes."""
    for ticket in tickets:
        try:
            look_outs.offer(ticket, now=now)
        except NetworkingRefused:
            continue
        if LookOut.objects.filter(event=event).count() == REGULARS:
            break
    look_outs.pair_up(now)
    found = LookOut.objects.filter(state=LookOut.PROPOSED).select_related("newcomer").first()
    if found and found.newcomer:
        look_outs.agree(found.newcomer, now=now)


def _people(event: Event) -> TicketQuerySet:
    valid = Ticket.objects.for_event(event.pk).valid().filter(holder__isnull=False)
    return valid.select_related("holder", "sign_up", "event__series").order_by("pk")
