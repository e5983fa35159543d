"""Phones that hold the list of an evening: when each was last heard of, and whether it still had something to send."""

import datetime as dt

from django.db.models import Q, QuerySet

from attendees.models import DoorPhone
from events.models import Event


def hear(event: Event, *, code: str, name: str, unsent: int, now: dt.datetime) -> DoorPhone:
    """A phone says that it is there, and how many acts it keeps."""
    said = {"name": name[:80], "unsent": min(unsent, 9999), "heard_at": now}
    phone, _ = DoorPhone.objects.update_or_create(event=event, code=code, defaults=said)
    return phone


def holding(event: Event) -> QuerySet[DoorPhone]:
    """Those that may still hold acts: they said so, or fell silent before the evening's end."""
    phones = DoorPhone.objects.filter(Q(unsent__gt=0) | Q(heard_at__lt=event.ends_at), event=event)
    return phones.order_by("-unsent", "heard_at")
