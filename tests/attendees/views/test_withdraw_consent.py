import pytest
from django.test import Client

from attendees.domain import consents
from attendees.models import Consent
from tests.support.factories import ProfileFactory


@pytest.fixture
def consent(frozen, series):
    profile = ProfileFactory(email="ada@mail.example")
    consents.give(profile, series, source="sign-up page", now=frozen.now)
    return Consent.objects.get()


def test_get_only_shows_a_page(client, consent):
    for _ in range(2):
        html = client.get(f"/stop/{consent.withdraw_code}/").content.decode()

    consent.refresh_from_db()
    assert ("Stop these mails" in html, consent.withdrawn_at) == (True, None)
    assert "ada@mail.example" not in html


def test_one_click_of_a_mail_program_stops_at_once(consent, frozen):
    program = Client(enforce_csrf_checks=True)

    response = program.post(
        f"/stop/{consent.withdraw_code}/",
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )

    consent.refresh_from_db()
    assert (response.status_code, consent.withdrawn_at) == (200, frozen.now)
    assert "Stopped" in response.content.decode()


def test_twice_is_fine_and_keeps_the_first_time(client, consent, frozen):
    first = frozen.now
    client.post(f"/stop/{consent.withdraw_code}/")
    frozen.move(hours=1)

    response = client.post(f"/stop/{consent.withdraw_code}/")

    consent.refresh_from_db()
    assert (response.status_code, consent.withdrawn_at) == (200, first)
    assert "Stopped" in client.get(f"/stop/{consent.withdraw_code}/").content.decode()


def test_wrong_code_is_not_there(client, db):
    assert client.post(f"/stop/{'0' * 26}/").status_code == 404
