"""Following links through the demo with Django's test client, and keeping what it shows."""

import re
from collections import Counter
from pathlib import Path

from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from attendees.domain import previews, samples
from attendees.models import Ticket
from events.models import Series
from flashmob.demo import house
from foundation.accounts.models import User
from foundation.mail.models import Message


def has_evenings():
    return Series.objects.exists()


def mails(folder: Path, diaries: Path):
    """Every kind of mail with its sample evening, one of each template that was sent, and the diary files in them."""
    evening, kept = samples.evening(), {}
    for preview in previews.KINDS:
        keep(folder / f"preview-{preview.kind}.html", preview.render(evening).html.encode())
        for number, file in enumerate(file for file in preview.draft(evening).files if file.method):
            keep(diaries / f"preview-{preview.kind}-{number}.ics", file.content)
    for message in Message.objects.order_by("pk"):
        if kept.setdefault(message.template, message) is message:
            name = message.template.replace("/", "-")
            keep(folder / f"{name}.html", message.html.encode())
            for file in message.files:
                if file.mime.startswith("text/calendar"):
                    keep(diaries / f"mail-{name}.ics", file.content)
    return list(kept.values())


def pages(folder: Path, diaries: Path, starts, *, most: int) -> int:
    """Keeps up to `most` pages of each address and role; returns how many addresses were seen."""
    kinds = set()
    for role, client in clients().items():
        seen, waiting, count = set(), list(starts), Counter()
        while waiting:
            path = waiting.pop(0)
            kind = kind_of(path)
            if path in seen or kind is None or count[kind] >= most or kind.endswith("logout"):
                continue
            seen.add(path)
            response = client.get(path, HTTP_HOST="localhost:8000", follow=True)
            mime = response.headers.get("Content-Type", "")
            name = f"{role}-{kind.replace(':', '.')}-{count[kind]}"
            if response.status_code != 200:
                continue
            if mime.startswith("text/calendar"):
                keep(diaries / f"{name}.ics", response.content)
            elif mime.startswith("text/html"):
                page = keep(folder / f"{name}.html", response.content)
                waiting += [link.split("#")[0] for link in re.findall(r'href="(/[^"?]*)', page)]
                if re.search(r'<form[^>]*method="post"', page):
                    keep_refused(folder / f"{name}-refused.html", client, path)
            count[kind] += 1
            kinds.add(kind)
    return len(kinds)


def clients():
    """Nobody, somebody with a ticket, and the owner."""
    attendee, owner = Client(raise_request_exception=False), Client(raise_request_exception=False)
    profile = Ticket.objects.valid().filter(holder__isnull=False).latest("pk").holder
    profile.user = profile.user or User.objects.create_user(profile.email, name=profile.name)
    profile.save()
    attendee.force_login(profile.user, backend="django.contrib.auth.backends.ModelBackend")
    owner.force_login(User.objects.get(email=house.OWNER), backend="django.contrib.auth.backends.ModelBackend")
    return {"nobody": Client(raise_request_exception=False), "attendee": attendee, "owner": owner}


def keep_refused(file: Path, client, path: str) -> None:
    """The page after an empty post, if it comes back with its errors; what the post did is undone."""
    with transaction.atomic():
        response = client.post(path, HTTP_HOST="localhost:8000")
        transaction.set_rollback(True)
    if response.status_code in (200, 422) and response.headers.get("Content-Type", "").startswith("text/html"):
        keep(file, response.content)


def kind_of(path: str):
    """The name of the address; None when it is not a page of ours."""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return None
    return None if name.startswith("admin:") or path.startswith("/static/") else name


def keep(file: Path, content: bytes) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return content.decode()
