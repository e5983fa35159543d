"""What the door says about money that was just taken."""

from collections.abc import Sequence

from foundation.lib import page_words
from foundation.lib.money import Money
from payments.models import TillEntry


def said(taken: Sequence[TillEntry]) -> str:
    """£10 in cash. Give £10 back. · £10 by card. · nothing."""
    if not taken:
        return ""
    total = Money(sum(entry.amount for entry in taken), taken[0].currency)
    back = sum(entry.change.amount for entry in taken if entry.change)
    how = "in cash" if taken[0].way == TillEntry.CASH else "by card"
    change = f" Give {page_words.money(Money(back, total.currency))} back." if back else ""
    return f"{page_words.money(total)} {how}.{change}"
