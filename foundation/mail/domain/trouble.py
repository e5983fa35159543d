"""What went wrong with a mail, and what follows from it."""

from dataclasses import dataclass
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused

from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused

from foundation.lib.plain import one_line
from foundation.mail.domain.line import LineDown

CLOSING = 421  # RFC 5321: the server closes the channel after this answer
NO_SUCH_ADDRESS = 550


@dataclass(frozen=True)
class Trouble:
    """`final`: this mail will never go. `bounced`: its address takes none. `counts`: it used up one of the attempts.

    `broken`: the line must be opened anew. `ends_run`: the server takes no mail at the moment, whoever it is for.
    """

    words: str
    final: bool = False
    bounced: bool = False
    counts: bool = True
    broken: bool = False
    ends_run: bool = False


def judge(error: Exception) -> Trouble:
    """What an error while sending means. A broken line says nothing about the mail; what we do not know may pass."""
    match error:
        case LineDown():
            return Trouble(_words("No connection", error), counts=False, broken=True, ends_run=True)
        case SMTPException():
            return _refused(error)
        case AnymailRecipientsRefused():
            return Trouble(_words("Refused", error), final=True, bounced=True)
        case AnymailAPIError():
            return Trouble(_words("Provider", error), ends_run=error.status_code in {401, 403, 429})
        case OSError():
            return Trouble(_words("The line broke", error), broken=True)
        case ValueError():
            return Trouble(_words("Cannot be written", error), final=True)
    return Trouble(_words(type(error).__name__, error), broken=True)


def _refused(error: SMTPException) -> Trouble:
    """By RFC 5321: 4xx passes, 5xx stays."""
    match error:
        case SMTPRecipientsRefused():
            code, answer = next(iter(error.recipients.values()))
            return _answered(code, answer, bounced=code >= 500)
        case SMTPSenderRefused():
            # Our own address is the same in every mail: no mail is to blame, and none would do better.
            return Trouble(_said(error.smtp_code, error.smtp_error), broken=True, ends_run=True)
        case SMTPResponseException():
            return _answered(error.smtp_code, error.smtp_error, bounced=error.smtp_code == NO_SUCH_ADDRESS)
    return Trouble(_words("The line broke", error), broken=True)


def _answered(code: int, answer: bytes | str, *, bounced: bool) -> Trouble:
    closing = code == CLOSING
    return Trouble(_said(code, answer), final=code >= 500, bounced=bounced, broken=closing, ends_run=closing)


def _said(code: int, answer: bytes | str) -> str:
    words = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return one_line(f"{code} {words}", at_most=300)


def _words(what: str, error: Exception) -> str:
    return one_line(f"{what}: {error}", at_most=300)
