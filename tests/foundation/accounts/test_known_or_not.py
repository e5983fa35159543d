"""S18: no form tells whether an address is known here, by its words, its cookies, its way on or its time."""

import statistics
import time

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.test import Client

from tests.support.cast import signed_in
from tests.support.factories import SignUpFactory

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "ada@mail.example", "nobody@mail.example"


class CountedHasher(Argon2PasswordHasher):
    """The product's hasher, but quick, and it counts."""

    time_cost, memory_cost, parallelism = 1, 8, 1
    hashed = 0

    def encode(self, password, salt):
        CountedHasher.hashed += 1
        return super().encode(password, salt)

    def verify(self, password, encoded):
        CountedHasher.hashed += 1
        return super().verify(password, encoded)


def sign_in_by_code(_, email):
    return Client().post("/sign-in/", {"email": email}, follow=True)


def sign_in_by_password(_, email):
    return Client().post("/accounts/login/", {"login": email, "password": "not-the-password"}, follow=True)


def reset_password(_, email):
    return Client().post("/accounts/password/reset/", {"email": email}, follow=True)


def sign_up(_, email):
    return Client().post("/accounts/signup/", {"email": email, "password1": "one-pub-evening"}, follow=True)


def add_address(ben, email):
    """Somebody who is signed in says that it is theirs too."""
    return signed_in(ben).post("/accounts/email/", {"action_add": "", "email": email}, follow=True)


def change_address(ben, email):
    """Somebody with a ticket says that it is theirs."""
    manage_code = ben.profile.sign_ups.get().manage_code
    return Client().post(f"/t/{manage_code}/address/", {"email": email}, follow=True)


def find_ticket(_, email):
    return Client().post("/lost/", {"email": email}, follow=True)


WAYS = [sign_in_by_code, reset_password, sign_up, add_address, change_address, find_ticket]


@pytest.fixture(autouse=True)
def _known(ticket):
    """Ada has an account, a password, a ticket and a profile."""


@pytest.fixture
def ben(ben, event):
    """Who tries; he has a ticket of his own."""
    SignUpFactory(event=event, buyer=ben.profile)
    return ben


def seen(response, email):
    """Everything that the visitor gets, apart from what is new each time."""
    page = response.content.decode().replace(email, "the address")
    for control in ("csrfmiddlewaretoken", "form_code"):
        head, *rest = page.split(f'name="{control}" value="')
        page = head + "".join(part.partition('"')[2] for part in rest)
    return response.status_code, response.redirect_chain, sorted(response.cookies), page


@pytest.mark.parametrize("way", [*WAYS, sign_in_by_password])
def test_known_and_unknown_addresses_are_answered_alike(way, ben):
    known, unknown = way(ben, KNOWN), way(ben, UNKNOWN)

    assert seen(known, KNOWN) == seen(unknown, UNKNOWN)
    assert known.status_code == 200


def test_wrong_password_is_hashed_as_often_for_an_address_that_nobody_has(ada, ben, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountedHasher"]
    ada.set_password("the-password")
    ada.save()

    hashed = []
    for email in (KNOWN, UNKNOWN):
        CountedHasher.hashed = 0
        sign_in_by_password(ben, email)
        hashed.append(CountedHasher.hashed)

    assert hashed[0] == hashed[1] > 0


def took(way, ben, email):
    cache.clear()  # no limit shortens it
    began = time.perf_counter()
    way(ben, email)
    return time.perf_counter() - began


def same_time(way, ben):
    times = [(took(way, ben, KNOWN), took(way, ben, UNKNOWN)) for _ in range(100)]
    known, unknown = (statistics.median(column) for column in zip(*times, strict=True))
    assert abs(known - unknown) < 0.05


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_known_and_unknown_addresses_take_the_same_time(way, ben):
    same_time(way, ben)


@pytest.mark.soak
def test_wrong_password_takes_the_same_time_for_an_address_that_nobody_has(ada, ben, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    ada.set_password("the-password")
    ada.save()

    same_time(sign_in_by_password, ben)
