from django.db import models


class Lease(models.Model):
    """One row per sweep: who runs it until when (real time), and when it last ended well."""

    name = models.CharField(max_length=60, primary_key=True)
    until = models.DateTimeField()
    holder = models.CharField(max_length=40, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
