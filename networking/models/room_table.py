from django.db import models


class RoomTable(models.Model):
    """Where one of tonight's tables stands ("by the window"); its colour and shape follow from its number."""

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    where = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(name="room_table_once", fields=["event", "number"])]

    def __str__(self) -> str:
        return f"table {self.number}"
