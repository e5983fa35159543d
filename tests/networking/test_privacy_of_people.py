"""Nothing a person hid reaches another guest: every address of the site and every mail is searched for canary words.

The walk takes each address from the URL map, so that a new page is searched from its first day.
"""

import copy
import datetime as dt
import importlib
import re

import pytest
from django.db import transaction
from django.test import Client

from attendees.models import Ticket
from flashmob.celery import app
from foundation.mail.models import Message
from networking.models import Block
from tests.support import access
from tests.support.cast import signed_in
from tests.support.hidden_person import FIRST_NAME, HiddenPerson

# A screen for the whole room shows the first names of the room, and one phone a table those who sit there.
OF_THE_ROOM = ("/wall/", "/table/")
# Addresses by the code of somebody's ticket, which whoever scans it has.
BY_DOOR_CODE = {"attendees:door-code", "networking:swap-by-code"}
# Where one reads the names of people one met, so that the walk has something to find.
NAMES_PEOPLE = {"networking:apart", "networking:people", "networking:talked"}
# One's own memory: a name that is missing there would tell who said something (networking.domain.blocks.met_by).
MAY_NAME_WHO_BLOCKED = {"networking:apart"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def house(frozen, settings):
    settings.WRONG_CODES_PER_MINUTE = 100_000  # the walk asks for much that is not there
    return access.House()


@pytest.fixture
def hidden(house):
    return HiddenPerson(house)


def during(event):
    return event.starts_at + dt.timedelta(hours=1)


def morning_after(event):
    return event.ends_at.replace(hour=9, minute=30) + dt.timedelta(days=1)


MOMENTS = [lambda event: event.starts_at - dt.timedelta(days=1), during, morning_after]


def everybody_comes(event):
    Ticket.objects.valid().filter(event=event).update(checked_in_at=event.starts_at, checked_in_by="Henry")


def text_of(response):
    body = b"".join(response).decode(errors="replace")
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{headers}\n{body}".lower()


def walk(house, hidden, client):
    """(address, method, text) of every address as this browser asks it, also about the hidden person.

    What the browser sent itself, such as the code it scanned, is taken out of the answer.
    """
    about = dict.fromkeys(("ticket_id", "ticket", "person_id"), hidden.ticket.pk)
    for address in access.addresses():
        scanned = {"code": hidden.ticket.door_code} if address.name in BY_DOOR_CODE else {}
        for values in ({}, about | scanned):
            if values and not values.keys() & set(address.takes):
                continue
            path = path_of(house, address, values)
            page = asked(client.cookies, path, "get")
            yield address.name, "GET", page
            yield address.name, "POST", asked(client.cookies, path, "post", hidden.fields(page))


def named_for(house, hidden):
    """The addresses of their own at which the other guest reads the hidden person's first name."""
    own = {address.name for address in access.addresses() if not path_of(house, address, {}).startswith(OF_THE_ROOM)}
    seen = walk(house, hidden, house.client("attendee"))
    return {name for name, _, text in seen if name in own and FIRST_NAME.lower() in text}


def path_of(house, address, values):
    kwargs = {takes: values.get(takes, house.value(address.name, takes)) for takes in address.takes}
    return access.reverse(address.name, kwargs=kwargs)


def asked(cookies, path, method, data=None):
    """What is answered; nothing that it did stays done."""
    client = Client(raise_request_exception=False)
    client.cookies = copy.deepcopy(cookies)
    with transaction.atomic():
        text = text_of(getattr(client, method)(path, data or {}))
        transaction.set_rollback(True)
    return text.replace(path.lower(), "")


def names_in(response):
    return re.findall(r"<strong>([^<]+)</strong>", response.content.decode())


def words_of(message, *, besides):
    """All that a mail says, but for what was said to its reader."""
    said = f"{message.subject}\n{message.text}\n{message.html}\n{message.files}".lower()
    return said.replace(besides, "") if besides else said


def run_all_sweeps():
    for entry in app.conf.beat_schedule.values():
        module, _, name = entry["task"].rpartition(".")
        if module.split(".")[0] in ("attendees", "networking", "events"):
            getattr(importlib.import_module(module), name)()


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("moment", MOMENTS, ids=["before", "during", "after"])
@pytest.mark.parametrize("role", ["attendee", "nobody"])
def test_no_address_says_what_somebody_hid(house, hidden, frozen, role, moment):
    everybody_comes(house.event)
    frozen.set(moment(house.event))

    found = [
        (name, method, canary)
        for name, method, text in walk(house, hidden, house.client(role))
        for canary in hidden.canaries
        if canary.lower() in text
    ]

    assert found == []


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("moment", MOMENTS, ids=["before", "during", "after"])
def test_no_address_names_who_would_rather_not_sit_with_you(house, hidden, frozen, moment):
    everybody_comes(house.event)
    hidden.blocks(house.ticket)
    frozen.set(moment(house.event))

    named = named_for(house, hidden)

    assert named - MAY_NAME_WHO_BLOCKED == set()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_addresses_that_name_somebody_one_met(house, hidden, frozen):
    """What the test above would see without a block; a page that names people belongs here."""
    everybody_comes(house.event)
    frozen.set(morning_after(house.event))

    assert named_for(house, hidden) >= NAMES_PEOPLE


def test_the_walk_sees_something(house, hidden, frozen):
    """So that the tests above cannot become empty: the host is told the name, and the person their own words."""
    as_host = {name for name, _, text in walk(house, hidden, house.client("host")) if "canariusson" in text}
    as_themselves = {name for name, _, text in walk(house, hidden, signed_in(hidden.user)) if "canary" in text}

    assert {"attendees:people", "networking:wishes-desk"} <= as_host
    assert "networking:my-card" in as_themselves


def test_block_looks_like_silence_where_one_chooses_whom_to_avoid(house, hidden, frozen):
    viewer = house.client("attendee")
    before = names_in(viewer.get("/my/apart/"))

    hidden.blocks(house.ticket)

    assert (FIRST_NAME in before, names_in(viewer.get("/my/apart/"))) == (True, before)


def test_no_mail_says_what_somebody_hid(house, hidden, frozen):
    team = {house.event.series.email, *(house.users[role].email for role in ("owner", "host"))}
    everybody_comes(house.event)
    moments = [house.event.starts_at - dt.timedelta(days=2), during(house.event), morning_after(house.event)]
    for moment in [*moments, house.event.ends_at + dt.timedelta(days=5, hours=12)]:
        frozen.set(moment)
        run_all_sweeps()

    others = [message for message in Message.objects.all() if message.to not in {hidden.ticket.email, *team}]
    found = [
        (message.to, message.template, canary)
        for message in others
        for canary in hidden.canaries
        if canary.lower() in words_of(message, besides=hidden.promised.get(message.to, ""))
    ]
    assert house.ticket.email in {message.to for message in others}
    assert found == []


def test_no_mail_names_who_would_rather_not_sit_with_you(house, hidden, frozen):
    hidden.blocks(house.ticket)
    everybody_comes(house.event)
    for moment in (morning_after(house.event), house.event.ends_at + dt.timedelta(days=5, hours=12)):
        frozen.set(moment)
        run_all_sweeps()

    mine = Message.objects.filter(to=house.ticket.email)

    assert [
        message.template for message in mine if FIRST_NAME in f"{message.subject}{message.text}{message.html}"
    ] == []
    assert Block.objects.count() == 1
