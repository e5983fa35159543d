"""Rows for tests: valid by themselves, in step with each other, named so that a failure reads well.

`EventFactory(capacity=3, price_amount=0)` · `SignUpFactory(event=event, people=["Ada", "Ben"])` gives valid tickets
that take their places · `TicketFactory(sign_up=…, state="held")`. Times follow `clock.now()`, so `frozen` holds here.
"""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from attendees.models import Broadcast, Profile, SignUp, Ticket, WaitingListEntry
from events.domain import places
from events.models import EveningLink, Event, Invitation, Series, TeamMember, Venue
from foundation.accounts.models import User
from foundation.lib import clock, codes
from foundation.mail.models import Message
from networking.models import Group, Round, Seat
from payments.domain import receipts
from payments.models import Payment, Refund, Unmatched

PASSWORD = "a-password-of-the-tests"


def now():
    return clock.now()


class UserFactory(DjangoModelFactory):
    """Somebody who can sign in with PASSWORD, the address verified, with the profile of that address."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@mail.example")
    name = factory.Sequence(lambda number: f"Person {number}")

    @classmethod
    def _create(cls, model_class, *args, **fields):
        return model_class.objects.create_user(fields.pop("email"), PASSWORD, **fields)

    @factory.post_generation
    def address(user, create, extracted, **_):
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)

    @factory.post_generation
    def profile(user, create, extracted, **_):
        ProfileFactory(email=user.email, name=user.name, user=user)


class SeriesFactory(DjangoModelFactory):
    class Meta:
        model = Series

    name = factory.Sequence(lambda number: f"Series {number}")
    slug = factory.Sequence(lambda number: f"series-{number}")
    host_name = "Olivia Owner"
    email = factory.LazyAttribute(lambda series: f"hello@{series.slug}.example")
    supplier_name = "Series Ltd"
    created_at = factory.LazyFunction(now)
    changed_at = factory.LazyFunction(now)


class VenueFactory(DjangoModelFactory):
    class Meta:
        model = Venue

    series = factory.SubFactory(SeriesFactory)
    name = "The Market Porter"
    address = "9 Stoney Street, London"
    postcode = "SE1 9AA"
    entrance = "Up the stairs on the left."
    step_free = False
    changed_at = factory.LazyFunction(now)


class EventFactory(DjangoModelFactory):
    """A published evening in a week, £5, 10 places."""

    class Meta:
        model = Event
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(state=Event.DRAFT, published_at=None)

    series = factory.SubFactory(SeriesFactory)
    venue = factory.LazyAttribute(lambda event: VenueFactory(series=event.series))
    slug = factory.Sequence(lambda number: f"evening-{number}")
    title = factory.Sequence(lambda number: f"Evening {number}")
    state = Event.PUBLISHED
    starts_at = factory.LazyFunction(
        lambda: clock.now().replace(minute=30, second=0, microsecond=0) + dt.timedelta(days=7)
    )
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + dt.timedelta(hours=3))
    time_zone = "Europe/London"
    price_amount = 500
    currency = "gbp"
    created_at = factory.LazyFunction(now)
    changed_at = factory.LazyFunction(now)
    published_at = factory.LazyFunction(now)

    @factory.post_generation
    def capacity(event, create, extracted, **_):
        places.open_for(event, capacity=10 if extracted is None else extracted)


class ProfileFactory(DjangoModelFactory):
    """A person known by e-mail: a guest, unless `user` is given."""

    class Meta:
        model = Profile

    email = factory.Sequence(lambda number: f"guest{number}@mail.example")
    name = factory.Sequence(lambda number: f"Guest {number}")
    created_at = factory.LazyFunction(now)


class SignUpFactory(DjangoModelFactory):
    """A buyer's order, with one valid ticket in the buyer's name, or one for each name in `people`.

    `state` is the tickets' (`SignUpFactory(state="held")`); no mails are written and no payment is made.
    """

    class Meta:
        model = SignUp
        skip_postgeneration_save = True

    event = factory.SubFactory(EventFactory)
    buyer = factory.SubFactory(ProfileFactory)
    name = factory.SelfAttribute("buyer.name")
    email = factory.SelfAttribute("buyer.email")
    way = factory.LazyAttribute(lambda sign_up: SignUp.CARD if sign_up.event.price_amount else SignUp.FREE)
    price_amount = factory.SelfAttribute("event.price_amount")
    currency = factory.SelfAttribute("event.currency")
    created_at = factory.LazyFunction(now)

    @factory.post_generation
    def people(sign_up, create, extracted, **_):
        names = [sign_up.name] if extracted is None else extracted
        for seat, name in enumerate(names, start=1):
            TicketFactory(sign_up=sign_up, seat=seat, name=name, state=sign_up.tickets_state)

    @classmethod
    def _create(cls, model_class, *args, **fields):
        state = fields.pop("state", Ticket.VALID)
        sign_up = super()._create(model_class, *args, **fields)
        sign_up.tickets_state = state
        return sign_up


class TicketFactory(DjangoModelFactory):
    """One place, taken from the event's places while held or valid. The buyer holds seat 1."""

    class Meta:
        model = Ticket
        skip_postgeneration_save = True

    class Params:
        came = factory.Trait(checked_in_at=factory.LazyFunction(now), checked_in_by="Henry Host")

    sign_up = factory.SubFactory(SignUpFactory, people=[])
    event = factory.SelfAttribute("sign_up.event")
    seat = 1
    name = factory.SelfAttribute("sign_up.name")
    email = factory.LazyAttribute(lambda ticket: ticket.sign_up.email if ticket.seat == 1 else "")
    holder = factory.LazyAttribute(lambda ticket: ticket.sign_up.buyer if ticket.seat == 1 else None)
    state = Ticket.VALID
    held_until = factory.LazyAttribute(
        lambda ticket: clock.now() + dt.timedelta(minutes=41) if ticket.state == Ticket.HELD else None
    )
    confirmed_at = factory.LazyAttribute(lambda ticket: clock.now() if ticket.state == Ticket.VALID else None)
    cancelled_at = factory.LazyAttribute(lambda ticket: clock.now() if ticket.state == Ticket.CANCELLED else None)
    cancel_reason = factory.LazyAttribute(lambda ticket: "person" if ticket.state == Ticket.CANCELLED else "")

    @factory.post_generation
    def taken(ticket, create, extracted, **_):
        if ticket.is_live:
            places.claim(ticket.event_id, 1)


