from django.db import models
from django.db.models import Q


class PeopleImport(models.Model):
    """A list from elsewhere that is being brought in, by the sweep if it is long. `total` and `brought` count lines.

    The list itself is kept until it is done. `key` makes the same page sent twice one import; `failure` says to the
    host why the rest stayed out.
    """

    PAST, GUESTS = "past", "guests"

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=26, unique=True)
    what = models.CharField(max_length=10, choices=[(PAST, "past evenings"), (GUESTS, "guests of this evening")])
    terms = models.JSONField()
    text = models.TextField(blank=True)
    by = models.CharField(max_length=120)
    wanted_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    brought = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_import_forgets_when_done", condition=Q(done_at__isnull=True) | Q(text="")
            )
        ]
        indexes = [models.Index(name="people_import_waiting", fields=["id"], condition=Q(done_at__isnull=True))]

    def __str__(self) -> str:
        return f"import {self.pk}"
