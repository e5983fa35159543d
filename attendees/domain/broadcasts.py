"""Writing to people: drafted, looked at, planned, sent in handfuls. The only module that moves a Broadcast.

The sweep puts a broadcast's mails into the outbox once it is due. It may run twice, or be killed: an address that has
its mail gets no second one, and the next run goes on with those who have none.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from attendees.domain import audiences, broadcast_mails, consents, previews
from attendees.domain.audiences import Reader
from attendees.domain.refused import AttendeeRefused
from attendees.models import Broadcast
from events.domain import journal
from events.models import Event, Series
from foundation.lib import clock, dates, states
from foundation.mail.domain import outbox
from foundation.mail.models import Message

BATCH = 50
LONGEST_RUN = dt.timedelta(seconds=40)
BY_ITSELF = "Flashmob"


def draft(subject: Event | Series, *, wish: Mapping[str, str], key: str, by: str, now: dt.datetime) -> Broadcast:
    """Save a draft about an evening or a series from audience, kind, subject and words; the same `key`, the same one.

    Nobody gets anything yet.
    """
    event = subject if isinstance(subject, Event) else None
    series_id = event.series_id if event else subject.pk
    fields = {"series_id": series_id, "event": event, "written_by": by, "written_at": now, **wish}
    return Broadcast.objects.get_or_create(key=key, defaults=fields)[0]


def change(broadcast: Broadcast, *, wish: Mapping[str, str], by: str, now: dt.datetime) -> None:
    """Other words for a draft; raises AttendeeRefused when it is none any more."""
    drafts = Broadcast.objects.filter(pk=broadcast.pk, state=Broadcast.DRAFT)
    if not drafts.update(written_by=by, written_at=now, **wish):
        raise AttendeeRefused("It has been sent meanwhile, so its words stay.")


def throw_away(broadcast: Broadcast) -> None:
    """A draft that nobody got; twice is harmless. Raises AttendeeRefused when it is no draft any more."""
    Broadcast.objects.filter(pk=broadcast.pk, state=Broadcast.DRAFT).delete()
    if Broadcast.objects.filter(pk=broadcast.pk).exists():
        raise AttendeeRefused("It has been sent meanwhile, so it stays.")


def plan(broadcast: Broadcast, *, at: dt.datetime, by: str, now: dt.datetime) -> None:
    """Let it go out at `at`, which may be now. Raises AttendeeRefused when there is nobody to read it then."""
    audience = audiences.of(broadcast)
    if not audiences.is_open(broadcast.event, audience.when, at):
        raise AttendeeRefused(_closed(audience.when))
    if at <= now and not audiences.readers(broadcast):
        raise AttendeeRefused("There is nobody to write to: nobody of them has an address that may be used for this.")
    later = f", to go out on {dates.moment(at, broadcast.zone)}" if at > now else ""
    with transaction.atomic():
        if _moved(broadcast, Broadcast.PLANNED, due_at=at):  # else the button was pressed twice
            _note(broadcast, by=by, sentence=f"wrote “{broadcast.subject}” to {_whom(broadcast)}{later}")


def stop(broadcast: Broadcast, *, by: str, now: dt.datetime) -> None:
    """Before it began it is a draft again; after that, what is not yet sent is not sent.

    Raises AttendeeRefused when all of it has gone.
    """
    with transaction.atomic():
        was = Broadcast.objects.select_for_update().get(pk=broadcast.pk).state
        if was == Broadcast.PLANNED:
            states.move(broadcast, Broadcast.DRAFT, due_at=None)
            _note(broadcast, by=by, sentence=f"took “{broadcast.subject}” back before it was sent")
            return
        if not _moved(broadcast, Broadcast.STOPPED, stopped_at=now, stopped_by=by):
            raise AttendeeRefused("There is nothing to stop.")
        if not outbox.withdraw(about=broadcast.about) and was == Broadcast.SENT:
            raise AttendeeRefused("All of them are sent already.")
        _note(broadcast, by=by, sentence=f"stopped “{broadcast.subject}” on its way")


def send_test(broadcast: Broadcast, *, to: str, name: str, token: str, now: dt.datetime) -> None:
    """Post it to `to` only, as an invented reader would get it; the same `token` sends nothing more."""
    sample = broadcast_mails.sample(broadcast, now=now)
    outbox.write_all([previews.as_test(sample, to=to, name=name, key=f"test:{token}:broadcast")])


def write_due(now: dt.datetime) -> int:
    """Put the mails of every broadcast that is due into the outbox; returns how many."""
    ends = clock.real_now() + LONGEST_RUN
    due = Broadcast.objects.filter(state__in=[Broadcast.PLANNED, Broadcast.SENDING], due_at__lte=now)
    found = due.select_related("series", "event__series", "event__venue").order_by("due_at", "pk")
    return sum(_write(broadcast, ends=ends, now=now) for broadcast in found)


def _write(broadcast: Broadcast, *, ends: dt.datetime, now: dt.datetime) -> int:
    """One broadcast, until `ends` (real time) or until somebody stopped it."""
    if not audiences.is_open(broadcast.event, audiences.of(broadcast).when, now):
        _give_up(broadcast, now=now)
        return 0
    if broadcast.state == Broadcast.PLANNED and not _moved(broadcast, Broadcast.SENDING):
        return 0
    told = set(Message.objects.about(broadcast.about).values_list("to", flat=True))
    untold = [reader for reader in audiences.readers(broadcast) if reader.email not in told]
    written = 0
    for start in range(0, len(untold), BATCH):
        if clock.real_now() >= ends:
            return written
        written += _write_some(broadcast, untold[start : start + BATCH], now=now)
    with transaction.atomic():
        if _moved(broadcast, Broadcast.SENT, sent_at=now):
            sentence = f"put “{broadcast.subject}” on its way to {len(told) + written} addresses"
            _note(broadcast, by=BY_ITSELF, sentence=sentence)
    return written


def _write_some(broadcast: Broadcast, readers: Sequence[Reader], *, now: dt.datetime) -> int:
    """A handful in one transaction, in which nobody can stop it or withdraw a consent: either comes before or after."""
    with transaction.atomic():
        if not Broadcast.objects.select_for_update().filter(pk=broadcast.pk, state=Broadcast.SENDING):
            return 0
        if broadcast.event and not broadcast.is_marketing:
            mails = [broadcast_mails.note(to, broadcast, broadcast.event, now=now) for to in readers]
        else:
            agreed = consents.lock(broadcast.series_id, [to.email for to in readers])
            mails = [
                broadcast_mails.news(to, broadcast, agreed[to.email], now=now) for to in readers if to.email in agreed
            ]
        return outbox.write_all(mails)


def _give_up(broadcast: Broadcast, *, now: dt.datetime) -> None:
    """Its evening was cancelled, or was over before it could be sent."""
    with transaction.atomic():
        if _moved(broadcast, Broadcast.STOPPED, stopped_at=now, stopped_by=BY_ITSELF):
            outbox.withdraw(about=broadcast.about)
            sentence = f"did not send “{broadcast.subject}”: the evening is not on, or over"
            _note(broadcast, by=BY_ITSELF, sentence=sentence)


def _moved(broadcast: Broadcast, to: str, **fields: object) -> bool:
    """Whether it was still where this move starts."""
    try:
        states.move(broadcast, to, **fields)
    except states.Stale:
        return False
    return True


def _note(broadcast: Broadcast, *, by: str, sentence: str) -> None:
    journal.note(broadcast.event or broadcast.series, by=by, sentence=sentence)


def _whom(broadcast: Broadcast) -> str:
    label = audiences.of(broadcast).label
    kept = ", of them only who agreed" if broadcast.event and broadcast.is_marketing else ""
    return f"{label[0].lower()}{label[1:]}{kept}"


def _closed(when: str) -> str:
    if when == audiences.UNTIL_END:
        return "This evening is over or not published at that time, so nobody is coming."
    return "This evening has not begun at that time, so nobody has come or missed it."
