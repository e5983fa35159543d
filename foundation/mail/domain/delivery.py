"""Sending what is due. May run in any number of processes at once, and may be killed at any moment."""

import datetime as dt
import logging

from django.conf import settings

from foundation.lib import clock
from foundation.mail.domain import bounces, mime, queue
from foundation.mail.domain.addresses import is_nobodys
from foundation.mail.domain.line import Line
from foundation.mail.domain.trouble import Trouble, judge
from foundation.mail.models import Message

log = logging.getLogger(__name__)

LONGEST_RUN = dt.timedelta(seconds=50)
BREAKS = 3
NOBODYS = Trouble("The address is at a domain reserved for examples; nothing is sent there.", final=True)

GIVEN_UP = Trouble("Three mails to this address came back, so nothing more is sent there.", final=True)


def send_due(now: dt.datetime) -> int:
    """Send the mails that are due at `now` over one connection; returns how many the server took.

    What fails for the moment is tried again after 1, 5, 15, 60 minutes, 4 and 12 hours, then it has failed. A line
    that breaks three times, or a server that takes nothing, ends the run; the next one goes on where this one stopped.
    """
    ends = clock.real_now() + LONGEST_RUN
    taken = breaks = 0
    with Line() as line:
        for message in queue.claims(now):
            trouble = _send(line, message)
            if trouble is None:
                queue.sent(message, now=now)
                taken += 1
            else:
                queue.not_sent(message, trouble, now=now)
                breaks += trouble.broken
            if (trouble and trouble.ends_run) or breaks >= BREAKS or clock.real_now() >= ends:
                break
    return taken


def _send(line: Line, message: Message) -> Trouble | None:
    """None when the server has taken the mail. Whatever happens to one mail, the next ones are sent."""
    if not settings.DEMO and is_nobodys(message.to):
        return NOBODYS
    if message.priority != Message.CODE and bounces.is_given_up(message.to):
        return GIVEN_UP
    try:
        line.open()
        line.send(mime.build(message))
    except Exception as error:
        trouble = judge(error)
        log.warning("mail not sent", extra={"mail": message.pk, "template": message.template, "final": trouble.final})
        if trouble.broken:
            line.drop()
        return trouble
    return None
