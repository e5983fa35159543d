from django.db import models
from django.db.models import Q


class DoorAct(models.Model):
    """What a phone did at the door, as it told us, kept whether it counted or not.

    `nonce` is the phone's own name for it: sent again, it is the same act. `happened_at` is when the phone says it was,
    `received_at` when we heard. Two phones that let the same ticket in without a connection are both here: the earlier
    one COUNTED, the other DOUBLED. OVER: let in although all places were taken. REFUSED: told at once, so that nobody
    came in; WRONG: refused when they were in already; ASK: let in by a phone alone, where a helper would have been sent
    to the host without learning why, so that only hosts read of it. `shown`, `word` and `why` are what we answered, and
    answer again. `undone_at`: taken back since.
    """

    CHECK_IN, UNDO, WALK_IN, PAID = "check-in", "undo", "walk-in", "paid"
    KINDS = ((CHECK_IN, "check-in"), (UNDO, "undo"), (WALK_IN, "walk-in"), (PAID, "paid"))
    COUNTED, DOUBLED, OVER, REFUSED = "counted", "doubled", "over", "refused"
    WRONG, ASK = "wrong", "ask"
    OUTCOMES = (
        (COUNTED, "counted"),
        (DOUBLED, "doubled"),
        (OVER, "over capacity"),
        (REFUSED, "refused"),
        (WRONG, "wrong"),
        (ASK, "ask the host"),
    )

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="+")
    phone = models.ForeignKey("attendees.DoorPhone", on_delete=models.CASCADE, related_name="acts")
    nonce = models.CharField(max_length=26)
    kind = models.CharField(max_length=10, choices=KINDS)
    ticket = models.ForeignKey("attendees.Ticket", on_delete=models.SET_NULL, null=True, related_name="+")
    sign_up = models.ForeignKey("attendees.SignUp", on_delete=models.SET_NULL, null=True, related_name="+")
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=OUTCOMES)
    shown = models.CharField(max_length=4)
    word = models.CharField(max_length=40)
    why = models.CharField(max_length=300, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["happened_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="door_act_once", fields=["event", "nonce"]),
            models.CheckConstraint(
                name="door_act_not_in_the_future", condition=Q(happened_at__lte=models.F("received_at"))
            ),
        ]
        indexes = [models.Index(name="door_act_by_ticket", fields=["ticket", "kind"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.outcome}"
