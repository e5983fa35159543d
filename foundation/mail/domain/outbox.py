"""Writing and withdrawing mails. Who owns a fact writes its mail in the transaction that makes the fact."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from foundation.lib import clock
from foundation.mail.domain import rendering
from foundation.mail.models import Attachment, Message


@dataclass(frozen=True)
class File:
    """An attachment to be. `method`: "REQUEST" or "CANCEL" for a diary file; `content_id` for an inline picture."""

    name: str
    mime: str
    content: bytes
    method: str = ""
    content_id: str = ""


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


def write(
    *,
    key: str,
    template: str,
    to: str,
    context: Mapping[str, Any],
    sender: Sender,
    to_name: str = "",
    consent: Consent | None = None,
    files: Sequence[File] = (),
    about: str = "",
    about_event: int | None = None,
    about_person: int | None = None,
    due_at: dt.datetime | None = None,
    expires_at: dt.datetime | None = None,
    priority: int = Message.ORDINARY,
) -> Message | None:
    """Render `template` now and put it in the outbox; None when a message with this `key` exists already.

    With `consent` the mail is marketing, without it service. `due_at` and `expires_at` are product time, UTC.
    Runs in the caller's transaction; a nudge after the commit wakes the sender.
    """
    now = clock.now()
    if Message.objects.filter(key=key).exists():
        return None
    rendered = rendering.render(template, context)
    with transaction.atomic():
        message = Message(
            key=key,
            kind=Message.MARKETING if consent else Message.SERVICE,
            template=template,
            priority=priority,
            to=to,
            to_name=to_name,
            from_name=sender.name,
            reply_to=sender.reply_to,
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            unsubscribe_url=consent.unsubscribe_url if consent else "",
            consent_given_at=consent.given_at if consent else None,
            about=about,
            about_event=about_event,
            about_person=about_person,
            written_at=now,
            due_at=due_at or now,
            expires_at=expires_at,
        )
        created = Message.objects.bulk_create([message], ignore_conflicts=True)
        message = Message.objects.get(key=key)
        if not created or message.attachments.exists():
            return None
        Attachment.objects.bulk_create(
            Attachment(
                message=message,
                name=file.name,
                mime=file.mime,
                content=file.content,
                method=file.method,
                content_id=file.content_id,
            )
            for file in files
        )
    return message


def withdraw(*, about: str) -> int:
    """Take back what is not yet sent about a fact that no longer holds; returns how many."""
    return Message.objects.about(about).filter(state=Message.DUE).update(state=Message.WITHDRAWN)
