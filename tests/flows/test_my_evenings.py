"""Somebody signs in, looks at their evenings, stops what they do not want, and goes; with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from attendees.domain import consents
from attendees.models import Profile, SignUp
from foundation.lib import clock
from foundation.mail.models import Message
from tests.support.ports import wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]


@pytest.fixture
def at_home(phone, live_server, ticket, ada):
    """Ada has signed in with the code from her mail."""
    phone.goto(f"{live_server.url}/sign-in/")
    phone.get_by_label("E-mail address").fill(ada.email)
    phone.get_by_role("button", name="Send me a code").click()
    mail = wait_for(lambda: Message.objects.filter(template="accounts/sign_in_code").first(), what="the code")
    phone.get_by_label("The six digits").fill(re.search(r"\b\d{6}\b", mail.text)[0])
    phone.get_by_role("button", name="Sign in").click()
    expect(phone.get_by_role("heading", name="My evenings")).to_be_visible()
    return phone


def test_evenings_are_seen_and_gone_after_signing_out(at_home, live_server, event):
    expect(at_home.get_by_role("link", name=event.title)).to_be_visible()

    at_home.get_by_role("button", name="Sign out").click()
    at_home.wait_for_url(f"{live_server.url}/")
    at_home.go_back()

    expect(at_home.get_by_role("heading", name="Sign in")).to_be_visible()
    assert event.title not in at_home.content()


def test_all_reminders_are_stopped_and_come_again(at_home, ada):
    at_home.get_by_role("button", name="Stop all reminders").click()
    expect(at_home.get_by_text("They are off for all your evenings.")).to_be_visible()
    assert Profile.objects.get(pk=ada.profile.pk).reminders_off_at is not None

    at_home.get_by_role("button", name="Remind me again").click()

    expect(at_home.get_by_text("We remind you two days before")).to_be_visible()
    assert Profile.objects.get(pk=ada.profile.pk).reminders_off_at is None


def test_reminders_of_one_evening_are_stopped_from_the_link_in_the_mail(phone, live_server, ticket):
    phone.goto(f"{live_server.url}/t/{ticket.sign_up.manage_code}/reminders/")

    phone.get_by_role("button", name="Stop reminding me").click()

    expect(phone.get_by_text("Saved.")).to_be_visible()
    assert SignUp.objects.get().reminders_off_at is not None


def test_news_are_stopped_from_the_link_in_the_mail(phone, live_server, ticket, series, ada):
    consents.give(ada.profile, series, source="sign-up page", now=clock.now())
    consent = ada.profile.consents.get()
    phone.goto(f"{live_server.url}/stop/{consent.withdraw_code}/")

    phone.get_by_role("button", name="Stop these mails").click()

    expect(phone.get_by_role("heading", name="Stopped")).to_be_visible()
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
