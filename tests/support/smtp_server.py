"""A real SMTP server on loopback that keeps what it gets and fails on demand."""

import asyncio
import email
import email.policy
from dataclasses import dataclass, field
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.ports import free_port


@dataclass
class Mail:
    """One accepted mail: the envelope's addresses and the parsed message."""

    sender: str
    recipients: list[str]
    message: EmailMessage
    source: bytes


@dataclass
class SmtpServer:
    """`mails` is what came. Knobs: `refuse` (an answer such as "421 busy" to every mail), `refused` (answers by
    recipient), `hang` (seconds of silence after DATA; the mail is kept only when `keep_hung`), `hung` (recipients whose
    mails hang for a second). `connections` counts those opened."""

    mails: list[Mail] = field(default_factory=list)
    refuse: str = ""
    refused: dict[str, str] = field(default_factory=dict)
    hang: float = 0
    keep_hung: bool = False
    hung: set[str] = field(default_factory=set)
    connections: int = 0
    tried: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        """For EMAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    def to(self, address: str) -> list[Mail]:
        """What came for one recipient, oldest first."""
        return [mail for mail in self.mails if address in mail.recipients]

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse:
            return self.refuse
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tried.append(address)
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        source = envelope.original_content or b""
        message = email.message_from_bytes(source, policy=email.policy.default)
        mail = Mail(envelope.mail_from or "", list(envelope.rcpt_tos), message, source)
        hang = 1 if self.hung.intersection(mail.recipients) else self.hang
        if not hang or self.keep_hung:
            self.mails.append(mail)
        if hang:
            await asyncio.sleep(hang)
        return "250 OK"


class Running:
    """Starts the server on a free port; `with Running() as smtp: …`."""

    def __init__(self) -> None:
        self.smtp = SmtpServer()
        self.smtp.port = free_port()
        self.controller = Controller(self.smtp, hostname="127.0.0.1", port=self.smtp.port)

    def __enter__(self) -> SmtpServer:
        self.controller.start()
        return self.smtp

    def __exit__(self, *_: object) -> None:
        self.controller.stop()
