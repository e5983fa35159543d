from django.db import models

from foundation.lib import codes
from foundation.lib.code_hash import CodeHash


class RunSheet(models.Model):
    """How one evening runs: what comes after what, and where it is now. Written by networking.domain.run_sheets only.

    `group_size`, `rounds`, `minutes` (of one round) and `activity_minutes` are the plan. `step_at`: since when this
    step; `step_ends_at`: the end of the activity that everybody is told, though it ends when the host goes on. `mixes`
    counts the plans made: of two hosts who press Mix having seen the same number, one does. `changed_at` rises with
    everything that a phone, a table or the room's screen shows, and is their validator. Two codes: `wall` opens the
    room's screen, `table` the one phone of a table; neither shows more than first names of tonight's groups.
    """

    ARRIVALS, WELCOME, ACTIVITY, ROUNDS, CLOSE = "arrivals", "welcome", "activity", "rounds", "close"
    STEPS = (
        (ARRIVALS, "Arrivals"),
        (WELCOME, "Welcome"),
        (ACTIVITY, "Activity"),
        (ROUNDS, "Rounds"),
        (CLOSE, "Close"),
    )

    event = models.OneToOneField("events.Event", on_delete=models.CASCADE, related_name="+")
    group_size = models.PositiveSmallIntegerField(default=5)
    rounds = models.PositiveSmallIntegerField(default=3)
    minutes = models.PositiveSmallIntegerField(default=12)
    activity_minutes = models.PositiveSmallIntegerField(default=10)
    activity = models.ForeignKey(
        "networking.Activity", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    step = models.CharField(max_length=10, choices=STEPS, default=ARRIVALS)
    step_at = models.DateTimeField(null=True, blank=True)
    step_ends_at = models.DateTimeField(null=True, blank=True)
    mixes = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    public_id = models.CharField(max_length=26, unique=True, default=codes.random_code)
    wall_hash = CodeHash(of="wall_code")
    table_hash = CodeHash(of="table_code")
    secret_version = models.PositiveSmallIntegerField(default=codes.current_version)
    issue = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="run_sheet_fits",
                condition=models.Q(
                    group_size__range=(3, 10),
                    rounds__range=(1, 8),
                    minutes__range=(3, 60),
                    activity_minutes__range=(1, 60),
                ),
            ),
            models.CheckConstraint(
                name="run_sheet_only_activity_ends",
                condition=models.Q(step_ends_at__isnull=True) | models.Q(step="activity", step_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"run-sheet of {self.event_id}"

    @property
    def wall_code(self) -> str:
        """Opens the room's screen."""
        return codes.derive("wall", subject=self.public_id, issue=self.issue, version=self.secret_version)

    @property
    def table_code(self) -> str:
        """Opens the page of the one phone a table has."""
        return codes.derive("table", subject=self.public_id, issue=self.issue, version=self.secret_version)
