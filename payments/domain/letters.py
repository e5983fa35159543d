"""The mails about money: what went back, to whom it belongs, and what the team has to look at."""

from collections.abc import Sequence
from typing import Any

from attendees.models import SignUp
from events.models import Event, Series
from foundation.lib import links, names
from foundation.lib.money import Money
from foundation.mail.domain import outbox
from payments.models import Payment, Refund, Unmatched


def refunded(refunds: Sequence[Refund]) -> None:
    """To the buyer: the money is on its way to the card. One mail for refunds of one payment, with each credit note."""
    first = refunds[0]
    notes = [refund.credit_note for refund in refunds]
    _to_buyer(
        first.ticket.sign_up if first.ticket else first.payment.sign_up,
        key=f"refunded:{'-'.join(str(refund.pk) for refund in refunds)}",
        template="payments/refunded",
        context={
            "money": Money(sum(refund.amount for refund in refunds), first.currency),
            "notes": [(note, links.to("payments:receipt", note.code)) for note in notes],
        },
    )


def late(payment: Payment, refund: Refund, *, why: str) -> None:
    """To the buyer: paid, but there is no place; an apology, and all of it goes back. Once per payment.

    `why` is "full", "off" (the evening is cancelled or over), "gone" (the place was given up) or "twice".
    """
    series = payment.sign_up.event.series
    _to_buyer(
        payment.sign_up,
        key=f"late:{payment.pk}",
        template="payments/late",
        context={"money": refund.money, "why": why, "series_url": links.absolute(f"/{series.slug}/")},
    )


def refund_failed(refund: Refund) -> None:
    """To the team: money did not get back to somebody. Once per refund."""
    event = refund.payment.sign_up.event
    _to_team(
        event.series,
        event=event,
        key=f"refund-failed:{refund.pk}",
        template="payments/refund_failed",
        context={
            "refund": refund,
            "payer": refund.payment.payer_name,
            "money": refund.money,
            "url": links.to("payments:show-money", event.pk),
        },
    )


def money_to_look_at(row: Unmatched) -> None:
    """To the team: money that matches nothing. Without an event every series' team hears of it."""
    teams = [row.event.series] if row.event else list(Series.objects.all())
    for series in teams:
        _to_team(
            series,
            event=row.event,
            key=f"unmatched:{row.pk}:{series.pk}",
            template="payments/money_to_look_at",
            context={
                "row": row,
                "url": links.to("payments:show-money", row.event.pk) if row.event else links.absolute("/desk/"),
            },
        )


def _to_buyer(sign_up: SignUp, *, key: str, template: str, context: dict[str, Any]) -> None:
    event = sign_up.event
    outbox.write(
        key=key,
        template=template,
        to=sign_up.email,
        to_name=sign_up.name,
        context={"event": event, "series": event.series, "first_name": names.first(sign_up.name), **context},
        sender=outbox.Sender(name=event.series.name, reply_to=event.series.email),
        about=f"sign_up:{sign_up.pk}",
        about_event=event.pk,
        about_person=sign_up.buyer_id,
    )


def _to_team(series: Series, *, event: Event | None, key: str, template: str, context: dict[str, Any]) -> None:
    outbox.write(
        key=key,
        template=template,
        to=series.email,
        to_name=series.host_name,
        context={"event": event, "series": series, **context},
        sender=outbox.Sender(name=series.name, reply_to=series.email),
        about_event=event.pk if event else None,
    )
