"""A private question leaks nowhere: its words are searched for in every address of the site, for every role, and in all
mails. Its host and its asker alone may find them.
"""

import importlib

import pytest

from flashmob.celery import app
from foundation.mail.models import Message
from tests.support import access

CANARY = "canary shortlisted at Acme"


@pytest.fixture
def house(db):
    house = access.House()
    house.private_ask.words = CANARY
    house.private_ask.save()
    return house


def leaks(house, role):
    """The addresses whose answer holds the words, for this role."""
    rows, browser = access.rows(), house.client(role)
    found = set()
    for address in access.addresses():
        if rows[address.name, "GET"][role] == "yes":
            response = browser.get(house.path(address))
            if CANARY.encode() in b"".join(response):
                found.add(address.name)
    return found


@pytest.mark.parametrize("role", access.ROLES)
def test_words_for_the_host_alone_stand_on_no_page_of_anybody_else(house, role):
    theirs = {"host": {"networking:questions-desk"}, "owner": {"networking:questions-desk"}}
    own_export = {"attendee": {"pages:my-data", "pages:my-data-file"}}

    assert leaks(house, role) - own_export.get(role, set()) == theirs.get(role, set())


def test_words_for_the_host_alone_are_in_no_mail_whatever_runs_by_itself(house):
    for entry in app.conf.beat_schedule.values():
        if not entry["task"].startswith(("foundation.mail", "payments")):
            module, name = entry["task"].rsplit(".", 1)
            getattr(importlib.import_module(module), name)()

    assert not Message.objects.filter(text__contains=CANARY).exists()
    assert not Message.objects.filter(html__contains=CANARY).exists()
