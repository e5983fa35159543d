"""allauth's forms say what is missing, each field for itself."""

import pytest
from django.urls import reverse

from tests.support.cast import signed_in
from tests.support.factories import PASSWORD, UserFactory


@pytest.fixture
def member(db):
    return signed_in(UserFactory())


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        (
            "account_change_password",
            ["Enter the password you have now", "Enter the new password", "Enter the new password once more"],
        ),
        ("account_reauthenticate", ["Enter your password"]),
        ("account_email", ["Enter an e-mail address"]),
        ("mfa_activate_totp", ["Enter the code"]),
    ],
)
def test_empty_form_of_a_member_names_what_is_missing(member, name, missing):
    member.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    page = member.post(reverse(name), {"action_add": ""}).content.decode()

    assert [sentence for sentence in missing if f">{sentence}</a>" not in page] == []
    assert "This field is required" not in page


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("account_login", ["Enter your e-mail address", "Enter your password"]),
        ("account_reset_password", ["Enter an e-mail address"]),
    ],
)
def test_empty_form_of_somebody_not_signed_in_names_what_is_missing(client, db, name, missing):
    page = client.post(reverse(name)).content.decode()

    assert [sentence for sentence in missing if f">{sentence}</a>" not in page] == []
    assert "This field is required" not in page
