from django.db import models
from django.db.models import F, Q


class RunAct(models.Model):
    """A step of the run-sheet as a host's phone told it, at once or later. Written by networking.domain.run_acts only.

    `nonce` is the phone's own name for it: sent again, it is the same act and gets the same answer. `happened_at` is
    when the phone says it was, `received_at` when we heard. OVERTAKEN: somebody else was first, so it changed nothing.
    """

    DONE, OVERTAKEN = "done", "overtaken"
    OUTCOMES = ((DONE, "done"), (OVERTAKEN, "overtaken"))

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=26)
    kind = models.CharField(max_length=10)
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=9, choices=OUTCOMES)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["happened_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="run_act_once", fields=["event", "nonce"]),
            models.CheckConstraint(name="run_act_not_in_the_future", condition=Q(happened_at__lte=F("received_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.outcome}"
