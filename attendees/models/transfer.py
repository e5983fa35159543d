from django.db import models
from django.db.models import Q

from foundation.lib import codes
from foundation.lib.states import Table


class Transfer(models.Model):
    """A place on offer to one other person, who has not answered yet; until they take it, it stays whose it is.

    Moved only by attendees.domain.transfers. Its code, which only that person's mail holds, opens the page with the
    two answers; the row keeps the hash. `name` and `email` are as the giver typed them.
    """

    ASKED, TAKEN, DECLINED, WITHDRAWN = "asked", "taken", "declined", "withdrawn"
    TRANSITIONS = Table(
        first=(ASKED,),
        moves={ASKED: (TAKEN, DECLINED, WITHDRAWN), TAKEN: (), DECLINED: (), WITHDRAWN: ()},
    )

    ticket = models.ForeignKey("attendees.Ticket", on_delete=models.CASCADE, related_name="transfers")
    name = models.CharField(max_length=80)
    email = models.EmailField(max_length=254)
    state = models.CharField(max_length=10, default=ASKED)
    code_hash = models.CharField(max_length=64, unique=True, null=True)
    secret_version = models.PositiveSmallIntegerField(default=codes.current_version)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="transfer_one_open_per_ticket", fields=["ticket"], condition=Q(state="asked")),
            models.CheckConstraint(
                name="transfer_answered_has_time",
                condition=Q(state="asked", answered_at__isnull=True) | ~Q(state="asked") & Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} to {self.name}"

    @property
    def code(self) -> str:
        return codes.derive("transfer", subject=str(self.pk), issue=1, version=self.secret_version)
