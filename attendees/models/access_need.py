from django.db import models


class AccessNeed(models.Model):
    """What a ticket's person told the host about access. Its own table, deleted 7 days after the evening."""

    DAYS_KEPT = 7

    ticket = models.OneToOneField("attendees.Ticket", on_delete=models.CASCADE, related_name="access_need")
    words = models.CharField(max_length=300)
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"access need of ticket {self.ticket_id}"