class TeamMemberFactory(DjangoModelFactory):
    class Meta:
        model = TeamMember

    series = factory.SubFactory(SeriesFactory)
    user = factory.SubFactory(UserFactory)
    role = TeamMember.HOST
    since = factory.LazyFunction(now)


class InvitationFactory(DjangoModelFactory):
    """An open invitation to host; `code` is what its address ends in."""

    class Meta:
        model = Invitation

    class Params:
        code = "0" * 26

    series = factory.SubFactory(SeriesFactory)
    email = factory.Sequence(lambda number: f"invited{number}@mail.example")
    role = TeamMember.HOST
    code_hash = factory.LazyAttribute(lambda invitation: codes.fingerprint(invitation.code))
    sent_at = factory.LazyFunction(now)
    until = factory.LazyFunction(lambda: clock.now() + dt.timedelta(days=7))


class EveningLinkFactory(DjangoModelFactory):
    class Meta:
        model = EveningLink
        skip_postgeneration_save = True

    event = factory.SubFactory(EventFactory)
    role = EveningLink.DOOR
    name = "Dora Door"
    created_at = factory.LazyFunction(now)

    @factory.post_generation
    def stamped(link, create, extracted, **_):
        link.code_hash = codes.fingerprint(code_of(link))
        link.save()


def code_of(link: EveningLink) -> str:
    """The code in an evening link's address."""
    return codes.derive("link", subject=str(link.pk), issue=1, version=link.secret_version)


class WaitingListEntryFactory(DjangoModelFactory):
    """Somebody who waits alone, at the end of the list; whether the evening is full is not asked, and no mail goes."""

    class Meta:
        model = WaitingListEntry
        skip_postgeneration_save = True

    event = factory.SubFactory(EventFactory)
    person = factory.SubFactory(ProfileFactory)
    name = factory.SelfAttribute("person.name")
    email = factory.SelfAttribute("person.email")
    party = 1
    rank = factory.Sequence(lambda number: number)
    joined_at = factory.LazyFunction(now)

    @factory.post_generation
    def counted(entry, create, extracted, **_):
        places.count_waiting(entry.event_id, 1)


