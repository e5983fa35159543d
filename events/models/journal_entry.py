from django.db import models


class JournalEntry(models.Model):
    """Who did what when, in a plain sentence. Entries are written once and never changed."""

    series = models.ForeignKey("events.Series", on_delete=models.CASCADE, related_name="journal")
    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, null=True, related_name="journal")
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    sentence = models.CharField(max_length=400)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "journal entries"

    def __str__(self) -> str:
        return self.sentence
