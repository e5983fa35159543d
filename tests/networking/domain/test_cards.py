import dataclasses
import io

import pytest
from PIL import Image

from networking.domain import cards
from networking.domain.cards import Words
from networking.domain.refused import NetworkingRefused
from networking.models import Card
from tests.support.factories import ProfileFactory, now

WORDS = Words(
    role="Planner",
    sector="health",
    years="1-3",
    can_help="Earned value",
    employer="Acme",
    phone="07700 900123",
    link="https://cleo.example",
    seen_by=Card.TABLES,
)


@pytest.fixture
def cleo(db):
    return ProfileFactory(name="Cleo")


def picture(colour="red"):
    written = io.BytesIO()
    Image.new("RGB", (400, 400), colour).save(written, "PNG")
    return written.getvalue()


def code_of(profile):
    return Card.objects.get(profile=profile).photo_code


def test_card_is_filled_in_and_changed(cleo):
    cards.fill_in(cleo, words=Words(), now=now())

    cards.fill_in(cleo, words=WORDS, now=now())

    card = Card.objects.get()
    cleo.refresh_from_db()
    said = {name: getattr(card, name) for name in ("role", "can_help", "employer", "phone", "link", "seen_by")}
    assert said | {"sector": cleo.sector, "years": cleo.years} == dataclasses.asdict(WORDS)


def test_card_is_for_the_host_only_until_somebody_says_otherwise(cleo):
    assert (cards.of(cleo).seen_by, Words().seen_by) == (Card.HOST, Card.HOST)


def test_new_picture_has_a_new_address_and_the_old_one_is_empty(cleo):
    cards.put_photo(cleo, uploaded=picture(), now=now())
    old = code_of(cleo)

    cards.put_photo(cleo, uploaded=picture("blue"), now=now())

    assert cards.photo(old) is None
    assert cards.photo(code_of(cleo))[:4] == b"RIFF"


def test_narrower_choice_ends_the_address_of_the_picture(cleo):
    cards.fill_in(cleo, words=WORDS, now=now())
    cards.put_photo(cleo, uploaded=picture(), now=now())
    old = code_of(cleo)

    cards.fill_in(cleo, words=WORDS, now=now())
    assert code_of(cleo) == old, "nothing changed"
    cards.fill_in(cleo, words=dataclasses.replace(WORDS, seen_by=Card.HOST), now=now())

    assert cards.photo(old) is None
    assert cards.photo(code_of(cleo)) is not None, "its owner still sees it"


def test_picture_is_taken_away_twice(cleo):
    cards.put_photo(cleo, uploaded=picture(), now=now())
    old = code_of(cleo)

    cards.take_photo_away(cleo, now=now())
    cards.take_photo_away(cleo, now=now())

    assert (cards.photo(old), cards.photo(code_of(cleo)), cards.of(cleo).has_photo) == (None, None, False)


def test_refused_picture_leaves_the_old_one(cleo):
    cards.put_photo(cleo, uploaded=picture(), now=now())
    old = code_of(cleo)

    with pytest.raises(NetworkingRefused):
        cards.put_photo(cleo, uploaded=b"<svg/>", now=now())

    assert cards.photo(old) is not None


def test_picture_of_who_asked_to_be_erased_is_gone_at_once(cleo):
    cards.put_photo(cleo, uploaded=picture(), now=now())
    cleo.erase_asked_at = now()
    cleo.save()

    assert cards.photo(code_of(cleo)) is None
