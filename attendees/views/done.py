"""Back to the ticket's page with one sentence about what was just done; the address carries it, no cookie."""

from django.http import HttpResponse
from django.shortcuts import redirect

from attendees.models import SignUp, Ticket
from attendees.views.access import page_path

SENTENCES = {
    "cancelled": "Cancelled. We have sent you a mail about it.",
    "moved": "Moved. Your new ticket is below, and in the mail we have sent you.",
    "waits": "You are on the waiting list of that date; your number is in the mail. Until you move, you stay here.",
    "corrected": "The name is corrected. The code stays the same.",
    "sent": "Saved. We have sent the ticket there.",
    "given": "Given away. The old code no longer opens the door.",
    "offered": "We have asked them by mail. The place is theirs when they say yes; until then it stays yours.",
    "not-offered": "The place is not on offer any more.",
    "taken": "This is your ticket now. We have sent it to you as well.",
    "answered": "Thank you. You can change your answers at any time.",
    "address": "This is your address now. We have sent your ticket there; links in older mails no longer work.",
    "reminders": "Saved.",
    "been-before": "Noted: this is not your first evening.",
    "need": "Saved. Only the hosts of this evening see it, and it is deleted a week after.",
    "kept": "You are staying. See you there.",
}


def back(owner: SignUp | Ticket, what: str) -> HttpResponse:
    """To the page of `owner`; `what` is a key of SENTENCES."""
    return redirect(f"{page_path(owner)}?done={what}")
