from django.db import models
from django.db.models import F, Q


class Places(models.Model):
    """How many places an event has and how many are taken. Only events.domain.places writes it.

    ceiling = capacity, or taken while the organiser has lowered capacity below what is taken.
    """

    event = models.OneToOneField("events.Event", on_delete=models.CASCADE, primary_key=True, related_name="places")
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    ceiling = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "places"
        constraints = [
            models.CheckConstraint(name="places_never_oversold", condition=Q(taken__lte=F("ceiling"))),
        ]

    def __str__(self) -> str:
        return f"{self.taken} of {self.capacity}"

    @property
    def left(self) -> int:
        return max(0, self.capacity - self.taken)
