"""What of people is forgotten when, and forgetting it. Each function may run twice and be cut off anywhere."""

import calendar
import datetime as dt

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from attendees.domain import stories
from attendees.models import (
    AccessNeed,
    Consent,
    NotQuoted,
    NotWelcome,
    PastAttendance,
    PersonNote,
    Profile,
    SignUp,
    Ticket,
    WaitingListEntry,
)

ACCESS_NEEDS_KEPT = dt.timedelta(days=AccessNeed.DAYS_KEPT)
WAITING_LISTS_KEPT = dt.timedelta(days=30)
MONTHS_KEPT = 24
FORGOTTEN = "Somebody"
NOWHERE = "@forgotten.invalid"
NOBODY = {"name": FORGOTTEN, "email": "", "sector": "", "years": "", "browser_hash": "", "address_hash": ""}


def delete_access_needs(now: dt.datetime) -> int:
    """A week after the evening nobody needs them; returns how many."""
    return AccessNeed.objects.filter(ticket__event__ends_at__lte=now - ACCESS_NEEDS_KEPT).delete()[0]


def delete_door_notes(now: dt.datetime) -> int:
    """They were for one evening's door; returns how many."""
    written = Ticket.objects.filter(event__ends_at__lte=now - ACCESS_NEEDS_KEPT).exclude(door_note="")
    return written.update(door_note="")


def delete_waiting_lists(now: dt.datetime) -> int:
    """30 days after the evening nobody asks who waited; returns how many entries. What was offered and never taken
    loses its names, and so does a person of whom there is nothing else.
    """
    before = now - WAITING_LISTS_KEPT
    old = WaitingListEntry.objects.filter(event__ends_at__lte=before)
    with transaction.atomic():
        people = list(old.values_list("person", flat=True).distinct())
        taken = Ticket.objects.filter(sign_up=OuterRef("pk"), confirmed_at__isnull=False)
        offers = SignUp.objects.filter(~Exists(taken), waited_as__in=old)
        Ticket.objects.filter(sign_up__in=offers).update(name=FORGOTTEN, email="")
        offers.update(**NOBODY)
        deleted, _ = old.delete()
        came = Ticket.objects.filter(sign_up__buyer=OuterRef("pk"), confirmed_at__isnull=False)
        empty(_gone_quiet(before).filter(~Exists(came), pk__in=people))
    return deleted


def forget_old(now: dt.datetime) -> int:
    """24 months after an evening its tickets and sign-ups lose names, addresses and answers. So long after it was
    withdrawn, lifted or written a consent, a rule or a note is gone; returns how many rows.

    That a ticket's person came stays linked to their profile, so that "your 7th" is true for those who still come. A
    profile without evening, account or consent in that time is emptied too, and then the link says nothing.
    """
    before = months_ago(now)
    with transaction.atomic():
        told = stories.forget_old(before, now=now)
        tickets = Ticket.objects.filter(event__ends_at__lte=before).exclude(name=FORGOTTEN, email="")
        sign_ups = SignUp.objects.filter(event__ends_at__lte=before).exclude(name=FORGOTTEN, email="")
        withdrawn, _ = Consent.objects.filter(withdrawn_at__lte=before).delete()
        lifted, _ = NotWelcome.objects.filter(lifted_at__lte=before).delete()
        notes, _ = PersonNote.objects.filter(written_at__lte=before).delete()
        return (
            told
            + withdrawn
            + lifted
            + notes
            + tickets.update(name=FORGOTTEN, email="", door_note="")
            + sign_ups.update(**NOBODY)
            + empty(_gone_quiet(before))
        )


def months_ago(now: dt.datetime) -> dt.datetime:
    """The same day and time 24 months ago, or the last day of a shorter month."""
    year, month = divmod(now.year * 12 + now.month - 1 - MONTHS_KEPT, 12)
    last_day = calendar.monthrange(year, month + 1)[1]
    return now.replace(year=year, month=month + 1, day=min(now.day, last_day))


def _gone_quiet(before: dt.datetime) -> QuerySet[Profile]:
    """Guests whose last evening was before then, and who did not ask to hear of the next."""
    since = {"event__ends_at__gt": before}
    return Profile.objects.filter(
        ~Exists(SignUp.objects.filter(buyer=OuterRef("pk"), **since)),
        ~Exists(Ticket.objects.filter(holder=OuterRef("pk"), **since)),
        ~Exists(PastAttendance.objects.filter(profile=OuterRef("pk"), noted_at__gt=before)),
        ~Exists(Consent.objects.filter(profile=OuterRef("pk"), withdrawn_at__isnull=True)),
        user__isnull=True,
        created_at__lte=before,
    ).exclude(name=FORGOTTEN)


def empty(profiles: QuerySet[Profile]) -> int:
    """Take everything from these profiles that says who they are; returns how many."""
    ids = list(profiles.values_list("pk", flat=True))
    PastAttendance.objects.filter(profile__in=ids).delete()
    Consent.objects.filter(profile__in=ids).delete()
    PersonNote.objects.filter(profile__in=ids).delete()
    NotQuoted.objects.filter(Q(author__in=ids) | Q(reader__in=ids)).delete()
    nobody = Concat(Value("forgotten-"), Cast("pk", CharField()))
    return Profile.objects.filter(pk__in=ids).update(
        name=FORGOTTEN, email=Concat(nobody, Value(NOWHERE)), feed_code=nobody, sector="", years=""
    )
