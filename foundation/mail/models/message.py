import hashlib

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from foundation.lib.states import Table

from .file import File, FileDecoder, FileEncoder


class MessageQuerySet(models.QuerySet["Message"]):
    def about(self, about: str) -> "MessageQuerySet":
        return self.filter(about=about)

    def unsent(self) -> "MessageQuerySet":
        return self.filter(state__in=[Message.DUE, Message.SENDING])


class Message(models.Model):
    """One mail in the outbox. The row, not the broker, is the queue.

    `about` names the fact it speaks of (`ticket:12`); messages about the same fact go out in order and are withdrawn
    together. `about_event` and `about_person` are plain ids of rows in apps above, for lists only.
    """

    DUE, SENDING, SENT, FAILED, WITHDRAWN = "due", "sending", "sent", "failed", "withdrawn"
    TRANSITIONS = Table(
        first=(DUE,),
        moves={
            DUE: (SENDING, WITHDRAWN, FAILED),
            SENDING: (SENT, DUE, FAILED, WITHDRAWN),
            FAILED: (DUE,),
            SENT: (),
            WITHDRAWN: (),
        },
    )
    SERVICE, MARKETING = "service", "marketing"
    CODE, SOON, ORDINARY, BULK = 0, 3, 5, 8

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=10, choices=[(SERVICE, "service"), (MARKETING, "marketing")])
    template = models.CharField(max_length=60)
    state = models.CharField(max_length=10, default=DUE)
    priority = models.PositiveSmallIntegerField(default=ORDINARY)

    to = models.EmailField(max_length=254)
    to_name = models.CharField(max_length=120, blank=True)
    from_name = models.CharField(max_length=120, blank=True)
    reply_to = models.EmailField(max_length=254, blank=True)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    files = models.JSONField(default=list, blank=True, encoder=FileEncoder, decoder=FileDecoder)  # of File
    unsubscribe_url = models.URLField(max_length=300, blank=True)

    about = models.CharField(max_length=60, blank=True)
    about_event = models.BigIntegerField(null=True, blank=True)
    about_person = models.BigIntegerField(null=True, blank=True)
    consent_given_at = models.DateTimeField(null=True, blank=True)

    written_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="message_marketing_needs_consent",
                condition=Q(kind="service") | Q(consent_given_at__isnull=False),
            ),
            models.CheckConstraint(
                name="message_marketing_can_be_stopped", condition=Q(kind="service") | ~Q(unsubscribe_url="")
            ),
            models.CheckConstraint(
                name="message_sent_has_time",
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="message_expires_after_due", condition=Q(expires_at__isnull=True) | Q(expires_at__gte=F("due_at"))
            ),
        ]
        indexes = [
            models.Index(name="message_queue", fields=["state", "due_at"]),
            models.Index(name="message_bounced", fields=["to"], condition=Q(bounced_at__isnull=False)),
            models.Index(name="message_about", fields=["about", "id"]),
            models.Index(name="message_about_event", fields=["about_event", "-id"]),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def diary_file(self) -> File | None:
        """The one that a diary reads, if there is one."""
        return next((file for file in self.files if file.mime == File.DIARY), None)

    @property
    def message_id(self) -> str:
        """Derived from the key, so that a mail sent twice after a crash is recognisably one."""
        return f"<{hashlib.sha256(self.key.encode()).hexdigest()[:32]}@{settings.MAIL_DOMAIN}>"
