"""The outbox as the staff sees it: what went to whom, and what did not, and why."""

from django.contrib import admin

from foundation.lib.read_only_admin import ReadOnly
from foundation.mail.models import Message


@admin.register(Message)
class MessageAdmin(ReadOnly):
    list_display = ("template", "to", "state", "due_at", "sent_at", "attempts", "failure")
    list_filter = ("state", "kind", "template")
    search_fields = ("to", "subject")
    exclude = ("text", "html")
