from django.db import models


class OwnNote(models.Model):
    """What somebody noted for themselves, signed in, about a person they met; nobody else sees it, hosts neither."""

    owner = models.ForeignKey("attendees.Profile", on_delete=models.CASCADE, related_name="+")
    about = models.ForeignKey("attendees.Ticket", on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=500)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="own_note_once", fields=["owner", "about"])]

    def __str__(self) -> str:
        return f"note {self.pk}"
