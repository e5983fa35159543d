from django.db import models


class DoorPhone(models.Model):
    """A browser that holds the list of one evening, and when it was last heard of.

    `code` is its own, made up by itself; `name` is who opened the door on it. `unsent` is what it still had to send.
    """

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=26)
    name = models.CharField(max_length=80)
    heard_at = models.DateTimeField()
    unsent = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="door_phone_once", fields=["event", "code"])]

    def __str__(self) -> str:
        return f"{self.name}, phone {self.code[:2].upper()}"
