"""How long the words of a mail are kept: 30 days. That it was sent, when and to whom, stays."""

import datetime as dt

from foundation.mail.models import Message

KEPT = dt.timedelta(days=30)


def empty_old(now: dt.datetime) -> int:
    """Empty the bodies and drop the files of mails written over 30 days ago; returns how many mails."""
    old = Message.objects.exclude(state__in=[Message.DUE, Message.SENDING]).filter(written_at__lt=now - KEPT)
    return old.exclude(text="", html="").update(text="", html="", files=[])
