"""The mails about places: who gets which words when a fact about a ticket changes."""

import datetime as dt

from attendees.models import SignUp
from foundation.lib import links
from foundation.mail.domain import outbox


def confirmed(sign_up: SignUp, *, now: dt.datetime) -> None:
    """The one confirmation: ticket, receipt and what to expect. Once per sign-up."""
    event = sign_up.event
    tickets = list(sign_up.tickets.valid())
    outbox.write(
        key=f"confirmed:{sign_up.pk}",
        template="attendees/confirmed",
        to=sign_up.email,
        to_name=sign_up.name,
        context={
            "sign_up": sign_up,
            "event": event,
            "series": event.series,
            "tickets": tickets,
            "manage_url": links.absolute(f"/t/{tickets[0].manage_code}/"),
        },
        sender=outbox.Sender(name=event.series.name, reply_to=event.series.email),
        about=f"ticket:{tickets[0].pk}",
        about_event=event.pk,
        about_person=sign_up.buyer_id,
        expires_at=event.ends_at,
    )
