from django.db import models


class Unmatched(models.Model):
    """Money or a message of Stripe that fits nothing here; shown to the team until somebody settles it."""

    key = models.CharField(max_length=160, unique=True)
    event = models.ForeignKey("events.Event", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=300)
    amount = models.IntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    seen_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name_plural = "unmatched"

    def __str__(self) -> str:
        return self.what
