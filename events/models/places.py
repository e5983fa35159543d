from django.db import models
from django.db.models import F, Q


class Places(models.Model):
    """How many places an event has and how many are taken. Only events.domain.places writes it.

    ceiling = capacity, or taken while the organiser has lowered capacity below what is taken. `waiting` is how many
    entries of the waiting list wait: while any does, the public gets no place, whatever the figures say.
    """

    event = models.OneToOneField("events.Event", on_delete=models.CASCADE, primary_key=True, related_name="places")
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    ceiling = models.PositiveIntegerField()
    waiting = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "places"
        constraints = [
            models.CheckConstraint(name="places_never_oversold", condition=Q(taken__lte=F("ceiling"))),
        ]

    def __str__(self) -> str:
        return f"{self.taken} of {self.capacity}"

    @property
    def left(self) -> int:
        """What the public may take."""
        return 0 if self.waiting else self.free

    @property
    def free(self) -> int:
        """What nobody has, whoever it is meant for."""
        return max(0, self.capacity - self.taken)
