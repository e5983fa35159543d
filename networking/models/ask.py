from django.db import models
from django.db.models import Q

from attendees.models import SignUp, Ticket
from foundation.lib.states import Table
from networking.models.whose import of_its_person


class AskQuerySet(models.QuerySet["Ask"]):
    def open(self) -> "AskQuerySet":
        return self.filter(state=Ask.OPEN)

    def asked_with(self, ticket: Ticket) -> "AskQuerySet":
        """By the person who has this place now, whatever became of them."""
        return self.filter(of_its_person("ticket", at="asked_at"), ticket=ticket)

    def standing(self) -> "AskQuerySet":
        """Open ones of people who still have the place with which they asked."""
        return self.open().filter(of_its_person("ticket", at="asked_at"))

    def shown(self) -> "AskQuerySet":
        """What ticket holders of its evening see: standing, not private, not hidden by the host."""
        return self.standing().filter(is_private=False, hidden_at__isnull=True)


class Ask(models.Model):
    """A question that somebody brings to an evening; at most two a ticket. Moved only by networking.domain.asks.

    `shows_name`: its asker wants their first name beside it. A private one goes to the host only. `hidden_at`: the host
    took it off the evening's page. Answered is what its asker says; closed is what time or a withdrawal does.
    """

    OPEN, ANSWERED, CLOSED = "open", "answered", "closed"
    TRANSITIONS = Table(first=(OPEN,), moves={OPEN: (ANSWERED, CLOSED), ANSWERED: (), CLOSED: ()})

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey("attendees.Ticket", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()  # 1 or 2 of its ticket
    topic = models.CharField(max_length=40, blank=True)
    sector = models.CharField(max_length=30, blank=True, choices=SignUp.SECTORS)
    words = models.CharField(max_length=280)
    is_private = models.BooleanField(default=False)
    shows_name = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=OPEN)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)

    objects = AskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="ask_number_once_while_open", fields=["ticket", "number"], condition=Q(state="open")
            ),
            models.CheckConstraint(name="ask_two_at_most", condition=Q(number__in=[1, 2])),
            models.CheckConstraint(name="ask_private_has_no_name", condition=Q(is_private=False) | Q(shows_name=False)),
            models.CheckConstraint(
                name="ask_ended_has_time",
                condition=Q(state="open", ended_at__isnull=True) | ~Q(state="open") & Q(ended_at__isnull=False),
            ),
        ]
        indexes = [models.Index(name="ask_by_event", fields=["event", "state"])]

    def __str__(self) -> str:
        return f"question {self.pk}"
