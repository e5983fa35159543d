"""What the invented people say of themselves: every second one has a card, some with a picture, and a few wishes."""

import datetime as dt
import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

from attendees.models import Profile, Ticket
from flashmob.demo.people import REGULARS, Person
from networking.domain import photos
from networking.models import Card, Wish

SAID = (
    ("PMO analyst", "Reports that somebody reads"),
    ("Project planner", "Primavera, and when to leave it alone"),
    ("Programme manager", "Saying no to a sponsor"),
    ("Risk manager", "Risk workshops that end on time"),
    ("Head of PMO", "Setting up an office from nothing"),
    ("Project support officer", ""),
    ("Change manager", "Moving from contract to permanent"),
)
SEEN_BY = (Card.HOLDERS, Card.TABLES, Card.HOLDERS, Card.HOST)
SKIN, CLOTHES = ("#f1c9a5", "#8d5a3b", "#d9a066", "#5b3a26"), ("#1f5a86", "#a8261c", "#7a4b00", "#0f5a45")
PICTURES = 12


def fill_in(people: Sequence[Person], *, now: dt.datetime) -> None:
    """Save cards of every second regular, and wishes of a few who come next."""
    emails = [person.email for person in people[:REGULARS:2]]
    profiles = list(Profile.objects.filter(email__in=emails).order_by("pk"))
    Card.objects.bulk_create(_card(profile, number, now=now) for number, profile in enumerate(profiles))
    kinds = (Wish.STAYS, Wish.AS_NEW, Wish.SITS_OUT)
    coming = Ticket.objects.valid().filter(event__starts_at__gt=now).order_by("event__starts_at", "pk")[: len(kinds)]
    Wish.objects.bulk_create(
        Wish(event_id=ticket.event_id, ticket=ticket, kind=kind, said_at=now)
        for kind, ticket in zip(kinds, coming, strict=True)
    )


def _card(profile: Profile, number: int, *, now: dt.datetime) -> Card:
    role, can_help = SAID[number % len(SAID)]
    return Card(
        profile=profile,
        role=role,
        can_help=can_help,
        seen_by=SEEN_BY[number % len(SEEN_BY)],
        photo=_portrait(number) if number < PICTURES else b"",
        changed_at=now,
    )


def _portrait(number: int) -> bytes:
    """Head and shoulders, as nobody in particular."""
    image = Image.new("RGB", (320, 320), "#cddfd0")
    pen = ImageDraw.Draw(image)
    pen.ellipse((50, 210, 270, 460), fill=CLOTHES[number % len(CLOTHES)])
    pen.ellipse((100, 60, 220, 220), fill=SKIN[number * 3 // 2 % len(SKIN)])
    written = io.BytesIO()
    image.save(written, "PNG")
    return photos.to_webp(written.getvalue())
