"""Who may open what: every address of the site, asked as every role.

tests/access_matrix.csv has one row per address and method. What a role gets is written as

    yes      the page, a redirect onwards, or the form with its errors (200, 302, 303, 400, 409, 422)
    sign in  a redirect to the sign-in page
    403 …    that status

A missing row is shown by the failing test with what was seen: read it and judge it before you copy it.
"""

import copy
import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.shortcuts import resolve_url
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from attendees.domain import consents, person, transfers
from attendees.models import PeopleImport, Profile, Ring, Story
from events.domain import vouchers
from events.models import EveningLink
from foundation.lib import clock
from foundation.mail.domain import mailbox
from networking.domain import answerers, asks, promises
from networking.models import Card, LookOut, Pattern, RunSheet
from tests.networking.people import came, swapped
from tests.support.factories import (
    BroadcastFactory,
    EveningLinkFactory,
    EventFactory,
    InvitationFactory,
    MessageFactory,
    PaymentFactory,
    RefundFactory,
    SeriesFactory,
    SignUpFactory,
    TeamMemberFactory,
    TicketFactory,
    UnmatchedFactory,
    UserFactory,
    WaitingListEntryFactory,
    code_of,
    seated,
)
from tests.support.meeting import asked

FILE = Path(__file__).parent.parent / "access_matrix.csv"
ROLES = ("nobody", "attendee", "other attendee", "door", "stand-in", "host", "owner", "other owner", "staff")
METHODS = ("GET", "POST")
# Not ours to list one by one: their own tests are theirs. By name (allauth) or namespace (the admin).
OTHERS = ("account_", "mfa_", "usersessions_", "socialaccount_", "admin:")
INVITATION_CODE = "1nv1tat10n" + "0" * 16
YES = {200, 302, 303, 400, 409, 422}


@dataclass(frozen=True)
class Address:
    """A URL name with the names of what its path takes."""

    name: str
    takes: tuple[str, ...]


