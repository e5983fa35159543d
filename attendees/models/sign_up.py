from typing import Any

from django.db import models
from django.db.models import Q

from foundation.lib import codes
from foundation.lib.code_hash import CodeHash
from foundation.lib.money import Money


class SignUp(models.Model):
    """One buyer's order of one to four places. `public_id` is its diary id and no secret.

    Optional answers stay here until the buyer has proved the address by signing in. A move makes a new sign-up
    with `moved_from`. `told_revision` is the event's `diary_revision` that its people know: behind it, the sweep tells
    them what changed. `manage_code` opens the buyer's page, which manages all places; each ticket's own code shows
    that ticket only. `paid_at_door_at` is set and taken back by the till. `browser_hash` recognises the browser that
    made it, which gets its hold back. `waited_as` is the entry of the waiting list to which its places were offered.
    `kept_from` is the ticket of the evening at whose close its place was kept without paying.
    Who walked in and gave no address has neither `buyer` nor `email`. `reminders_off_at` is the buyer's; a companion's
    is on their ticket, a person's for all evenings on Profile. `voucher` is the code that made its places cheaper.
    `invited_by` is who of the team put a guest on the list.
    """

    FREE, CARD, DOOR, HOST = "free", "card", "door", "host"
    SECTORS = (
        ("finance", "Banking and insurance"),
        ("public", "Public sector"),
        ("health", "Health and care"),
        ("tech", "Technology"),
        ("build", "Construction and property"),
        ("energy", "Energy and utilities"),
        ("transport", "Transport"),
        ("retail", "Retail and consumer"),
        ("charity", "Charity and education"),
        ("consulting", "Consulting"),
        ("other", "Something else"),
    )
    YEARS = (("0-1", "Under a year"), ("1-3", "1 to 3 years"), ("3-7", "3 to 7 years"), ("7+", "Over 7 years"))

    event = models.ForeignKey("events.Event", on_delete=models.PROTECT, related_name="+")
    buyer = models.ForeignKey(
        "attendees.Profile", on_delete=models.PROTECT, null=True, blank=True, related_name="sign_ups"
    )
    public_id = models.CharField(max_length=26, unique=True, default=codes.random_code)
    manage_hash = CodeHash(of="manage_code")
    secret_version = models.PositiveSmallIntegerField(default=codes.current_version)
    issue = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=80)
    email = models.EmailField(max_length=254, blank=True)
    way = models.CharField(
        max_length=5, choices=[(FREE, "free"), (CARD, "by card"), (DOOR, "at the door"), (HOST, "added by the host")]
    )
    price_amount = models.PositiveIntegerField()  # of one place
    credit_amount = models.PositiveIntegerField(default=0)  # paid for one place before it was moved here
    currency = models.CharField(max_length=3)
    diary_sequence = models.PositiveIntegerField(default=0)
    told_revision = models.PositiveIntegerField()
    voucher = models.ForeignKey("events.Voucher", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    wish_key = models.CharField(max_length=64, unique=True, null=True, blank=True)
    waited_as = models.ForeignKey(
        "attendees.WaitingListEntry", on_delete=models.SET_NULL, null=True, blank=True, related_name="sign_ups"
    )
    browser_hash = models.CharField(max_length=64, blank=True, db_index=True)
    address_hash = models.CharField(max_length=64, blank=True, db_index=True)
    moved_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="moved_to")
    kept_from = models.OneToOneField(
        "attendees.Ticket", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    invited_by = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()

    sector = models.CharField(max_length=30, blank=True, choices=SECTORS)
    years = models.CharField(max_length=10, blank=True, choices=YEARS)
    kept_after_move_at = models.DateTimeField(null=True, blank=True)
    reminders_off_at = models.DateTimeField(null=True, blank=True)
    paid_at_door_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sign_up_paid_at_door_only_there", condition=Q(paid_at_door_at__isnull=True) | Q(way="door")
            ),
            models.CheckConstraint(name="sign_up_address_has_buyer", condition=Q(buyer__isnull=False) | Q(email="")),
        ]
        indexes = [models.Index(name="sign_up_by_event", fields=["event", "id"])]

    def __str__(self) -> str:
        return f"{self.name} for {self.event_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new one knows the evening as it is now."""
        if self._state.adding and self.told_revision is None:
            self.told_revision = self.event.diary_revision
        super().save(*args, **kwargs)

    @property
    def price(self) -> Money:
        """Of one place."""
        return Money(self.price_amount, self.currency)

    @property
    def to_pay(self) -> Money:
        """By card for one place, beyond what was paid before it was moved here."""
        return Money(max(0, self.price_amount - self.credit_amount), self.currency)

    @property
    def pays_by_card(self) -> bool:
        """Whether anything of it has to be paid by card before its places are certain."""
        return self.way == self.CARD and bool(self.to_pay)

    @property
    def owes(self) -> bool:
        """Whether its places are still to be paid at the door."""
        return self.way == self.DOOR and self.price_amount > 0 and self.paid_at_door_at is None

    @property
    def manage_code(self) -> str:
        return codes.derive("sign-up", subject=self.public_id, issue=self.issue, version=self.secret_version)
