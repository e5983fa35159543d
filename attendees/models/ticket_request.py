from django.db import models


class TicketRequest(models.Model):
    """Somebody asked for the tickets of an address again. The row is written whether or not there are any, so that
    asking tells nothing; the sweep answers it and deletes it.
    """

    email = models.EmailField(max_length=254)
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"asked at {self.asked_at:%H:%M}"
