from django.conf import settings
from django.db import models


class TeamMember(models.Model):
    """What a user may do in a series: an owner everything, a host everything but the team and the series' rules."""

    OWNER, HOST = "owner", "host"

    series = models.ForeignKey("events.Series", on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=10, choices=[(OWNER, "owner"), (HOST, "host")])
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="team_once_per_series", fields=["series", "user"])]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"
