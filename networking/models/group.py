from django.db import models


class Group(models.Model):
    """The people at one table in one round; `table` is the table's number."""

    round = models.ForeignKey("networking.Round", on_delete=models.CASCADE, related_name="groups")
    table = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["table"]
        constraints = [models.UniqueConstraint(name="group_table_once", fields=["round", "table"])]

    def __str__(self) -> str:
        return f"table {self.table}"


class Seat(models.Model):
    """One person at a table in one round; nobody has two in the same round. `left_at`: they had to go."""

    group = models.ForeignKey("networking.Group", on_delete=models.CASCADE, related_name="seats")
    round = models.ForeignKey("networking.Round", on_delete=models.CASCADE, related_name="seats")
    ticket = models.ForeignKey("attendees.Ticket", on_delete=models.CASCADE, related_name="seats")
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="seat_once_a_round", fields=["round", "ticket"])]

    def __str__(self) -> str:
        return f"seat {self.pk}"
