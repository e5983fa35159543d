from django.db import models
from django.db.models import Q


class PastAttendance(models.Model):
    """An evening somebody came to before we counted: imported with its date, or said by the person (`SAID`)."""

    IMPORTED, SAID = "imported", "said"

    profile = models.ForeignKey("attendees.Profile", on_delete=models.CASCADE, related_name="past_attendances")
    series = models.ForeignKey("events.Series", on_delete=models.CASCADE, related_name="+")
    date = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=10, choices=[(IMPORTED, "imported"), (SAID, "said by the person")])
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="past_attendance_once_a_date",
                fields=["profile", "series", "date"],
                condition=Q(date__isnull=False),
            ),
            models.UniqueConstraint(
                name="past_attendance_said_once", fields=["profile", "series"], condition=Q(source="said")
            ),
            models.CheckConstraint(
                name="past_attendance_imported_has_date", condition=Q(source="said") | Q(date__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile} on {self.date}"
