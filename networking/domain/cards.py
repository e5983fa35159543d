"""What a person says of themselves: the only module that writes a Card."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from attendees.models import Profile
from foundation.lib import codes
from networking.domain import photos
from networking.models import Card


@dataclass(frozen=True, kw_only=True)
class Words:
    """A filled-in card. `sector` and `years` are kept on the Profile, as what the person says for good."""

    role: str = ""
    sector: str = ""
    years: str = ""
    can_help: str = ""
    employer: str = ""
    phone: str = ""
    link: str = ""
    seen_by: str = Card.HOST


def of(profile: Profile) -> Card:
    """The person's card; an empty one, not saved, for somebody who has none yet."""
    return Card.objects.filter(profile=profile).first() or Card(profile=profile)


def fill_in(profile: Profile, *, words: Words, now: dt.datetime) -> Card:
    """Save what was said. Another choice of who sees it gives the picture another address, and the old one ends."""
    with transaction.atomic():
        card = _lock(profile, now=now)
        if card.seen_by != words.seen_by:
            card.photo_code = codes.random_code()
        for name in ("role", "can_help", "employer", "phone", "link", "seen_by"):
            setattr(card, name, getattr(words, name))
        card.changed_at = now
        card.save()
        Profile.objects.filter(pk=profile.pk).update(sector=words.sector, years=words.years)
    profile.sector, profile.years = words.sector, words.years
    return card


def put_photo(profile: Profile, *, uploaded: bytes, now: dt.datetime) -> None:
    """Keep a picture, at a new address; the one before is gone. Raises NetworkingRefused for what is no picture."""
    _keep_photo(profile, photos.to_webp(uploaded), now=now)


def take_photo_away(profile: Profile, *, now: dt.datetime) -> None:
    """No picture, and nothing at its old address. Twice is harmless."""
    _keep_photo(profile, b"", now=now)


def hide_photo_from(*profiles: int) -> None:
    """Give the pictures of these people other addresses: who knew the old ones is not to see them any more."""
    for card in Card.objects.filter(profile__in=profiles).only("pk"):
        Card.objects.filter(pk=card.pk).update(photo_code=codes.random_code())


def photo(code: str) -> bytes | None:
    """The picture at this address, a WebP; None when there is none, and of somebody who asked to be erased."""
    found = Card.objects.filter(photo_code=code, profile__erase_asked_at__isnull=True)
    picture = found.values_list("photo", flat=True).first()
    return bytes(picture) if picture else None


def _keep_photo(profile: Profile, picture: bytes, *, now: dt.datetime) -> None:
    with transaction.atomic():
        card = _lock(profile, now=now)
        card.photo, card.photo_code, card.changed_at = picture, codes.random_code(), now
        card.save(update_fields=["photo", "photo_code", "changed_at"])


def _lock(profile: Profile, *, now: dt.datetime) -> Card:
    """Two pages of the same person sent at once: one after the other, and no field of one undone by the other's row."""
    Card.objects.get_or_create(profile=profile, defaults={"changed_at": now})
    return Card.objects.select_for_update().get(profile=profile)
