"""Phones at the door as the server meets them: what they send, with their own clock and their own names for acts."""

import json
from dataclasses import dataclass, field
from itertools import count

from django.urls import reverse

from foundation.lib import codes

NUMBERS = count(1)


def nonce():
    return f"{next(NUMBERS):026}"


@dataclass
class Phone:
    """A browser at the door of `event` that tells what it did; `answers` are the last ones."""

    browser: object
    event: object
    code: str = field(default_factory=codes.random_code)
    answers: list = field(default_factory=list)

    def tell(self, *acts, unsent=0, **extra):
        body = {"phone": self.code, "unsent": unsent, "acts": list(acts)}
        url = reverse("flows:door-acts", kwargs={"event_id": self.event.pk})
        response = self.browser.post(url, json.dumps(body), content_type="application/json", **extra)
        if response.status_code == 200:
            self.answers = response.json()["answers"]
        return response

    def said(self, *acts):
        """(kind, word, why) of what the server answers to these acts."""
        self.tell(*acts)
        return [(answer["kind"], answer["word"], answer["why"]) for answer in self.answers]


def act(kind, *, minutes_ago=0, **fields):
    """An act of so many minutes ago."""
    return {"nonce": nonce(), "kind": kind, "ago": int(minutes_ago * 60_000), **fields}


def scan(ticket, *, minutes_ago=0):
    return act("check-in", minutes_ago=minutes_ago, ticket=ticket.pk)
