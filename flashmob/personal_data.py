"""What is handed out to a person who asks for their data: for each kind of row, whose it is and which fields.

`docs/privacy.md` says of each field whether it is handed out; a test holds the two together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.usersessions.models import UserSession
from django.db.models import Model, Q, QuerySet

from attendees.domain import profiles
from attendees.models import (
    AccessNeed,
    Consent,
    NotWelcome,
    PastAttendance,
    PersonNote,
    Profile,
    SignUp,
    Story,
    Ticket,
    Transfer,
    WaitingListEntry,
)
from events.models import Invitation, TeamMember
from foundation.accounts.models import User
from foundation.mail.models import Message
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
    Seat,
    Swap,
    Talked,
    Wish,
)
from payments.models import Payment, Receipt


@dataclass(frozen=True)
class Person:
    user: User
    profile: Profile | None

    @property
    def email(self) -> str:
        return self.user.email


@dataclass(frozen=True)
class Kind:
    """One kind of row. `fields` may follow a foreign key, with `__`."""

    title: str
    model: type[Model]
    fields: tuple[str, ...]
    whose: Callable[[Person], Q]


@dataclass(frozen=True)
class Section:
    title: str
    rows: list[dict[str, Any]]


KINDS = (
    Kind("Your account", User, ("email", "name", "date_joined", "last_login"), lambda me: Q(pk=me.user.pk)),
    Kind("Where you are signed in", UserSession, ("ip", "user_agent", "created_at", "last_seen_at"),
         lambda me: Q(user=me.user)),
    Kind("You as somebody who comes", Profile,
         ("email", "name", "sector", "years", "created_at", "reminders_off_at", "user", "merged_into",
          "erase_asked_at"),
         lambda me: Q(pk=me.profile and me.profile.pk)),
    Kind("Places you took", SignUp,
         ("event__title", "event__starts_at", "name", "email", "way", "price_amount", "currency", "sector", "years",
          "created_at", "paid_at_door_at", "reminders_off_at", "kept_after_move_at", "buyer"),
         lambda me: Q(buyer=me.profile) | Q(email=me.email)),
    Kind("Tickets in your name", Ticket,
         ("event__title", "event__starts_at", "name", "email", "state", "confirmed_at", "cancelled_at", "checked_in_at",
          "missed_at", "been_before_at", "reminders_off_at", "door_note", "holder"),
         lambda me: Q(holder=me.profile) | Q(email=me.email)),
    Kind("What you need to take part", AccessNeed, ("ticket__event__title", "words", "told_at"),
         lambda me: Q(ticket__holder=me.profile) | Q(ticket__email=me.email)),
    Kind("Places offered to you", Transfer,
         ("ticket__event__title", "name", "email", "state", "asked_at", "answered_at"),
         lambda me: Q(email=me.email)),
    Kind("Waiting lists", WaitingListEntry,
         ("event__title", "name", "email", "companions", "party", "state", "joined_at", "offered_at", "ended_at",
          "note", "person"),
         lambda me: Q(person=me.profile) | Q(email=me.email)),
    Kind("Evenings before we counted", PastAttendance, ("series__name", "date", "source", "noted_at", "profile"),
         lambda me: Q(profile=me.profile)),
    Kind("News of next dates", Consent, ("series__name", "wording", "source", "given_at", "withdrawn_at", "profile"),
         lambda me: Q(profile=me.profile)),
    Kind("Hosts’ notes about you", PersonNote, ("series__name", "words", "written_at", "profile"),
         lambda me: Q(profile=me.profile)),
    Kind("Where you are not welcome again", NotWelcome,
         ("series__name", "reason", "marked_at", "lifted_at", "profile"), lambda me: Q(profile=me.profile)),
    Kind("Your card", Card,
         ("role", "can_help", "employer", "seen_by", "phone", "link", "changed_at", "profile"),
         lambda me: Q(profile=me.profile)),
    Kind("Questions you brought", Ask,
         ("event__title", "topic", "sector", "words", "is_private", "shows_name", "state", "asked_at", "ended_at",
          "ticket"),
         lambda me: Q(ticket__holder=me.profile)),
    Kind("Questions you can help with", Answerer, ("ask__event__title", "state", "said_at", "ticket"),
         lambda me: Q(ticket__holder=me.profile, state__in=[Answerer.OFFERED, Answerer.AGREED])),
    Kind("Evenings at which you look out for somebody", LookOut, ("event__title", "state", "said_at", "regular"),
         lambda me: Q(regular__holder=me.profile)),
    Kind("Whom you would rather not sit with", Block, ("said_at", "by"),
         lambda me: Q(by=me.profile, by_host=False)),
    Kind("Your wishes for a table", Wish, ("event__title", "kind", "said_at", "ticket"),
         lambda me: Q(ticket__holder=me.profile) & ~Q(kind=Wish.APART, by_host=True)),
    Kind("Where you sat", Seat, ("round__event__title", "round__number", "group__table", "left_at", "ticket"),
         lambda me: Q(ticket__holder=me.profile)),
    # A silent no stays silent here too: of what somebody asked for, nothing says how it was answered but a yes.
    Kind("Swaps you asked for", Swap, ("event__title", "asker_shares", "asked_at", "ended_at", "asker"),
         lambda me: Q(asker__holder=me.profile)),
    Kind("Swaps that somebody asked of you", Swap,
         ("event__title", "other_shares", "state", "asked_at", "answered_at", "ended_at", "other"),
         lambda me: Q(other__holder=me.profile)),
    Kind("Swaps that you both agreed to", Swap, ("event__title", "state", "answered_at", "ended_at"),
         lambda me: (Q(asker__holder=me.profile) | Q(other__holder=me.profile))
         & (Q(state=Swap.AGREED) | Q(state=Swap.WITHDRAWN, answered_at__isnull=False))),
    Kind("What you promised", Promise, ("event__title", "words", "state", "made_at", "ended_at", "by"),
         lambda me: Q(by__holder=me.profile)),
    Kind("With whom you talked", Talked, ("event__title", "said_at", "by"), lambda me: Q(by__holder=me.profile)),
    Kind("Your notes", OwnNote, ("about__event__title", "words", "changed_at", "owner"),
         lambda me: Q(owner=me.profile)),
    Kind("What you noticed", Pattern, ("event__title", "words", "tag", "filed_at", "ticket"),
         lambda me: Q(ticket__holder=me.profile)),
    Kind("What you told of an evening", Story,
         ("ticket__event__title", "words", "shows_name", "state", "told_at", "published_at", "ticket"),
         lambda me: Q(ticket__holder=me.profile)),
    Kind("What you said of an evening", Feedback,
         ("event__title", "met", "included", "again", "words", "said_at", "ticket"),
         lambda me: Q(ticket__holder=me.profile)),
    Kind("What you paid by card", Payment,
         ("amount", "currency", "state", "created_at", "paid_at", "payer_name", "payer_company", "payer_address"),
         lambda me: Q(sign_up__buyer=me.profile)),
    Kind("Receipts", Receipt,
         ("number", "kind", "issued_at", "description", "amount", "currency", "payer_name", "payer_company",
          "payer_address"),
         lambda me: Q(payment__sign_up__buyer=me.profile)),
    Kind("Mails to you", Message, ("to", "to_name", "subject", "text", "state", "written_at", "sent_at", "failure"),
         lambda me: Q(to=me.email)),
    Kind("Meet-ups you run", TeamMember, ("series__name", "role", "since", "user"), lambda me: Q(user=me.user)),
    Kind("Invitations to run one", Invitation, ("series__name", "email", "role", "sent_at"),
         lambda me: Q(email=me.email)),
)  # fmt: skip


def of(user: User) -> list[Section]:
    """Everything, by kind; kinds of which there is nothing are left out."""
    me = Person(user, profiles.of(user))
    return [Section(kind.title, rows) for kind in KINDS if (rows := _rows(kind, me))]


def _rows(kind: Kind, me: Person) -> list[dict[str, Any]]:
    if me.profile is None and _needs_profile(kind):
        return []
    found: QuerySet[Any] = kind.model._default_manager.filter(kind.whose(me)).order_by("pk").distinct()
    return [{_words(name): value for name, value in row.items()} for row in found.values(*kind.fields)]


def _needs_profile(kind: Kind) -> bool:
    """Without a profile, "of no profile" would be everybody without one."""
    return kind.model not in (User, UserSession, Message, TeamMember, Invitation)


def _words(field: str) -> str:
    return field.replace("__", " ").replace("_", " ")
