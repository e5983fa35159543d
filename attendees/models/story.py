from django.db import models
from django.db.models import Q

from foundation.lib.states import Table


class Story(models.Model):
    """What an evening was like, in the words of somebody who came. Moved only by attendees.domain.stories.

    TOLD: waits for the host. PUBLISHED: on the public pages, and quoted to first-timers. HIDDEN: the host keeps it from
    them. Whoever told it takes it back by deleting the row. `telling` counts how often its author has put it anew, so
    that a host publishes only what they have read; `is_first`: it was their first evening.
    """

    TOLD, PUBLISHED, HIDDEN = "told", "published", "hidden"
    TRANSITIONS = Table(
        first=(TOLD,),
        moves={TOLD: (PUBLISHED, HIDDEN), PUBLISHED: (HIDDEN, TOLD), HIDDEN: (PUBLISHED, TOLD)},
    )

    series = models.ForeignKey("events.Series", on_delete=models.CASCADE, related_name="+")
    ticket = models.OneToOneField("attendees.Ticket", on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=400)
    shows_name = models.BooleanField(default=False)
    is_first = models.BooleanField()
    state = models.CharField(max_length=10, default=TOLD)
    telling = models.PositiveSmallIntegerField(default=1)
    told_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "stories"
        constraints = [
            models.CheckConstraint(
                name="story_published_when",
                condition=Q(state="published", published_at__isnull=False)
                | Q(~Q(state="published"), published_at__isnull=True),
            )
        ]
        indexes = [models.Index(name="story_by_series", fields=["series", "state"])]

    def __str__(self) -> str:
        return f"story {self.pk}, {self.state}"
