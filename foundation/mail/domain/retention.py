"""How long the words of a mail are kept: 30 days. That it was sent, when and to whom, stays."""

import datetime as dt

from django.db.models import F, Q

from foundation.mail.models import Message

KEPT = dt.timedelta(days=30)
NOBODY = "erased@erased.invalid"


def empty_old(now: dt.datetime) -> int:
    """Empty the bodies and drop the files of mails written over 30 days ago; returns how many mails."""
    old = Message.objects.exclude(state__in=[Message.DUE, Message.SENDING]).filter(written_at__lt=now - KEPT)
    return old.exclude(text="", html="").update(text="", html="", files=[])


def erase(*, address: str, person: int) -> int:
    """Empty every mail to an address, about a person or with the address in its words; what is not sent is not sent.

    That there was a mail, and when, stays. Returns how many.
    """
    theirs = Message.objects.filter(Q(to=address) | Q(about_person=person) | Q(text__icontains=address))
    theirs.filter(state=Message.SENDING).update(expires_at=F("due_at"))
    theirs.filter(state=Message.DUE).update(state=Message.WITHDRAWN, failure="Erased.")
    theirs.exclude(to=address).update(text="", html="", files=[])
    return Message.objects.filter(to=address).update(
        to=NOBODY, to_name="", subject="Erased", text="", html="", files=[], unsubscribe_url="", about_person=None
    )
