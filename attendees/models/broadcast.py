from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from foundation.lib import codes
from foundation.lib.states import Table
from foundation.mail.models import Message


class Broadcast(models.Model):
    """A mail in a host's own words to one audience, of an evening or (without `event`) of the whole series.

    `audience` is a key of attendees.domain.audiences. Marketing goes to nobody without consent. Its mails are Messages
    about `about`; `sent_at` is when the last of them was in the outbox. `key` makes a form sent twice one broadcast.
    """

    DRAFT, PLANNED, SENDING, SENT, STOPPED = "draft", "planned", "sending", "sent", "stopped"
    TRANSITIONS = Table(
        first=(DRAFT,),
        moves={
            DRAFT: (PLANNED,),
            PLANNED: (DRAFT, SENDING, STOPPED),
            SENDING: (SENT, STOPPED),
            SENT: (STOPPED,),
            STOPPED: (),
        },
    )

    series = models.ForeignKey("events.Series", on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey("events.Event", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=26, unique=True, default=codes.random_code)
    state = models.CharField(max_length=10, default=DRAFT)
    audience = models.CharField(max_length=20)
    kind = models.CharField(
        max_length=10, choices=[(Message.SERVICE, Message.SERVICE), (Message.MARKETING, Message.MARKETING)]
    )
    subject = models.CharField(max_length=80)
    words = models.TextField(max_length=4000)
    written_by = models.CharField(max_length=120)
    written_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="broadcast_of_a_series_is_marketing", condition=Q(event__isnull=False) | Q(kind="marketing")
            ),
            models.CheckConstraint(
                name="broadcast_draft_has_no_time",
                condition=Q(state="draft", due_at__isnull=True) | ~Q(state="draft") & Q(due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="broadcast_stopped_whole",
                condition=Q(state="stopped", stopped_at__isnull=False) & ~Q(stopped_by="")
                | ~Q(state="stopped") & Q(stopped_at__isnull=True, stopped_by=""),
            ),
        ]
        indexes = [
            models.Index(name="broadcast_waiting", fields=["due_at"], condition=Q(state__in=["planned", "sending"])),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def about(self) -> str:
        """What its messages are about."""
        return f"broadcast:{self.pk}"

    @property
    def zone(self) -> ZoneInfo:
        """In which its times are shown."""
        return self.event.zone if self.event else self.series.zone

    @property
    def is_marketing(self) -> bool:
        return self.kind == Message.MARKETING

    @property
    def is_draft(self) -> bool:
        return self.state == self.DRAFT