def addresses(resolver=None, space="", takes=()):
    """Every named address of ours, by name."""
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        inner = (*takes, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            inner_space = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found += addresses(pattern, inner_space, inner)
        elif isinstance(pattern, URLPattern):
            found.append(Address(f"{space}{pattern.name}", inner))
    return sorted({address for address in found if not address.name.startswith(OTHERS)}, key=lambda each: each.name)


def rows():
    """The matrix: (URL name, method) → {role: what it gets}."""
    with FILE.open(newline="") as file:
        return {(row["name"], row["method"]): {role: row[role] for role in ROLES} for row in csv.DictReader(file)}


def is_change(sql):
    """Whether a query writes anything but the visitor's own session."""
    return (
        sql.startswith(("INSERT", "UPDATE", "DELETE")) and "session" not in sql.split(" SET ")[0].split(" VALUES ")[0]
    )


def a_mail():
    """Put a mail with a file into the demo's mailbox; its name there."""
    mail = EmailMessage("Hello", "Hello", to=["ada@mail.example"], attachments=[("evening.ics", b"x", "text/calendar")])
    mailbox.EmailBackend().send_messages([mail])
    return mailbox.names()[0]


class House:
    """One evening with everybody who may knock, and the values that paths take. `written`: what GETs changed."""

    def __init__(self):
        series = SeriesFactory(name="PMO London", slug="pmo-london")
        self.event = EventFactory(series=series, slug="june", title="June evening")
        EventFactory(series=series, slug="july", title="July evening", starts_at=self.event.ends_at)
        self.users = {name: UserFactory(name=name) for name in ROLES if name not in ("nobody", "door", "stand-in")}
        self.users["staff"] = UserFactory(name="staff", is_staff=True, is_superuser=True)
        for role in ("owner", "host"):
            TeamMemberFactory(series=series, user=self.users[role], role=role)
        TeamMemberFactory(user=self.users["other owner"], role="owner")
        self.ticket, self.other_ticket = (self._ticket_of(self.users[name]) for name in ("attendee", "other attendee"))
        consents.give(self.ticket.holder, series, source="sign-up page", now=clock.now())
        self.transfer = transfers.ask(self.ticket, name="Cleo", email="cleo@mail.example", now=clock.now())
        self.consent = self.ticket.holder.consents.get()
        person.write_note(self.ticket.holder, series, words="Speaks Welsh.", by="Henry", now=clock.now())
        wanted = {"what": PeopleImport.PAST, "terms": {}, "by": "Henry", "wanted_at": clock.now(), "total": 1}
        self.imported = PeopleImport.objects.create(event=self.event, key="one", **wanted)
        self.links = {
            "door": EveningLinkFactory(event=self.event),
            "stand-in": EveningLinkFactory(event=self.event, role=EveningLink.STAND_IN, name="Lee Stand-in"),
        }
        self.reserved = SignUpFactory(event=self.event, way="door")
        self.guest = SignUpFactory(event=self.event, way="host", price_amount=0).tickets.get()
        self.payment = PaymentFactory(sign_up=self.ticket.sign_up)
        self.refund = RefundFactory(payment=self.payment)
        self.unmatched = UnmatchedFactory(event=self.event)
        self.ring = Ring.objects.create(ticket=self.ticket, event=self.event, rang_at=clock.now())
        self.mail = a_mail()
        self.message = MessageFactory(event=self.event, state="failed")
        self.invitation = InvitationFactory(series=series, code=INVITATION_CODE)
        self.broadcast = BroadcastFactory(event=self.event)
        voucher = {"words": "FRIENDS", "kind": "free"}
        self.voucher = vouchers.create(series, values=voucher, by="Henry", now=clock.now())
        self.entry = WaitingListEntryFactory(event=EventFactory(series=series))  # so that June takes sign-ups
        self.sheet = RunSheet.objects.create(event=self.event, changed_at=clock.now())
        seated(self.event, [[self.ticket]])
        noticed = {"words": "We all help.", "nonce": "one", "filed_at": clock.now(), "changed_at": clock.now()}
        self.pattern = Pattern.objects.create(event=self.event, **noticed)
        Card.objects.create(profile=self.ticket.holder, photo=b"webp", photo_code="p1cture", changed_at=clock.now())
        self.ask = asked(self.ticket)
        self.private_ask = asked(self.ticket, topic="Interviews", seen=asks.PRIVATE)
        answerers.propose(self.private_ask, ticket=self.other_ticket, now=clock.now())
        self.request = answerers.propose(
            asked(self.other_ticket, topic="Contracts", seen=asks.PRIVATE), ticket=self.ticket, now=clock.now()
        )
        answerers.accept(self.request, now=clock.now())
        self.look_out = LookOut.objects.create(event=self.event, regular=self.other_ticket, said_at=clock.now())
        self.met, self.promise = self._meeting()
        told = {"words": "Nobody stood alone.", "is_first": True, "told_at": clock.now()}
        self.story = Story.objects.create(series=series, ticket=self.met, **told)
        self.came = TicketFactory(sign_up=SignUpFactory(event=self.event, people=[]), came=True)
        seated(self.event, [[self.came]], state="draft")
        self.written = []

    def _meeting(self):
        """Somebody to whom `attendee` promised something at a past evening, after they swapped details."""
        past = EventFactory(series=self.event.series, starts_at=clock.now() - dt.timedelta(hours=5))
        two = [came(past, name, person=Profile.objects.get(user=self.users[name])) for name in ("attendee", "staff")]
        swapped(*two)
        return two[1], promises.make(*two, words="The template", now=clock.now())

    def _ticket_of(self, user):
        return SignUpFactory(event=self.event, buyer=Profile.objects.get(user=user)).tickets.get()

    def client(self, role):
        """A browser in which this role has shown who it is."""
        client = Client(raise_request_exception=False)
        if role in self.users:
            client.force_login(self.users[role], backend="django.contrib.auth.backends.ModelBackend")
        elif role in self.links and "events" in get_resolver().namespace_dict:
            client.post(reverse("events:open-evening-link", kwargs={"code": code_of(self.links[role])}))
        return client

    def value(self, name, takes):
        """What to put into a path: by address and name, else by name alone."""
        values = {
            "series": self.event.series.slug,
            "event": self.event.slug,
            "flows:take-place event": "july",  # for june somebody waits already
            "slug": self.event.series.slug,
            "event_id": self.event.pk,
            "activity": "help-or-check",
            "ticket": self.ticket.pk,
            "ticket_id": self.ticket.pk,
            "attendees:remove-guest ticket_id": self.guest.pk,
            "profile_id": self.ticket.holder_id,
            "token": signing.dumps(
                {"user": self.users["attendee"].pk, "until": "2100-01-01T00:00:00+00:00"}, salt="my-data"
            ),
            "import_id": self.imported.pk,
            "note_id": self.ticket.holder.notes.get().pk,
            "sign_up_id": self.reserved.pk,
            "ring_id": self.ring.pk,
            "kind": "confirmed",
            "story_id": self.story.pk,
            "attendees:story code": self.met.sign_up.manage_code,  # an evening that is over
            "attendees:take-story-back code": self.met.sign_up.manage_code,
            "row_id": self.unmatched.pk,
            "refund_id": self.refund.pk,
            "code": self.ticket.sign_up.manage_code,
            "attendees:withdraw-consent code": self.consent.withdraw_code,
            "feed_code": self.ticket.holder.feed_code,
            "mail": self.mail,
            "message_id": self.message.pk,
            "number": 0,
            "networking:leave-evening ticket_id": self.came.pk,
            "networking:come-back ticket_id": self.came.pk,
            "networking:move-person ticket_id": self.came.pk,
            "networking:round-tables number": 2,
            "networking:round-opener number": 2,
            "networking:move-person number": 2,
            "attendees:door-code code": self.ticket.door_code,
            "events:open-evening-link code": code_of(self.links["door"]),
            "attendees:answer-transfer code": self.transfer.code,
            "networking:wall code": self.sheet.wall_code,
            "networking:choose-table code": self.sheet.table_code,
            "networking:table code": self.sheet.table_code,
            "networking:table number": 1,
            "entry_id": self.entry.pk,
            "attendees:wait event": self.entry.event.slug,
            "attendees:manage-entry event_id": self.entry.event_id,
            "attendees:waiting code": self.entry.code,
            "attendees:leave-waiting-list code": self.entry.code,
            "attendees:decline-offer code": self.entry.code,
            "flows:accept-offer code": self.entry.code,
            "flows:take-fewer code": self.entry.code,
            "payments:landing code": self.payment.code,
            "payments:receipt code": self.payment.receipts.get().code,
            "events:accept-invitation code": INVITATION_CODE,
            "venue_id": self.event.venue_id,
            "link_id": self.links["door"].pk,
            "member_id": self.event.series.team.get(role="host").pk,
            "voucher_id": self.voucher.pk,
            "invitation_id": self.invitation.pk,
            "ask_id": self.ask.pk,
            "networking:ask code": self.other_ticket.sign_up.manage_code,  # who may bring one more, and who two
            "flows:answer-questions code": self.reserved.manage_code,
            "networking:meet ask_id": self.private_ask.pk,
            "networking:answer-request ask_id": self.request.ask_id,
            "look_out_id": self.look_out.pk,
            "broadcast_id": self.broadcast.pk,
            "pattern_id": self.pattern.pk,
            "table": 1,
            "networking:board code": self.sheet.wall_code,
            "networking:notice-at-table code": self.sheet.table_code,
            "photo_code": "p1cture",
            "person_id": self.met.pk,
            "promise_id": self.promise.pk,
            "networking:swap-by-code code": self.met.door_code,
        }
        return values.get(f"{name} {takes}", values.get(takes))

    def path(self, address):
        return reverse(address.name, kwargs={takes: self.value(address.name, takes) for takes in address.takes})

    def seen(self, role, asked):
        """What a role gets at each of the addresses and methods; nothing that was asked stays done."""
        cookies = self.client(role).cookies
        return {(address.name, method): self._ask(cookies, address, method) for address, method in asked}

    def _ask(self, cookies, address, method):
        client = Client(raise_request_exception=False)
        client.cookies = copy.deepcopy(cookies)
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            response = client.generic(method, self.path(address))
            b"".join(response)  # what is sent while it is read is read to its end
            transaction.set_rollback(True)
        if method == "GET":
            self.written += [f"{address.name}: {query['sql']}" for query in queries if is_change(query["sql"])]
        if response.status_code == 302 and response["Location"].startswith(resolve_url(settings.LOGIN_URL)):
            return "sign in"
        return "yes" if response.status_code in YES else str(response.status_code)
