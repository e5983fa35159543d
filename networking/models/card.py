from django.db import models
from django.db.models.functions import Length

from foundation.lib import codes


class CardQuerySet(models.QuerySet["Card"]):
    def without_picture(self) -> "CardQuerySet":
        """With `has_photo`, and without the bytes: a page of sixty people needs only their addresses."""
        return self.defer("photo").annotate(picture_bytes=Length("photo"))


class Card(models.Model):
    """What a person says of themselves, beside `sector` and `years` of their Profile.

    `seen_by` is their one choice for all of it: the host only, who sat at a table with them, or whoever has a ticket
    for the same evening. `employer` is on no card: it keeps private questions from colleagues, and only who asks one
    is told that of the person whom a host proposes. `phone` and `link` are shown to nobody but in a swap that both
    agreed to and for which they were chosen. `photo` is a WebP of our making.
    """

    HOST, TABLES, HOLDERS = "host", "tables", "holders"
    SEEN_BY = (
        (HOST, "The host only"),
        (TABLES, "The people at my tables"),
        (HOLDERS, "Everybody with a ticket for the same evening"),
    )

    profile = models.OneToOneField("attendees.Profile", on_delete=models.CASCADE, related_name="card")
    role = models.CharField(max_length=60, blank=True)
    can_help = models.CharField(max_length=200, blank=True)
    employer = models.CharField(max_length=80, blank=True)
    seen_by = models.CharField(max_length=7, choices=SEEN_BY, default=HOST)
    photo = models.BinaryField(blank=True, default=b"")
    photo_code = models.CharField(max_length=26, unique=True, default=codes.random_code)
    phone = models.CharField(max_length=30, blank=True)
    link = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField()

    picture_bytes: int | None = None  # counted by `without_picture`

    objects = CardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="card_seen_by_known", condition=models.Q(seen_by__in=["host", "tables", "holders"])
            ),
        ]

    def __str__(self) -> str:
        return f"card of {self.profile_id}"

    @property
    def has_photo(self) -> bool:
        """Costs no query when the row came by `without_picture`."""
        return bool(self.photo if self.picture_bytes is None else self.picture_bytes)
