from django.db import models
from django.db.models import Q

from foundation.lib import codes


class Consent(models.Model):
    """Somebody's yes to hear about the next dates of a series: the words they ticked, when and where.

    `withdraw_code` is in the address that stops it (RFC 8058: POST acts, GET shows a page).
    """

    profile = models.ForeignKey("attendees.Profile", on_delete=models.CASCADE, related_name="consents")
    series = models.ForeignKey("events.Series", on_delete=models.CASCADE, related_name="+")
    wording = models.CharField(max_length=300)
    source = models.CharField(max_length=60)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdraw_code = models.CharField(max_length=26, unique=True, default=codes.random_code)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="consent_once_while_given", fields=["profile", "series"], condition=Q(withdrawn_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.profile} and {self.series}"
