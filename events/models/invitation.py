from django.conf import settings
from django.db import models

from .team_member import TeamMember


class Invitation(models.Model):
    """A mailed invitation to a series' team, good until `until` and once."""

    series = models.ForeignKey("events.Series", on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=10, choices=[(TeamMember.OWNER, "owner"), (TeamMember.HOST, "host")])
    code_hash = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField()
    until = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.email} as {self.role}"
