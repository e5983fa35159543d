import html
import re

import pytest
from django.test import Client

from attendees.models import Profile
from foundation.mail.models import Message
from tests.support.cast import signed_in
from tests.support.factories import SignUpFactory

pytestmark = pytest.mark.usefixtures("frozen")


def words(response):
    return html.unescape(response.content.decode())


def code():
    """The newest mailed code."""
    return re.search(r"\b(\d{6})\b", Message.objects.first().text)[1]


def test_person_erases_themselves_with_a_mailed_code(ada, frozen):
    browser = signed_in(ada)

    asked = browser.post("/my/erase/")
    done = browser.post(asked["Location"], {"code": code()}, follow=True)

    assert "You are erased" in words(done)
    assert Profile.objects.get(pk=ada.profile.pk).erase_asked_at == frozen.now
    assert browser.get("/my/")["Location"].startswith("/sign-in/")


def test_looking_erases_nothing(ada):
    browser = signed_in(ada)

    page = words(browser.get("/my/erase/"))

    assert "Erase everything about you?" in page
    assert not Message.objects.exists()
    assert Profile.objects.get(pk=ada.profile.pk).erase_asked_at is None


def test_wrong_code_erases_nothing(ada):
    browser = signed_in(ada)
    browser.post("/my/erase/")
    wrong = "000000" if code() != "000000" else "111111"

    page = words(browser.post("/my/erase/code/", {"code": wrong}))

    assert "This is not the code we sent last." in page
    assert Profile.objects.get(pk=ada.profile.pk).erase_asked_at is None


def test_code_page_without_having_asked_goes_back(ada):
    assert signed_in(ada).get("/my/erase/code/")["Location"] == "/my/erase/"


def test_who_has_a_place_ahead_reads_why_not(ada, event):
    SignUpFactory(event=event, buyer=ada.profile)
    browser = signed_in(ada)

    page = words(browser.post("/my/erase/"))

    assert "You have a place for a coming evening." in page
    assert not Message.objects.exists()


def test_somebody_without_any_evening_may_go_too(ada):
    Profile.objects.filter(pk=ada.profile.pk).delete()
    browser = signed_in(ada)

    browser.post("/my/erase/")
    browser.post("/my/erase/code/", {"code": code()})

    assert Profile.objects.get(email="ada@mail.example").erase_asked_at is not None


def test_nobody_else_gets_there():
    assert Client().post("/my/erase/")["Location"].startswith("/sign-in/")
