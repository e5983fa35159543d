import html
import json

import pytest
from django.test import Client

from attendees.domain import consents, person
from foundation.accounts.domain import letters
from tests.support.cast import signed_in
from tests.support.factories import PaymentFactory, SignUpFactory
from tests.support.meeting import asked

pytestmark = pytest.mark.usefixtures("frozen")


def words(response):
    return html.unescape(response.content.decode())


@pytest.fixture
def known(ada, event, series, frozen):
    """Ada's place, payment, yes to news, a host's note and a mail."""
    sign_up = SignUpFactory(event=event, buyer=ada.profile)
    asked(sign_up.tickets.get(), "How do I start?")
    PaymentFactory(sign_up=sign_up)
    consents.give(ada.profile, series, source="sign-up page", now=frozen.now)
    person.write_note(ada.profile, series, words="Speaks Welsh.", by="Henry", now=frozen.now)
    letters.sign_in_code("ada@mail.example", code="123456")
    return signed_in(ada)


def link(browser):
    return browser.post("/my/data/")["Location"]


def test_page_and_file_say_everything_at_once(known):
    address = link(known)

    page, file = words(known.get(address)), known.get(f"{address}my-data.json")

    whole = json.loads(file.content)
    for shown in ("ada@mail.example", "June evening", "How do I start?", "Speaks Welsh.", "Receipts"):
        assert shown in page
    assert whole["Hosts’ notes about you"] == [
        {
            "series name": "PMO London",
            "words": "Speaks Welsh.",
            "written at": "2026-06-01 12:00:00+00:00",
            "profile": whole["Places you took"][0]["buyer"],
        }
    ]
    assert [row["amount"] for row in whole["What you paid by card"]] == [500]
    assert "Henry" not in json.dumps(whole)
    assert file["Content-Disposition"] == 'attachment; filename="my-data.json"'


def test_data_of_others_are_not_in_it(known, ben, event):
    asked(SignUpFactory(event=event, buyer=ben.profile).tickets.get(), "Ben asks")

    assert "Ben" not in words(known.get(link(known)))


def test_link_works_for_that_person_only_and_for_seven_days(known, ben, frozen):
    address = link(known)

    stranger, nobody = signed_in(ben).get(address), Client().get(address)
    frozen.move(days=6, hours=23)
    in_time = known.get(address)
    frozen.move(hours=1)
    late, late_file = known.get(address), known.get(f"{address}my-data.json")

    assert (stranger.status_code, nobody.status_code, in_time.status_code) == (404, 302, 200)
    assert (late.status_code, late_file.status_code) == (404, 404)


def test_link_that_was_changed_is_none(known):
    assert known.get("/my/data/x:y:z/").status_code == 404


def test_somebody_who_never_came_sees_their_account_and_nobody_elses_rows(ben, event):
    SignUpFactory(event=event, buyer=None, name="Walk In", email="")
    ben.profile.delete()
    browser = signed_in(ben)

    page = words(browser.get(link(browser)))

    assert "Your account" in page
    assert "Walk In" not in page


def test_my_evenings_leads_there(known):
    page = words(known.get("/my/"))

    assert 'href="/my/data/"' in page
    assert 'href="/my/erase/"' in page
