"""The demo's mailbox: every mail that the demo sends is a file on this machine, to be read at /mailbox/."""

import datetime as dt
import email
import email.policy
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage as Part
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from foundation.lib import clock

NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{8}")


class EmailBackend(BaseEmailBackend):
    """Delivers into EMAIL_FILE_PATH: one .eml file a mail, whole or not at all."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{clock.real_now():%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
            unfinished = folder / f"{name}.part"
            unfinished.write_bytes(message.message().as_bytes(linesep="\r\n"))  # type: ignore[call-arg]
            unfinished.rename(folder / f"{name}.eml")
        return len(email_messages)


@dataclass(frozen=True)
class Delivered:
    """A mail in the mailbox. `name` is its file's, without the ending."""

    name: str
    subject: str
    to: str
    sender: str
    date: dt.datetime | None


def names() -> list[str]:
    """All mails, the newest first."""
    return sorted((file.stem for file in Path(settings.EMAIL_FILE_PATH).glob("*.eml")), reverse=True)


def headers(name: str) -> Delivered:
    """What a list shows of a mail; raises FileNotFoundError."""
    with _file(name).open("rb") as file:
        source = BytesHeaderParser(policy=email.policy.default).parse(file)
    return _delivered(name, source)


def source(name: str) -> bytes:
    """The mail as it was sent; raises FileNotFoundError."""
    return _file(name).read_bytes()


def read(name: str) -> Part:
    """The parsed mail; raises FileNotFoundError."""
    return email.message_from_bytes(source(name), policy=email.policy.default)


def text(mail: Part, kind: str) -> str:
    """The body in "plain" or "html", "" when there is none."""
    body = mail.get_body((kind,))
    return str(body.get_content()) if body else ""


def files(mail: Part) -> list[Part]:
    """What is attached to be saved, in its order."""
    return [part for part in mail.walk() if part.get_content_disposition() == "attachment"]


def pictures(mail: Part) -> Iterator[tuple[str, str, bytes]]:
    """The pictures inside the HTML: content id, MIME type, bytes."""
    for part in mail.walk():
        if part["Content-ID"]:
            yield part["Content-ID"].strip("<> "), part.get_content_type(), cast(bytes, part.get_payload(decode=True))


def _delivered(name: str, source: Part) -> Delivered:
    return Delivered(
        name=name,
        subject=str(source["Subject"] or ""),
        to=str(source["To"] or ""),
        sender=str(source["From"] or ""),
        date=source["Date"].datetime if source["Date"] else None,
    )


def _file(name: str) -> Path:
    if not NAME.fullmatch(name):
        raise FileNotFoundError(name)
    return Path(settings.EMAIL_FILE_PATH) / f"{name}.eml"