class PaymentFactory(DjangoModelFactory):
    """A payment that succeeded, with its receipt, made without asking Stripe; `PaymentFactory(sign_up=…)`."""

    class Meta:
        model = Payment
        skip_postgeneration_save = True

    sign_up = factory.SubFactory(SignUpFactory)
    state = Payment.SUCCEEDED
    amount = factory.LazyAttribute(lambda payment: payment.sign_up.price_amount * payment.quantity)
    currency = factory.SelfAttribute("sign_up.currency")
    quantity = factory.LazyAttribute(lambda payment: payment.sign_up.tickets.count())
    payer_name = factory.SelfAttribute("sign_up.name")
    session_id = factory.Sequence(lambda number: f"cs_test_{number}")
    intent_id = factory.Sequence(lambda number: f"pi_test_{number}")
    fee_amount = 27
    created_at = factory.LazyFunction(clock.real_now)
    expires_at = factory.LazyFunction(lambda: clock.real_now() + dt.timedelta(minutes=31))
    paid_at = factory.LazyFunction(now)

    @factory.post_generation
    def receipt(payment, create, extracted, **_):
        receipts.issue(payment, now=clock.now())


class RefundFactory(DjangoModelFactory):
    """Money that did not get back."""

    class Meta:
        model = Refund

    payment = factory.SubFactory(PaymentFactory)
    key = factory.Sequence(lambda number: f"desk:{number}")
    state = Refund.FAILED
    amount = 500
    currency = "gbp"
    reason = "sorry"
    failure = "expired_or_canceled_card"
    by = "Olivia Owner"
    created_at = factory.LazyFunction(now)


class UnmatchedFactory(DjangoModelFactory):
    class Meta:
        model = Unmatched

    key = factory.Sequence(lambda number: f"session:{number}")
    what = "Stripe has money for which there is no order."
    amount = 500
    currency = "gbp"
    seen_at = factory.LazyFunction(now)


class BroadcastFactory(DjangoModelFactory):
    """A draft of a mail to everyone coming to `event`."""

    class Meta:
        model = Broadcast

    event = factory.SubFactory(EventFactory)
    series = factory.SelfAttribute("event.series")
    audience = "coming"
    kind = Message.SERVICE
    subject = factory.Sequence(lambda number: f"Note {number}")
    words = "Words."
    written_by = "Henry Host"
    written_at = factory.LazyFunction(now)


class MessageFactory(DjangoModelFactory):
    """A mail about `event`: due, or `state="failed"` and so on."""

    class Meta:
        model = Message

    class Params:
        event = None

    key = factory.Sequence(lambda number: f"mail:{number}")
    kind = Message.SERVICE
    template = "attendees/note"
    to = factory.Sequence(lambda number: f"reader{number}@work.example")
    to_name = factory.Sequence(lambda number: f"Reader {number}")
    subject = factory.Sequence(lambda number: f"Subject {number}")
    text = "Words."
    about_event = factory.LazyAttribute(lambda message: message.event.pk if message.event else None)
    written_at = factory.LazyFunction(now)
    due_at = factory.LazyFunction(now)
    sent_at = factory.LazyAttribute(lambda message: clock.now() if message.state == Message.SENT else None)
    failed_at = factory.LazyAttribute(lambda message: clock.now() if message.state == Message.FAILED else None)
    state = Message.DUE


def seated(event, *rounds, state=Round.CLOSED):
    """Rounds as they were played, ten minutes each from the evening's start: each a list of tables of tickets."""
    for number, tables in enumerate(rounds, start=Round.objects.filter(event=event).count() + 1):
        starts_at = event.starts_at + dt.timedelta(minutes=10 * number)
        times = (
            {} if state == Round.DRAFT else {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(minutes=10)}
        )
        played = Round.objects.create(event=event, number=number, state=state, minutes=10, **times)
        for table, tickets in enumerate(tables, start=1):
            group = Group.objects.create(round=played, table=table)
            Seat.objects.bulk_create(Seat(group=group, round=played, ticket=ticket) for ticket in tickets)
    return Round.objects.filter(event=event)
