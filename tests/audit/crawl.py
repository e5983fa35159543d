"""Following links through the demo with Django's test client, and keeping what it shows."""

import re
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from attendees.models import Ticket
from events.models import Series
from flashmob.demo import house
from foundation.accounts.models import User
from foundation.mail.models import Message
from tests.support import golden


def has_evenings():
    return Series.objects.exists()


def mails(folder: Path, diaries: Path) -> int:
    """Every mail and diary file as the golden files have them; returns how many mails."""
    for name in golden.names():
        content = (golden.FOLDER / name).read_text().replace("<code>", "0" * 26)
        if name.endswith(".html"):
            keep(folder / name.replace("/", "-"), content.encode())
        elif name.endswith(".ics"):
            keep(diaries / name.replace("/", "-"), content.replace("\n", "\r\n").encode())
    return len(list(folder.iterdir()))


def links_in_mails() -> list[str]:
    """The paths that the demo's own mails lead to."""
    texts = "\n".join(Message.objects.values_list("text", flat=True))
    return sorted(set(re.findall(rf"{re.escape(settings.SITE_URL)}(/\S+)", texts)))


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
