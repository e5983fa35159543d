"""Somebody who hid everything, and who said everything that one can say here: none of it may reach another guest.

`HiddenPerson(house)` comes to the evening of an access house (tests/support/access.py) and fills everything with canary
words; the house's "attendee" sat at one table with them in a round, so that a first name is known and nothing else.
"""

import re

from attendees.domain import person
from attendees.models import AccessNeed, Profile, Ticket
from foundation.lib import clock
from networking.models import (
    Answerer,
    Ask,
    Block,
    Card,
    Feedback,
    LookOut,
    OwnNote,
    Pattern,
    Promise,
    Swap,
    Talked,
    Wish,
)
from tests.support.factories import SignUpFactory, UserFactory, seated

FIRST_NAME = "Zebulon"
SURNAME = "Canariusson"
EMAIL = "zebulon@canary.example"
PRIVATE_QUESTION = "canaryprivatequestion"
CARD = {
    "role": "canaryrole",
    "can_help": "canaryhelp",
    "employer": "canaryemployer",
    "phone": "07700900999",
    "link": "https://canarypage.example/me",
    "photo_code": "canaryph0t0",
}
FORM_FIELD = re.compile(r'name="([\w-]+)"')


class HiddenPerson:
    def __init__(self, house):
        now = clock.now()
        self.event, viewer = house.event, house.ticket
        self.user = UserFactory(email=EMAIL, name=f"{FIRST_NAME} {SURNAME}")
        self.profile = Profile.objects.get(user=self.user)
        self.ticket = SignUpFactory(event=self.event, buyer=self.profile).tickets.get()
        Ticket.objects.filter(pk=self.ticket.pk).update(door_note="canarydoornote")
        self.third = SignUpFactory(event=self.event).tickets.get()
        AccessNeed.objects.create(ticket=self.ticket, words="canaryneed", told_at=now)
        person.write_note(self.profile, self.event.series, words="canaryhostnote", by="Henry", now=now)
        Card.objects.create(profile=self.profile, seen_by=Card.HOST, photo=b"webp", changed_at=now, **CARD)
        seated(self.event, [[viewer, self.ticket, self.third]])
        self._say(viewer, now)

    def _say(self, viewer, now):
        event, ticket = self.event, self.ticket
        said = {"event": event, "ticket": ticket}
        to_host = {"words": PRIVATE_QUESTION, "topic": "canarytopic", "is_private": True}
        private = Ask.objects.create(**said, **to_host, number=1, asked_at=now)
        # The host thinks of the viewer for it, who knows nothing of that before its asker says yes.
        Answerer.objects.create(ask=private, ticket=viewer, state=Answerer.PROPOSED, said_at=now)
        Answerer.objects.create(
            ask=Ask.objects.create(event=event, ticket=self.third, number=1, words="Third?", asked_at=now),
            ticket=ticket,
            said_at=now,
        )
        Feedback.objects.create(**said, met=1, words="canaryfeedback", said_at=now)
        LookOut.objects.create(event=event, regular=ticket, newcomer=self.third, state=LookOut.AGREED, said_at=now)
        OwnNote.objects.create(owner=self.profile, about=viewer, words="canaryownnote", changed_at=now)
        Pattern.objects.create(**said, words="Noticed.", nonce="canarynonce", filed_at=now, changed_at=now)
        Swap.objects.create(event=event, asker=ticket, other=self.third, asker_shares=["phone"], asked_at=now)
        Promise.objects.create(event=event, by=ticket, to=self.third, words="canarypromise", made_at=now)
        Talked.objects.create(event=event, by=ticket, to=self.third, said_at=now)
        Wish.objects.create(**said, kind=Wish.STAYS, said_at=now)

    def blocks(self, viewer):
        """They would rather not sit with the person of `viewer`."""
        Block.objects.create(by=self.profile, against=viewer.holder, said_at=clock.now())

    @property
    def canaries(self):
        """What nobody else may read anywhere, besides hosts and whoever is at the door."""
        secrets = (self.ticket.manage_code, self.ticket.sign_up.manage_code, self.ticket.door_code)
        return [SURNAME.lower(), "canary", "07700900999", "07700900999", *secrets]

    @property
    def promised(self):
        """Whom they promised something, by address, and what: that one is told."""
        return {self.third.email: "canarypromise"}

    def fields(self, page):
        """What to send to a page's forms to ask about this person: their number in every field it names."""
        named = set(FORM_FIELD.findall(page)) - {"csrfmiddlewaretoken", "form_code"}
        common = {"ticket", "other", "about", "with", "to", "person", "asker", "who"}
        return dict.fromkeys(named | common, str(self.ticket.pk))
