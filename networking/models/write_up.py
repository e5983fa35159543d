from django.db import models


class WriteUp(models.Model):
    """What an evening noticed, as the host wrote it up; on the evening's page once published."""

    event = models.OneToOneField("events.Event", on_delete=models.CASCADE, related_name="+")
    words = models.TextField(max_length=6000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"write-up of {self.event_id}"
