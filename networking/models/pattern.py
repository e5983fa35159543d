from django.db import models
from django.db.models import Q

from foundation.lib.states import Table


class Pattern(models.Model):
    """Something that a table or a person noticed. Moved only by networking.domain.patterns.

    Filed by a table (`table`), by a person (`ticket`), or by nobody that we know: an anonymous one holds neither.
    `nonce` is the form's own: sent twice, it is one. The host reveals it to the board, hides it, or marks it to keep
    for the write-up; `changed_at` is when that happened last.
    """

    FILED, SHOWN, HIDDEN = "filed", "shown", "hidden"
    TRANSITIONS = Table(first=(FILED,), moves={FILED: (SHOWN, HIDDEN), SHOWN: (HIDDEN,), HIDDEN: (SHOWN,)})

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="+")
    activity = models.ForeignKey(
        "networking.Activity", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    table = models.PositiveSmallIntegerField(null=True, blank=True)
    ticket = models.ForeignKey("attendees.Ticket", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=280)
    tag = models.CharField(max_length=30, blank=True)
    state = models.CharField(max_length=6, default=FILED)
    kept_at = models.DateTimeField(null=True, blank=True)
    filed_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    nonce = models.CharField(max_length=26)

    class Meta:
        ordering = ["filed_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="pattern_once", fields=["event", "nonce"]),
            models.CheckConstraint(
                name="pattern_of_table_or_person", condition=Q(table__isnull=True) | Q(ticket__isnull=True)
            ),
            models.CheckConstraint(
                name="pattern_kept_not_hidden", condition=Q(kept_at__isnull=True) | ~Q(state="hidden")
            ),
        ]
        indexes = [models.Index(name="pattern_by_event", fields=["event", "state"])]

    def __str__(self) -> str:
        return f"pattern {self.pk}"
