import datetime as dt

from django.db import models


class EveningLink(models.Model):
    """A link that opens one evening's pages without an account: the door's, or a stand-in host's.

    It dies 12 hours after the end, or when revoked. The code itself is derived
    (`codes.derive("link", subject=pk)`), so that a host can show it again; the row keeps its hash.
    """

    DOOR, STAND_IN = "door", "stand-in"
    AFTER_END = dt.timedelta(hours=12)

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="links")
    role = models.CharField(max_length=10, choices=[(DOOR, "door volunteer"), (STAND_IN, "stand-in host")])
    name = models.CharField(max_length=60)
    code_hash = models.CharField(max_length=64, unique=True, null=True)
    secret_version = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.role}: {self.name}"

    @property
    def dies_at(self) -> dt.datetime:
        return self.event.ends_at + self.AFTER_END

    def is_open(self, now: dt.datetime) -> bool:
        return self.revoked_at is None and now < self.dies_at
