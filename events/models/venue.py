from django.db import models


class Venue(models.Model):
    """Where an evening is, and how one gets in."""

    series = models.ForeignKey("events.Series", on_delete=models.CASCADE, related_name="venues")
    name = models.CharField(max_length=100)
    address = models.CharField(max_length=200)
    postcode = models.CharField(max_length=12, blank=True)
    entrance = models.TextField(blank=True)
    step_free = models.BooleanField(null=True, blank=True)
    map_url = models.URLField(max_length=300, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def one_line(self) -> str:
        """Name, address and postcode, as a diary or a map search wants them."""
        return ", ".join(part for part in (self.name, self.address, self.postcode) if part)
