"""The outbox as a queue: which row goes next, who has it, and where it goes from there.

A row is claimed by one conditional UPDATE, so of several senders each row has one. A claim is a lease in machine time:
a sender that dies loses it, and the row goes out again with the same Message-ID.
"""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from foundation.lib import clock, compiled
from foundation.mail.domain.trouble import Trouble
from foundation.mail.models import Message

LEASE = dt.timedelta(minutes=3)
HANDFUL = 20
WAITS = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720)]
TOO_LATE = "Too late: its time was over before it could be sent."


def claims(now: dt.datetime) -> Iterator[Message]:
    """Claim the rows that are due, one at a time: sign-in codes first, then the oldest. Ends when none is left."""
    while handful := DUE.all(now, clock.real_now()):
        claimed = 0
        for message in handful:
            if _claim(message, now=now):
                claimed += 1
                yield message
        if not claimed:
            return  # other senders have them all


def sent(message: Message, *, now: dt.datetime) -> None:
    """The server has taken it. Whoever has the claim by now, this is true."""
    Message.objects.filter(pk=message.pk, state=Message.SENDING).update(
        state=Message.SENT, sent_at=now, attempts=F("attempts") + 1, lease_until=None, failure=""
    )


def not_sent(message: Message, trouble: Trouble, *, now: dt.datetime) -> None:
    """Back into the queue for later, or given up and visible. Only the one who has the claim can say so."""
    attempts = message.attempts + trouble.counts
    mine = Message.objects.filter(pk=message.pk, state=Message.SENDING, lease_until=message.lease_until)
    tried = {"attempts": attempts, "lease_until": None, "failure": trouble.words}
    if trouble.final or attempts > len(WAITS):
        bounced_at = now if trouble.bounced else None
        mine.update(state=Message.FAILED, failed_at=now, bounced_at=bounced_at, **tried)
        return
    due_at = now + WAITS[attempts - 1] if trouble.counts else message.due_at
    # The row decides, not the copy in hand: it may have been withdrawn while it was on its way.
    in_time = mine.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=max(due_at, now)))
    if not in_time.update(state=Message.DUE, due_at=due_at, **tried):
        mine.update(state=Message.WITHDRAWN, **tried | {"failure": f"{TOO_LATE} {trouble.words}"[:300]})


def withdraw_stale(now: dt.datetime) -> int:
    """Take back what nobody needs any more ("see you tomorrow" after the evening); returns how many."""
    return (
        _free(now, clock.real_now())
        .filter(expires_at__lte=now)
        .update(state=Message.WITHDRAWN, lease_until=None, failure=TOO_LATE)
    )


def _claim(message: Message, *, now: dt.datetime) -> bool:
    """Whether this sender has the row now, as it was read.

    Of one evening, nothing overtakes a mail on its way to the same person: "cancelled" comes after the reminder.
    """
    on_the_way = Message.objects.filter(
        state=Message.SENDING, to=message.to, about_event=message.about_event, pk__lt=message.pk
    )
    until = clock.real_now() + LEASE
    free = _timely(now, clock.real_now()).filter(~Exists(on_the_way), pk=message.pk, attempts=message.attempts)
    if not free.update(state=Message.SENDING, lease_until=until):
        return False
    message.state, message.lease_until = Message.SENDING, until
    return True


def _free(now: dt.datetime, real_now: dt.datetime) -> QuerySet[Message]:
    """What is due, or claimed by a sender whose lease is over."""
    lapsed = Q(state=Message.SENDING, lease_until__lte=real_now)
    return Message.objects.filter(Q(state=Message.DUE) | lapsed, due_at__lte=now)


def _timely(now: dt.datetime, real_now: dt.datetime) -> QuerySet[Message]:
    """What anybody may claim: free, and still of use."""
    return _free(now, real_now).filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now))


def _due(now: dt.datetime, real_now: dt.datetime) -> QuerySet[Message]:
    """A handful to claim that waits for no other: mails to one person about one fact go out in the order of writing."""
    earlier = Message.objects.unsent().filter(to=OuterRef("to"), pk__lt=OuterRef("pk"))
    same_fact = earlier.filter(~Q(about=""), about=OuterRef("about")).filter(Q(due_at__lte=now) | Q(attempts__gt=0))
    return _timely(now, real_now).filter(~Exists(same_fact)).order_by("priority", "due_at", "pk")[:HANDFUL]


DUE = compiled.Query(_due)
