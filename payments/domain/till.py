"""Money taken at the door: cash with its change, or a card on the host's own reader. Undone entries stay on record."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from attendees.domain import door_money
from attendees.models import SignUp
from events.domain import journal
from foundation.lib.money import Money
from payments.domain.refused import PaymentRefused
from payments.models import TillEntry


def owes(sign_up: SignUp) -> Money:
    """What is still to be paid at the door: valid places times price, less what was taken."""
    if sign_up.way != SignUp.DOOR:
        return Money(0, sign_up.currency)
    taken = sign_up.till_entries.filter(undone_at=None).aggregate(sum=Sum("amount"))["sum"] or 0
    return Money(max(0, sign_up.tickets.valid().count() * sign_up.price_amount - taken), sign_up.currency)


def taken_for_all() -> Coalesce:
    """For a query of tickets: what was taken at the door for all places of each one's sign-up, in minor units."""
    standing = TillEntry.objects.filter(sign_up=OuterRef("sign_up"), undone_at=None).order_by().values("sign_up")
    return Coalesce(Subquery(standing.values(sum=Sum("amount"))), 0)


def take(
    sign_ups: Sequence[SignUp], *, way: str, key: str, by: str, now: dt.datetime, given: int | None = None
) -> list[TillEntry]:
    """Take what these sign-ups of one evening owe, in one payment; the same `key` again changes nothing.

    `given` is the cash put on the table (minor units); its change is noted with the last entry. Raises PaymentRefused
    when nothing is owed or less was given.
    """
    with transaction.atomic():
        locked = list(SignUp.objects.select_for_update().filter(pk__in=[one.pk for one in sign_ups]).order_by("pk"))
        found = list(TillEntry.objects.filter(key__in=[f"{key}:{one.pk}" for one in locked]).order_by("pk"))
        if found:
            return found
        owed = [(one, owes(one)) for one in locked]
        owed = [(one, money) for one, money in owed if money]
        total = sum(money.amount for _, money in owed)
        if not total:
            raise PaymentRefused("Nothing is left to pay here.")
        if given is not None and given < total:
            raise PaymentRefused("That is less than the price.")
        entries = [_entry(one, money, way=way, key=f"{key}:{one.pk}", by=by, now=now) for one, money in owed]
        if way == TillEntry.CASH and given is not None:
            _note_cash(entries, change=given - total)
        door_money.mark_paid([one for one, _ in owed], now=now)
        return entries


def undo(entry: TillEntry, *, by: str, now: dt.datetime) -> None:
    """The money was not taken after all; twice keeps the first one's name."""
    with transaction.atomic():
        undone = TillEntry.objects.filter(pk=entry.pk, undone_at=None).update(undone_at=now, undone_by=by)
        if undone:
            door_money.mark_unpaid(entry.sign_up)
            journal.note(entry.event, by=by, sentence=f"undid the payment of {entry.sign_up.name} at the door")


def undo_all(sign_up: SignUp, *, by: str, now: dt.datetime) -> int:
    """Undo whatever was taken of this sign-up; returns how many payments that were."""
    standing = list(TillEntry.objects.filter(sign_up=sign_up, undone_at=None).select_related("event", "sign_up"))
    for entry in standing:
        undo(entry, by=by, now=now)
    return len(standing)


def _entry(sign_up: SignUp, money: Money, *, way: str, key: str, by: str, now: dt.datetime) -> TillEntry:
    return TillEntry.objects.create(
        event_id=sign_up.event_id,
        sign_up=sign_up,
        key=key,
        way=way,
        amount=money.amount,
        currency=money.currency,
        quantity=max(1, money.amount // sign_up.price_amount),
        taken_at=now,
        taken_by=by,
    )


def _note_cash(entries: list[TillEntry], *, change: int) -> None:
    for entry in entries:
        entry.given_amount = entry.amount + (change if entry is entries[-1] else 0)
        entry.save(update_fields=["given_amount"])
