from django.db import models
from django.db.models import Q

from foundation.lib import codes, names
from foundation.lib.code_hash import CodeHash
from foundation.lib.states import Table


class WaitingListEntryQuerySet(models.QuerySet["WaitingListEntry"]):
    def for_event(self, event_id: int) -> "WaitingListEntryQuerySet":
        return self.filter(event_id=event_id)

    def waiting(self) -> "WaitingListEntryQuerySet":
        """Those who wait, first come first."""
        return self.filter(state=WaitingListEntry.WAITING).order_by("rank", "pk")

    def offered(self) -> "WaitingListEntryQuerySet":
        """Those who have an offer, the oldest first."""
        return self.filter(state=WaitingListEntry.OFFERED).order_by("offered_at", "pk")


class WaitingListEntry(models.Model):
    """Somebody who waits for one to four places of a full evening. Its offer is a SignUp with `waited_as`, *held*.

    `rank` is the order of the list; a host's move writes it anew. `party` are the places wanted: the person's own and
    those of `companions`, a list of [name, e-mail or ""]. An offer that was not taken in time, or not this time, has
    lapsed; who wants may join again, at the end. Closed: the evening began or was cancelled, or the host took it off.
    `note` is what the host said about it, for the team. `moving` are places on another date that move here when the
    offer is taken.
    """

    WAITING, OFFERED, TAKEN, LAPSED, LEFT, CLOSED = "waiting", "offered", "taken", "lapsed", "left", "closed"
    TRANSITIONS = Table(
        first=(WAITING,),
        moves={
            WAITING: (OFFERED, LEFT, CLOSED),
            OFFERED: (TAKEN, LAPSED, LEFT, CLOSED),
            LAPSED: (TAKEN,),
            TAKEN: (),
            LEFT: (),
            CLOSED: (),
        },
    )
    MOST_PLACES = 4

    event = models.ForeignKey("events.Event", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("attendees.Profile", on_delete=models.PROTECT, related_name="waiting_list_entries")
    name = models.CharField(max_length=80)
    email = models.EmailField(max_length=254)
    companions = models.JSONField(default=list, blank=True)
    party = models.PositiveSmallIntegerField()
    rank = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=WAITING)
    joined_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True, blank=True)
    offered_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    public_id = models.CharField(max_length=26, unique=True, default=codes.random_code)
    moving = models.ManyToManyField("attendees.Ticket", blank=True, related_name="+")
    code_hash = CodeHash(of="code")
    secret_version = models.PositiveSmallIntegerField(default=codes.current_version)

    objects = WaitingListEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "waiting list entries"
        constraints = [
            models.UniqueConstraint(
                name="waiting_list_once_while_live",
                fields=["event", "email"],
                condition=Q(state__in=["waiting", "offered"]),
            ),
            models.CheckConstraint(name="waiting_list_party_fits", condition=Q(party__gte=1, party__lte=4)),
            models.CheckConstraint(
                name="waiting_list_offer_has_end",
                condition=Q(offered_at__isnull=True, offered_until__isnull=True)
                & ~Q(state__in=["offered", "taken", "lapsed"])
                | Q(offered_at__isnull=False, offered_until__isnull=False) & ~Q(state="waiting"),
            ),
            models.CheckConstraint(
                name="waiting_list_ended_has_time",
                condition=Q(state__in=["waiting", "offered"], ended_at__isnull=True)
                | ~Q(state__in=["waiting", "offered"]) & Q(ended_at__isnull=False),
            ),
        ]
        indexes = [models.Index(name="waiting_list_order", fields=["event", "state", "rank"])]

    def __str__(self) -> str:
        return f"{self.name} waits for {self.party}"

    @property
    def is_live(self) -> bool:
        """Whether it waits or has an offer."""
        return self.state in (self.WAITING, self.OFFERED)

    @property
    def people(self) -> list[tuple[str, str]]:
        """Everybody's name and own e-mail or "", the person's first."""
        return [(self.name, self.email), *((name, email) for name, email in self.companions)]

    @property
    def first_name(self) -> str:
        return names.first(self.name)

    @property
    def code(self) -> str:
        """Opens its page."""
        return codes.derive("waiting", subject=self.public_id, issue=1, version=self.secret_version)
