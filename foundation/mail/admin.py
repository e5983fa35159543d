"""The outbox as the staff sees it: what went to whom, and what did not, and why."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from foundation.lib import clock, states
from foundation.lib.read_only_admin import ReadOnly
from foundation.mail.domain import outbox
from foundation.mail.models import Message


@admin.register(Message)
class MessageAdmin(ReadOnly):
    list_display = ("template", "to", "state", "due_at", "sent_at", "attempts", "failure")
    list_filter = ("state", "kind", "template")
    search_fields = ("to", "subject")
    exclude = ("text", "html", "files", "unsubscribe_url")
    actions = ("send_again",)

    @admin.action(description="Send the failed ones again", permissions=["view"])
    def send_again(self, request: HttpRequest, chosen: QuerySet[Message]) -> None:
        again = 0
        for message in chosen:
            try:
                outbox.resend(message, now=clock.now())
                again += 1
            except states.Stale:  # it has not failed, or its words are no longer kept
                continue
        messages.info(
            request, f"{again} of {len(chosen)} will be sent again; only failed ones of the last 30 days can be."
        )
