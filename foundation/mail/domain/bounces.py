"""Addresses from which mail comes back: after three in a row nothing more is sent there but codes that people ask for.

A bounce is a server's word that there is no such mailbox. It is counted from the messages themselves: one that
arrives, or somebody who says that the address works, ends the row.
"""

from foundation.mail.models import Message

IN_A_ROW = 3


def is_given_up(address: str) -> bool:
    """Whether the last three mails to it that came to an end came back. One query, two for an address with bounces."""
    came_back = Message.objects.filter(to=address, bounced_at__isnull=False).order_by("-bounced_at")
    times = list(came_back.values_list("bounced_at", flat=True)[:IN_A_ROW])
    if len(times) < IN_A_ROW:
        return False
    return not Message.objects.filter(to=address, sent_at__gt=times[-1]).exists()


def forgive(address: str) -> int:
    """Send there again from now on; returns how many bounces are forgotten."""
    return Message.objects.filter(to=address, bounced_at__isnull=False).update(bounced_at=None)
