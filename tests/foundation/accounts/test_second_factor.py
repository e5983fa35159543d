import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from foundation.mail.models import Message
from tests.support.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def safe():
    """A user with a code generator and recovery codes; `safe.code()` is what the generator shows now."""
    user = UserFactory(email="safe@mail.example", is_staff=True, is_superuser=True)
    user.secret = generate_totp_secret()
    TOTP.activate(user, user.secret)
    user.recovery = RecoveryCodes.activate(user)
    user.code = lambda: format_hotp_value(hotp_value(user.secret, next(yield_hotp_counters_from_time())))
    return user


def password_given(client, user):
    return client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})


def is_in(client):
    return "_auth_user_id" in client.session


def test_password_alone_signs_nobody_in_who_has_a_second_factor(client, safe):
    answer = password_given(client, safe)

    assert (answer.status_code, answer.url) == (302, "/accounts/2fa/authenticate/")
    assert not is_in(client)


def test_second_step_cannot_be_skipped_by_its_address(client, safe):
    password_given(client, safe)

    answer = client.get("/my/")

    assert answer.url == "/sign-in/?next=/my/"


def test_code_of_the_generator_signs_in_once(client, safe):
    password_given(client, safe)
    code = safe.code()
    client.post("/accounts/2fa/authenticate/", {"code": code})
    other = Client()
    password_given(other, safe)

    other.post("/accounts/2fa/authenticate/", {"code": code})

    assert is_in(client)
    assert not is_in(other)


def test_recovery_code_signs_in_once(client, safe):
    (code, *_) = safe.recovery.get_unused_codes()
    password_given(client, safe)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    other = Client()
    password_given(other, safe)

    other.post("/accounts/2fa/authenticate/", {"code": code})

    assert is_in(client)
    assert not is_in(other)


def test_mailed_code_asks_for_the_second_factor_too(client, safe, settings):
    client.post("/sign-in/", {"email": safe.email})
    code = re.search(r"\d{6}", Message.objects.get(template="accounts/sign_in_code").text).group()

    answer = client.post("/sign-in/code/", {"code": code})

    assert answer.url.startswith("/accounts/2fa/authenticate/")
    assert not is_in(client)


def test_removing_the_second_factor_asks_who_you_are_first(client, safe):
    client.force_login(safe)

    answer = client.post("/accounts/2fa/totp/deactivate/")

    assert answer.url.startswith("/accounts/2fa/reauthenticate/") or answer.url.startswith("/accounts/reauthenticate/")
    assert safe.authenticator_set.count() == 2


def test_tenth_wrong_password_is_refused_and_a_mailed_code_still_works(client, safe):
    for _ in range(11):
        client.post("/accounts/login/", {"login": safe.email, "password": "wrong"})

    words = password_given(client, safe)
    code = client.post("/sign-in/", {"email": safe.email})

    assert "Too many tries." in words.content.decode()
    assert not is_in(client)
    assert code.url == "/sign-in/code/"


def test_staff_without_a_second_factor_is_led_to_set_one_up(client, settings):
    settings.DEMO = False
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    first = client.get(f"/{settings.ADMIN_PATH}/")
    second = client.get(first.url)

    assert first.url == f"/{settings.ADMIN_PATH}/login/?next=/{settings.ADMIN_PATH}/"
    assert second.url == "/accounts/2fa/"


def test_staff_with_a_second_factor_sees_the_rows(client, safe, settings):
    settings.DEMO = False
    client.force_login(safe)

    assert "Events" in client.get(f"/{settings.ADMIN_PATH}/").content.decode()


def test_admin_is_not_at_the_usual_path(client, db):
    assert client.get("/admin/").status_code == 404


def test_admin_sends_strangers_to_the_sign_in(client, settings):
    answer = client.get(f"/{settings.ADMIN_PATH}/events/event/", follow=True)

    assert answer.redirect_chain[-1][0].startswith("/sign-in/")
