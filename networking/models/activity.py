from django.db import models


class Activity(models.Model):
    """An activity of a series' deck: what the host says, and the openers of its rounds.

    The house's own deck is text (networking.domain.deck): a row is made of one of its activities when a series chooses,
    changes or retires it, and has the same slug. `openers` is a list of sentences; `tags` are the words by which what
    people notice is grouped on the board.
    """

    series = models.ForeignKey("events.Series", on_delete=models.CASCADE, related_name="+")
    slug = models.CharField(max_length=40)
    title = models.CharField(max_length=80)
    how = models.TextField(max_length=1200)
    prompt = models.CharField(max_length=200)  # the question of the box that people fill
    minutes = models.PositiveSmallIntegerField(default=10)
    openers = models.JSONField(default=list, blank=True)
    tags = models.JSONField(default=list, blank=True)
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "activities"
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(name="activity_slug_once", fields=["series", "slug"]),
        ]

    def __str__(self) -> str:
        return self.title
