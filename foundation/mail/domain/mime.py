"""From a row of the outbox to the bytes on the wire (RFC 5322, 2045, 2046), from the row alone.

    mixed( alternative( text, html or related( html, pictures ), diary ), files )

Levels with nothing beside them are left out. Bodies are quoted-printable, files base64: nothing on the way can
change them. The same row gives the same bytes, so a mail sent twice is one mail.
"""

from collections.abc import Sequence
from email import encoders
from email.charset import QP, Charset
from email.message import Message as Part
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart

from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import MIMEMixin

from foundation.lib.plain import one_line
from foundation.mail.domain import headers
from foundation.mail.models import File, Message

QUOTED = Charset("utf-8")
QUOTED.body_encoding = QP


class Tree(MIMEMixin, MIMEMultipart):  # type: ignore[misc]
    """A multipart that Django's backends can write out."""


class Mail(EmailMultiAlternatives):
    """A mail that goes over the wire as exactly our tree; a provider's API gets the same parts one by one."""

    tree: Tree

    def message(self) -> Tree:  # type: ignore[override]
        return self.tree


def build(message: Message) -> Mail:
    """The mail of a row and its attachments; raises ValueError for an address that cannot be written."""
    files: list[File] = message.files
    sender, recipient = headers.sender(message), headers.recipient(message)
    reply_to = headers.mailbox("", message.reply_to) if message.reply_to else None
    subject, extra = one_line(message.subject, at_most=250), headers.beyond_addresses(message)
    mail = Mail(
        subject,
        message.text,
        str(sender),
        [str(recipient)],
        reply_to=[str(reply_to)] if reply_to else [],
        headers=extra,
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    for file in files:
        mail.attach(_file(file))
    mail.tree = _tree(message, files)
    mail.tree["Subject"] = headers.encoded("Subject", subject)
    mail.tree["From"] = headers.written("From", sender)
    mail.tree["To"] = headers.written("To", recipient)
    if reply_to:
        mail.tree["Reply-To"] = headers.written("Reply-To", reply_to)
    for name, value in extra.items():
        mail.tree[name] = value
    return mail


def _tree(message: Message, files: Sequence[File]) -> Tree:
    alternatives: list[Part] = [_body(message.text, "plain")]
    if message.html:
        pictures = [_file(file) for file in files if file.content_id]
        html = _body(message.html, "html")
        alternatives.append(_level("related", [html, *pictures], message) if pictures else html)
    if message.diary_file:
        # Beside the text, where Gmail and Outlook look for an invitation; once more as a file for all others.
        alternatives.append(_diary(message.diary_file))
    alternative = _level("alternative", alternatives, message)
    attached: list[Part] = [_file(file) for file in files if not file.content_id]
    return _level("mixed", [alternative, *attached], message) if attached else alternative


def _level(subtype: str, parts: Sequence[Part], message: Message) -> Tree:
    level = Tree(subtype, boundary=f"={subtype}={message.message_id[1:33]}")
    for part in parts:
        level.attach(part)
    return level


def _body(text: str, subtype: str) -> Part:
    part = MIMENonMultipart("text", subtype)
    part.set_payload("\n".join(text.splitlines()) + "\n", QUOTED)
    return part


def _diary(file: File) -> MIMEBase:
    return _coded(MIMEBase("text", "calendar", charset="utf-8", method=file.method or "PUBLISH"), file)


def _file(file: File) -> MIMEBase:
    part = _diary(file) if file.mime == File.DIARY else _coded(MIMEBase(*file.mime.split("/", 1)), file)
    name = one_line(file.name, at_most=100)
    part.set_param("name", name)
    part.add_header("Content-Disposition", "inline" if file.content_id else "attachment", filename=name)
    if file.content_id:
        part["Content-ID"] = f"<{file.content_id}>"
    return part


def _coded(part: MIMEBase, file: File) -> MIMEBase:
    part.set_payload(file.content)
    encoders.encode_base64(part)
    return part
