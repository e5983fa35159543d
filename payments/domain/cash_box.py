"""The till of an evening from its float to its count: who put how much in, who counted what, and what was missing."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum

from events.domain import journal
from events.models import Event
from foundation.lib import page_words
from foundation.lib.money import Money
from payments.domain.refused import PaymentRefused
from payments.models import Till, TillEntry


@dataclass(frozen=True)
class Cash:
    """What should lie in the till now: its float, and the cash taken and not undone."""

    float: Money
    taken: Money

    @property
    def expected(self) -> Money:
        return self.float + self.taken


def of(event: Event) -> Till | None:
    return Till.objects.select_related("event").filter(event=event).first()


def cash_of(event: Event, till: Till | None) -> Cash:
    entries = TillEntry.objects.filter(event=event, way=TillEntry.CASH, undone_at=None)
    taken = entries.aggregate(sum=Sum("amount"))["sum"] or 0
    return Cash(till.float if till else Money(0, event.currency), Money(taken, event.currency))


def put_in(event: Event, *, amount: int, by: str, now: dt.datetime) -> None:
    """The float, in minor units; may be put right until the till is closed. Raises PaymentRefused after that.

    The same again by the same person is a second tap, and not noted again.
    """
    with transaction.atomic():
        till = _lock(event, by=by, now=now)
        if till.is_closed:
            raise PaymentRefused("The till is closed. Open it again to change the float.")
        if amount and (till.float_amount, till.float_by) == (amount, by):
            return
        Till.objects.filter(pk=till.pk).update(float_amount=amount, float_at=now, float_by=by)
        journal.note(event, by=by, sentence=f"put {_words(amount, event)} into the till as float")


def close(event: Event, *, counted: int, note: str, by: str, now: dt.datetime) -> None:
    """What was counted, in minor units; what should have been there is fixed with it. Raises PaymentRefused when
    somebody has closed it already; the same again by the same person is a second tap, and harmless.
    """
    with transaction.atomic():
        till = _lock(event, by=by, now=now)
        if till.is_closed:
            if (till.counted_amount, till.note, till.closed_by) == (counted, note, by):
                return
            raise PaymentRefused(f"{till.closed_by} has closed the till already.")
        expected = cash_of(event, till).expected.amount
        Till.objects.filter(pk=till.pk).update(
            expected_amount=expected, counted_amount=counted, note=note, closed_at=now, closed_by=by
        )
        sentence = f"closed the till with {_words(counted, event)}, {_off_by(counted - expected, event)}"
        journal.note(event, by=by, sentence=f"{sentence}: {note}" if note else sentence)


def reopen(event: Event, *, by: str) -> None:
    """For a new count; twice is fine. The journal keeps the old one."""
    with transaction.atomic():
        till = Till.objects.select_for_update(of=("self",)).select_related("event").filter(event=event).first()
        if till is None or till.counted is None:
            return
        Till.objects.filter(pk=till.pk).update(
            expected_amount=None, counted_amount=None, note="", closed_at=None, closed_by=""
        )
        counted = page_words.money(till.counted)
        journal.note(event, by=by, sentence=f"opened the till again; {till.closed_by} had counted {counted}")


def _lock(event: Event, *, by: str, now: dt.datetime) -> Till:
    """The evening's till, made when it is first touched, locked until the caller's transaction ends."""
    Till.objects.bulk_create([Till(event=event, float_at=now, float_by=by)], ignore_conflicts=True)
    return Till.objects.select_for_update(of=("self",)).select_related("event").get(event=event)


def _words(amount: int, event: Event) -> str:
    return page_words.money(Money(amount, event.currency))


def _off_by(difference: int, event: Event) -> str:
    if not difference:
        return "as it should be"
    return f"{_words(abs(difference), event)} too {'much' if difference > 0 else 'little'}"
