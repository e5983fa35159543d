"""What an evening left to the people who were there, for the mails of the morning after and of day 5.

For a handful of people at once, with a number of queries that does not grow with them. Nobody is named to somebody from
whom a block keeps them, nor anybody who asked to be erased.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from django.db.models import Q

from attendees.domain import appearances, stories
from attendees.domain.addressees import Addressee
from attendees.domain.taken_home import Answerable, Asked, AsksToSwap, Met, Said, TakenHome
from attendees.models import Ticket
from foundation.lib import links, names
from foundation.mail.models import File
from networking.domain import apart, details, left_open, vcards
from networking.domain.details import Details
from networking.models import OwnNote, Promise, Round, Seat, Swap, Talked

Pairs = Collection[frozenset[int]]
BOTH = ("event__series", "asker__holder__card", "asker__sign_up", "other__holder__card", "other__sign_up")
PHOTOS = ("asker__holder__card__photo", "other__holder__card__photo")


@dataclass(frozen=True)
class Promised:
    """Open promises of one person: theirs to keep, and those they wait for."""

    made: Sequence[Said] = ()
    awaited: Sequence[Said] = ()


@dataclass(frozen=True)
class Left:
    """What an evening left to a handful of people, each by the id of their ticket where there is any."""

    met: Mapping[int, Sequence[Details]]
    asking: Mapping[int, Sequence[AsksToSwap]]
    notes: Mapping[int, Mapping[int, Said]]
    promised: Mapping[int, Promised]
    tables: Mapping[int, Sequence[Ticket]]
    asked: Mapping[int, Sequence[Asked]]
    questions: Mapping[int, Sequence[Answerable]]


def morning_after(people: Sequence[Addressee]) -> dict[int, TakenHome]:
    """What each of these people of one evening took home, by the id of their ticket.

    In a transaction: the agreed swaps are locked until it ends, so that taking one back waits for the mail that names
    the other, and then finds it.
    """
    event_id, tickets = people[0].sign_up.event_id, [to.ticket for to in people]
    hidden = apart.pairs(event_id)
    left = Left(
        met=swapped(tickets, hidden),
        asking=asks(tickets, hidden),
        notes=own_notes(tickets, hidden),
        promised=promises(tickets, hidden),
        tables=at_tables(tickets, hidden),
        asked=left_open.asked(tickets, hidden),
        questions=left_open.answerable(tickets, hidden),
    )
    return {to.ticket.pk: _home(to, left) for to in people}


def day_five(people: Sequence[Addressee]) -> dict[int, TakenHome]:
    """What is still open for each of these people of one evening five days later; nobody in it for whom nothing is."""
    event, tickets = people[0].sign_up.event, [to.ticket for to in people]
    hidden = apart.pairs(event.pk)
    promised, questions = promises(tickets, hidden), left_open.answerable(tickets, hidden)
    new = appearances.newcomers([ticket.holder_id for ticket in tickets if ticket.holder_id], event=event)
    untold = {ticket.pk for ticket in tickets if ticket.holder_id in new} - stories.told_by(tickets)
    homes = {}
    for to in people:
        made, tells = promised.get(to.ticket.pk, Promised()).made, to.ticket.pk in untold
        if made or questions[to.ticket.pk] or tells:
            homes[to.ticket.pk] = TakenHome(
                promised=made,
                questions=questions[to.ticket.pk],
                promises_url=links.to("networking:my-people"),
                questions_url=questions_page(to),
                story_url=links.to("attendees:story", to.ways_in.manage_code) if tells else "",
            )
    return homes


def swapped(tickets: Sequence[Ticket], hidden: Pairs) -> dict[int, list[Details]]:
    """By ticket whom its person swapped details with, by name, and what each shares now. One query that locks."""
    ids = {ticket.pk for ticket in tickets}
    found = Swap.objects.agreed().filter(Q(asker__in=ids) | Q(other__in=ids)).select_for_update(of=("self",))
    met: dict[int, list[Details]] = {}
    for swap in found.select_related(*BOTH).defer(*PHOTOS):
        for mine, theirs, shares in (
            (swap.asker_id, swap.other, swap.other_shares),
            (swap.other_id, swap.asker, swap.asker_shares),
        ):
            if mine in ids and is_there(mine, theirs, hidden):
                theirs.event = swap.event
                met.setdefault(mine, []).append(details.shown(theirs, shares))
    return {
        mine: sorted(people, key=lambda one: (one.called.casefold(), one.ticket.pk)) for mine, people in met.items()
    }


def asks(tickets: Sequence[Ticket], hidden: Pairs) -> dict[int, list[AsksToSwap]]:
    """By ticket who of those who came waits for its person's yes or no, the earliest first. One query that locks."""
    found = Swap.objects.filter(other__in=tickets, state=Swap.ASKED, asker__state=Ticket.VALID)
    waiting = found.exclude(asker__checked_in_at=None).select_for_update(of=("self",)).order_by("asked_at", "pk")
    asking: dict[int, list[AsksToSwap]] = {}
    for swap in waiting.select_related("asker__holder"):
        if is_there(swap.other_id, swap.asker, hidden):
            page = links.to("networking:person", swap.asker_id)
            asking.setdefault(swap.other_id, []).append(AsksToSwap(swap.asker.first_name, page))
    return asking


