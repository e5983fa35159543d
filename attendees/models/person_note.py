from django.db import models


class PersonNote(models.Model):
    """What a host wrote down about somebody, for the hosts of that series."""

    series = models.ForeignKey("events.Series", on_delete=models.CASCADE, related_name="+")
    profile = models.ForeignKey("attendees.Profile", on_delete=models.CASCADE, related_name="notes")
    words = models.CharField(max_length=500)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(name="person_note_by_series", fields=["series", "profile"])]

    def __str__(self) -> str:
        return f"note about {self.profile_id}"
