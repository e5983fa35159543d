import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from networking.domain import cards
from networking.models import Card
from tests.support.cast import signed_in

SAID = {
    "role": "Planner",
    "sector": "health",
    "years": "1-3",
    "can_help": "Earned value",
    "employer": "Acme",
    "phone": "07700 900123",
    "link": "www.cleo.example/me",
    "seen_by": "tables",
}


@pytest.fixture
def adas(ada):
    return signed_in(ada)


def picture(name="me.png", content=b""):
    written = io.BytesIO()
    Image.new("RGB", (400, 300), "red").save(written, "PNG")
    return SimpleUploadedFile(name, content or written.getvalue(), content_type="image/png")


def test_card_is_filled_in_with_a_picture_and_shows_how_it_looks(adas, ada):
    response = adas.post("/my/card/", SAID | {"photo": picture("../../x.png")}, follow=True)

    card = Card.objects.get(profile=ada.profile)
    page = response.content.decode()
    said = {name: getattr(card, name) for name in SAID if name not in ("sector", "years")}
    assert said == {name: SAID[name] for name in said} | {"link": "https://www.cleo.example/me"}
    assert "Your card is saved" in page
    assert "Planner · Health and care · 1 to 3 years in the job" in page
    assert "To the people at your tables" in page
    assert f"/my/pictures/{card.photo_code}.webp" in page
    assert "x.png" not in page


def test_picture_is_served_as_what_it_is_and_to_nobodys_cache(adas, ada, client):
    cards.put_photo(ada.profile, uploaded=picture().read(), now=ada.date_joined)
    code = Card.objects.get().photo_code

    response = client.get(f"/my/pictures/{code}.webp")

    assert response.content[8:12] == b"WEBP"
    told = {
        "Content-Type": "image/webp",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }
    assert {name: response[name] for name in told} == told
    assert set(response["Cache-Control"].split(", ")) == {"private", "max-age=3600"}
    adas.post("/my/card/take-picture-away/")
    assert client.get(f"/my/pictures/{code}.webp").status_code == 404
    assert client.get(f"/my/pictures/{Card.objects.get().photo_code}.webp").status_code == 404


@pytest.mark.parametrize("content", [b"<svg onload='alert(1)'/>", b"<html>", b"MZ" + b"\x00" * 100])
def test_what_is_no_picture_is_refused_and_changes_nothing(adas, ada, content):
    response = adas.post("/my/card/", SAID | {"photo": picture(content=content)})

    page = response.content.decode()
    assert "There is a problem" in page
    assert page.count("This is no picture we can read") == 2
    assert 'value="Earned value"' in page
    assert Card.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("phone", "call me", "Enter a phone number"),
        ("phone", "tel:1;ext=2", "Enter a phone number"),
        ("link", "javascript:alert(1)", "Enter the address of a page"),
        ("link", "data:text/html,x", "Enter the address of a page"),
        ("link", "not a page", "Enter the address of a page"),
        ("seen_by", "everybody", "Select a valid choice"),
        ("seen_by", "", "Choose who sees your card"),
    ],
)
def test_what_does_not_fit_is_refused(adas, field, typed, sentence):
    page = adas.post("/my/card/", SAID | {field: typed}).content.decode()

    assert page.count(sentence) == 2
    assert Card.objects.count() == 0


def test_after_twenty_pictures_in_an_hour_it_is_enough(adas, ada):
    for _ in range(20):
        assert adas.post("/my/card/", SAID | {"photo": picture()}).status_code == 302

    page = adas.post("/my/card/", SAID | {"photo": picture()}).content.decode()

    assert "Try again in an hour" in page


def test_card_for_the_host_only_says_so(adas):
    page = adas.post("/my/card/", SAID | {"seen_by": "host"}, follow=True).content.decode()

    assert "At a table, the others see only your first name" in page
    assert "Health and care ·" not in page


def test_card_needs_signing_in(client, ada):
    assert client.get("/my/card/")["Location"].startswith("/sign-in/")
