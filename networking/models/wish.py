from django.db import models
from django.db.models import Q


class Wish(models.Model):
    """What a ticket's person wants of one evening's tables; taking it back removes the row.

    APART is a Block for somebody who has no profile (known by name only). TOGETHER: two friends in round 1; it counts
    when both said it, or when both places are of one sign-up. STAYS: groups come to them. SITS_OUT: has no seat until
    they take it back. AS_NEW: planned without memory of past evenings. NO_LOOK_OUT: a first-timer who wants nobody to
    look out for them. `by_host`: told to the host, who entered it.
    """

    APART, TOGETHER, STAYS, SITS_OUT = "apart", "together", "stays", "sits-out"
    AS_NEW, NO_LOOK_OUT = "as-new", "no-look-out"
    KINDS = (
        (APART, "never at the same table"),
        (TOGETHER, "together in round 1"),
        (STAYS, "stays at one table"),
        (SITS_OUT, "sits this one out"),
        (AS_NEW, "planned as if new"),
        (NO_LOOK_OUT, "wants nobody to look out for them"),
    )

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey("attendees.Ticket", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=11, choices=KINDS)
    other = models.ForeignKey("attendees.Ticket", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    by_host = models.BooleanField(default=False)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="wish_once", fields=["ticket", "kind"], condition=Q(other__isnull=True)),
            models.UniqueConstraint(name="wish_about_once", fields=["ticket", "kind", "other"]),
            models.CheckConstraint(
                name="wish_about_somebody",
                condition=Q(kind__in=["apart", "together"], other__isnull=False)
                | Q(kind__in=["stays", "sits-out", "as-new", "no-look-out"], other__isnull=True),
            ),
        ]
        indexes = [models.Index(name="wish_by_event", fields=["event", "kind"])]

    def __str__(self) -> str:
        return f"wish {self.pk}, {self.kind}"
