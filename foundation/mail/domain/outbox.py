"""Writing and withdrawing mails. Who owns a fact writes its mail in the transaction that makes the fact."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat, Greatest

from foundation.lib import clock, states
from foundation.mail.domain import rendering
from foundation.mail.models import File, Message

# A host who sends a mail again wants it sent, even when its own time is over.
RESENT_LIVES = dt.timedelta(hours=1)

REMINDER = "reminder:"


@dataclass(frozen=True)
class Sender:
    """Whom a mail is from: the meet-up's name, and the host's address for replies."""

    name: str
    reply_to: str


@dataclass(frozen=True)
class Consent:
    """What allows a marketing mail: when consent was given, and the address that withdraws it (RFC 8058)."""

    given_at: dt.datetime
    unsubscribe_url: str


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A mail to be. With `consent` it is marketing, without it service; `due_at` and `expires_at` are product time.

    `key` makes it happen once; `about`, `about_event` and `about_person` are as on Message. `stop_url` is the page
    on which a service mail that comes by itself (a reminder) can be switched off.
    """

    key: str
    template: str
    to: str
    context: Mapping[str, Any]
    sender: Sender
    to_name: str = ""
    consent: Consent | None = None
    files: Sequence[File] = ()
    about: str = ""
    about_event: int | None = None
    about_person: int | None = None
    stop_url: str = ""
    due_at: dt.datetime | None = None
    expires_at: dt.datetime | None = None
    priority: int = Message.ORDINARY
    subject_prefix: str = ""


def write(**fields: Any) -> None:
    """`write_all` for one mail, given as the fields of a Draft."""
    write_all([Draft(**fields)])


def write_all(drafts: Sequence[Draft]) -> int:
    """Render now and put in the outbox those drafts whose key is new; returns how many.

    Runs in the caller's transaction, with the same two queries for one mail as for a hundred. Of two who write the same
    key at once, one does.
    """
    now = clock.now()
    keys = [draft.key for draft in drafts]
    known = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    fresh = {draft.key: draft for draft in drafts if draft.key not in known}
    Message.objects.bulk_create([_message(draft, now=now) for draft in fresh.values()], ignore_conflicts=True)
    return len(fresh)


def _message(draft: Draft, *, now: dt.datetime) -> Message:
    rendered = rendering.render(draft.template, draft.context)
    return Message(
        key=draft.key,
        kind=Message.MARKETING if draft.consent else Message.SERVICE,
        template=draft.template,
        priority=draft.priority,
        to=draft.to,
        to_name=draft.to_name,
        from_name=draft.sender.name,
        reply_to=draft.sender.reply_to,
        subject=f"{draft.subject_prefix}{rendered.subject}"[:250],
        text=rendered.text,
        html=rendered.html,
        files=list(draft.files),
        unsubscribe_url=draft.consent.unsubscribe_url if draft.consent else draft.stop_url,
        consent_given_at=draft.consent.given_at if draft.consent else None,
        about=draft.about,
        about_event=draft.about_event,
        about_person=draft.about_person,
        written_at=now,
        due_at=draft.due_at or now,
        expires_at=draft.expires_at,
    )


def withdraw(*, about: str) -> int:
    """Take back what is not yet sent about a fact that no longer holds; returns how many.

    A mail on its way at this moment may still arrive, but is not tried again when that fails.
    """
    return withdraw_all([about])


def withdraw_all(abouts: Collection[str]) -> int:
    """`withdraw` for many facts at once."""
    return _withdraw(Message.objects.filter(about__in=abouts))


def withdraw_to(address: str, *, abouts: Collection[str]) -> int:
    """`withdraw_all`, but only what goes to this address."""
    return _withdraw(Message.objects.filter(to=address, about__in=abouts))


def has_reached(address: str, *, abouts: Collection[str]) -> bool:
    """Whether a mail about these facts went to this address or is on its way."""
    gone = [Message.SENDING, Message.SENT]
    return Message.objects.filter(to=address, about__in=abouts, state__in=gone).exists()


def withdraw_marketing(*, unsubscribe_url: str) -> int:
    """Take back the unsent mails to somebody who just used this address to say no to more; returns how many.

    Those that failed lose their words, so that nobody can send them again.
    """
    mails = Message.objects.filter(kind=Message.MARKETING, unsubscribe_url=unsubscribe_url)
    mails.filter(state=Message.FAILED).update(text="", html="")
    return _withdraw(mails, failure="The person wants no more of these.")


def withdraw_reminders(*, about_event: int) -> int:
    """Take back the unsent reminders of an event whose time or place is no longer true; returns how many.

    A reminder's key begins with `reminder:`. The key is free again, for the one that says what is true now.
    """
    unsent = Message.objects.filter(about_event=about_event, key__startswith=REMINDER)
    return _withdraw(unsent, key=Concat(F("key"), Value(":withdrawn:"), Cast("pk", CharField())))


def take_back(keys: Collection[str]) -> int:
    """Withdraw these mails where unsent, with their keys free again for mails that say what is true now; how many."""
    free = Concat(Value("taken-back:"), Cast("pk", CharField()), Value(":"), F("key"))
    return _withdraw(Message.objects.filter(key__in=keys), key=free)


def unsay(line: str, *, instead: str, about_events: QuerySet[Any], to: str = "") -> int:
    """Put `instead` in the place of an entry of a list that may not be read any more, in all mails about these events
    (or those `to` one address), sent or not; how many. One on its way at this moment may still say it.
    """
    mails = Message.objects.filter(about_event__in=about_events.values("pk"), html__contains=rendering.in_html(line))
    found = list((mails.filter(to=to) if to else mails).select_for_update().order_by("pk"))
    for message in found:
        message.text = message.text.replace(rendering.in_text(line), rendering.in_text(instead))
        message.html = message.html.replace(rendering.in_html(line), instead)
    Message.objects.bulk_update(found, ["text", "html"], batch_size=200)
    return len(found)


def resend(message: Message, *, now: dt.datetime) -> None:
    """Put a failed mail back into the queue with all its attempts; raises states.Stale when it has not failed
    or its words are no longer kept."""
    if not message.text:
        raise states.Stale(f"Message {message.pk} is empty by now")
    expires_at = message.expires_at and max(message.expires_at, now + RESENT_LIVES)
    states.move(
        message,
        Message.DUE,
        attempts=0,
        due_at=now,
        expires_at=expires_at,
        lease_until=None,
        failure="",
        failed_at=None,
        bounced_at=None,
    )


def _withdraw(mails: QuerySet[Message], **fields: Any) -> int:
    mails.filter(state=Message.SENDING).update(expires_at=Greatest(F("due_at"), Value(clock.now())))
    due = mails.filter(state=Message.DUE)
    return due.update(state=Message.WITHDRAWN, **{"failure": "No longer true.", **fields})
