from django.db import models
from django.db.models import F, Q


class Block(models.Model):
    """`by` would rather not sit with `against`, at any evening, until they take it back (the row goes).

    It holds in every list, match, swap, introduction and table; `against` never learns of it. We promise "never at the
    same table", not "never in the room". `by_host`: told to the host, who entered it.
    """

    by = models.ForeignKey("attendees.Profile", on_delete=models.CASCADE, related_name="+")
    against = models.ForeignKey("attendees.Profile", on_delete=models.CASCADE, related_name="+")
    by_host = models.BooleanField(default=False)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="block_once", fields=["by", "against"]),
            models.CheckConstraint(name="block_not_oneself", condition=~Q(by=F("against"))),
        ]

    def __str__(self) -> str:
        return f"block {self.pk}"