def own_notes(tickets: Sequence[Ticket], hidden: Pairs) -> dict[int, dict[int, Said]]:
    """By ticket what its person noted about people of the evening, by these people's tickets. One query."""
    holders = {ticket.holder_id: ticket.pk for ticket in tickets if ticket.holder_id}
    found = OwnNote.objects.filter(owner__in=holders, about__event=tickets[0].event_id).select_related("about__holder")
    notes: dict[int, dict[int, Said]] = {}
    for note in found.order_by("about__name", "pk"):
        mine = holders[note.owner_id]
        if is_there(mine, note.about, hidden):
            notes.setdefault(mine, {})[note.about_id] = Said(note.about.first_name, note.words)
    return notes


def promises(tickets: Sequence[Ticket], hidden: Pairs) -> dict[int, Promised]:
    """By ticket the open promises of its person, the oldest first. One query."""
    ids = {ticket.pk for ticket in tickets}
    found = Promise.objects.filter(Q(by__in=ids) | Q(to__in=ids), state=Promise.OPEN).order_by("made_at", "pk")
    made: dict[int, list[Said]] = {}
    awaited: dict[int, list[Said]] = {}
    for promise in found.select_related("by__holder", "to__holder"):
        if promise.by_id in ids and is_there(promise.by_id, promise.to, hidden):
            made.setdefault(promise.by_id, []).append(Said(promise.to.first_name, promise.words))
        if promise.to_id in ids and is_there(promise.to_id, promise.by, hidden):
            awaited.setdefault(promise.to_id, []).append(Said(promise.by.first_name, promise.words))
    return {pk: Promised(made.get(pk, []), awaited.get(pk, [])) for pk in made.keys() | awaited.keys()}


def at_tables(tickets: Sequence[Ticket], hidden: Pairs) -> dict[int, list[Ticket]]:
    """By ticket with whom its person sat in rounds that were played, and did not say "we talked" of. Two queries."""
    event_id, ids = tickets[0].event_id, {ticket.pk for ticket in tickets}
    played = Seat.objects.filter(round__event=event_id, round__state__in=[Round.LIVE, Round.CLOSED])
    groups: dict[int, list[Ticket]] = {}
    for seat in played.select_related("ticket__holder").order_by("ticket__name", "ticket"):
        if seat.ticket.state == Ticket.VALID:
            groups.setdefault(seat.group_id, []).append(seat.ticket)
    talked = set(Talked.objects.filter(by__in=ids).values_list("by", "to"))
    mates: dict[int, dict[int, Ticket]] = {}
    for mine, other in ((mine, other) for people in groups.values() for mine, other in permutations(people, 2)):
        if mine.pk in ids and (mine.pk, other.pk) not in talked and is_there(mine.pk, other, hidden):
            mates.setdefault(mine.pk, {})[other.pk] = other
    return {mine: list(others.values()) for mine, others in mates.items()}


def is_there(mine: int, other: Ticket, hidden: Pairs) -> bool:
    """Whether the person of `mine` may still see this other person's first name."""
    erased = other.holder is not None and other.holder.erase_asked_at is not None
    return not erased and frozenset((mine, other.pk)) not in hidden


def _home(to: Addressee, left: Left) -> TakenHome:
    mine = to.ticket.pk
    met, notes, promised = left.met.get(mine, []), left.notes.get(mine, {}), left.promised.get(mine, Promised())
    friends = {person.ticket.pk for person in met}
    rest = [ticket.first_name for ticket in left.tables.get(mine, []) if ticket.pk not in friends]
    return TakenHome(
        people=[_met(person, notes.get(person.ticket.pk)) for person in met],
        asking=left.asking.get(mine, []),
        notes=[note for about, note in notes.items() if about not in friends],
        promised=promised.made,
        awaited=promised.awaited,
        asked=left.asked.get(mine, []),
        questions=left.questions.get(mine, []),
        tables=names.listed(sorted(rest)),
        cards=_cards(met),
        people_url=links.to("networking:my-people"),
        promises_url=links.to("networking:my-people"),
        questions_url=questions_page(to),
        tables_url=links.to("networking:talked", to.ways_in.manage_code),
        feedback_url=links.to("networking:feedback", to.ways_in.manage_code),
    )


def questions_page(to: Addressee) -> str:
    """Where they say that a question is answered, or that they can help."""
    return f"{links.to('networking:evening', to.ways_in.manage_code)}#questions"


def _met(person: Details, note: Said | None) -> Met:
    lines = [value for name, _, value in person.shared if name != details.NAME]
    return Met(person.called, tuple(lines), note.words if note else "")


def _cards(met: Iterable[Details]) -> list[File]:
    """One file each: some address books read only the first card of a file."""
    files: dict[str, File] = {}
    for person in met:
        name = vcards.file_name(person)
        if name in files:
            name = name.replace(".vcf", f"-{len(files) + 1}.vcf")
        files[name] = File(name=name, mime="text/vcard", content=vcards.render([person]))
    return list(files.values())
