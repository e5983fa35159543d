import datetime as dt

from django.db import models
from django.db.models import F, Q

from foundation.lib import codes, names
from foundation.lib.code_hash import CodeHash
from foundation.lib.states import Table


class TicketQuerySet(models.QuerySet["Ticket"]):
    def for_event(self, event_id: int) -> "TicketQuerySet":
        return self.filter(event_id=event_id)

    def live(self) -> "TicketQuerySet":
        """Those that take a place: held or valid."""
        return self.filter(state__in=[Ticket.HELD, Ticket.VALID])

    def valid(self) -> "TicketQuerySet":
        return self.filter(state=Ticket.VALID)

    def lapsed(self, now: dt.datetime) -> "TicketQuerySet":
        """Held beyond their time and not yet expired by anybody."""
        return self.filter(state=Ticket.HELD, held_until__lte=now)

    def checked_in(self) -> "TicketQuerySet":
        return self.valid().filter(checked_in_at__isnull=False)

    def remembered(self) -> "TicketQuerySet":
        """Without people who asked to be erased since the evening; before its end nobody with a place can."""
        return self.exclude(holder__erase_asked_at__gte=F("event__ends_at"))


class Ticket(models.Model):
    """One person's place. Moved only by attendees.domain.tickets (and stamped by check_in).

    `holder` is set when the place's person is known by e-mail; a companion may be a name only. Two different codes
    belong to it: `manage` (its own page, for a companion) and `door` (QR); the row keeps hashes, version and issue.
    A move to another evening makes a new ticket with `moved_from`. `been_before_at`: its person said that this is not
    their first evening. `reminders_off_at`: whoever has its page wants no reminders of it. `given_at`: since when it is
    somebody else's than before.
    """

    HELD, VALID, CANCELLED, EXPIRED = "held", "valid", "cancelled", "expired"
    TRANSITIONS = Table(
        first=(HELD, VALID),
        moves={HELD: (VALID, CANCELLED, EXPIRED), VALID: (CANCELLED,), EXPIRED: (VALID,), CANCELLED: ()},
    )

    sign_up = models.ForeignKey("attendees.SignUp", on_delete=models.PROTECT, related_name="tickets")
    event = models.ForeignKey("events.Event", on_delete=models.PROTECT, related_name="+")
    seat = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    email = models.EmailField(max_length=254, blank=True)
    holder = models.ForeignKey(
        "attendees.Profile", on_delete=models.PROTECT, null=True, blank=True, related_name="tickets"
    )
    state = models.CharField(max_length=10, default=HELD)
    held_until = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=30, blank=True)
    refund_wanted = models.BooleanField(default=False)

    moved_from = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="moved_to")

    manage_hash = CodeHash(of="manage_code")
    door_hash = CodeHash(of="door_code")
    secret_version = models.PositiveSmallIntegerField(default=codes.current_version)
    issue = models.PositiveSmallIntegerField(default=1)

    door_note = models.CharField(max_length=140, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    been_before_at = models.DateTimeField(null=True, blank=True)
    reminders_off_at = models.DateTimeField(null=True, blank=True)
    checked_in_at = models.DateTimeField(null=True, blank=True)
    checked_in_by = models.CharField(max_length=120, blank=True)
    missed_at = models.DateTimeField(null=True, blank=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        ordering = ["sign_up_id", "seat"]
        constraints = [
            models.UniqueConstraint(name="ticket_seat_once", fields=["sign_up", "seat"]),
            models.UniqueConstraint(
                name="ticket_holder_once_while_live",
                fields=["event", "holder"],
                condition=Q(state__in=["held", "valid"], holder__isnull=False),
            ),
            models.CheckConstraint(
                name="ticket_held_has_end", condition=~Q(state="held") | Q(held_until__isnull=False)
            ),
            models.CheckConstraint(
                name="ticket_cancelled_has_time_and_reason",
                condition=Q(state="cancelled", cancelled_at__isnull=False) & ~Q(cancel_reason="")
                | ~Q(state="cancelled") & Q(cancelled_at__isnull=True, cancel_reason=""),
            ),
            models.CheckConstraint(
                name="ticket_checked_in_whole",
                condition=Q(checked_in_at__isnull=True, checked_in_by="")
                | Q(checked_in_at__isnull=False) & ~Q(checked_in_by=""),
            ),
            models.CheckConstraint(
                name="ticket_checked_in_only_valid",
                condition=Q(checked_in_at__isnull=True) | Q(state__in=["valid", "cancelled"]),
            ),
        ]
        indexes = [
            models.Index(name="ticket_by_event", fields=["event", "state"]),
            models.Index(name="ticket_held_until", fields=["held_until"], condition=Q(state="held")),
        ]

    def __str__(self) -> str:
        return f"{self.name}, place {self.seat}"

    @property
    def is_live(self) -> bool:
        return self.state in (self.HELD, self.VALID)

    @property
    def first_name(self) -> str:
        return names.first(self.name)

    @property
    def letters(self) -> str:
        """The beginning of the door code as people read it out: K7 4P QX."""
        code = self.door_code[:6].upper()
        return f"{code[:2]} {code[2:4]} {code[4:]}"

    @property
    def code_subject(self) -> str:
        """What both codes derive from; known before the row is saved."""
        return f"{self.sign_up.public_id}/{self.seat}"

    @property
    def manage_code(self) -> str:
        return self._code("manage")

    @property
    def door_code(self) -> str:
        return self._code("door")

    def _code(self, label: str) -> str:
        return codes.derive(label, subject=self.code_subject, issue=self.issue, version=self.secret_version)
