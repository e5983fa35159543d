import logging
from collections import Counter

import pytest
from django.test import Client

from attendees.domain import giving
from foundation.lib import codes
from tests.support.cast import opened
from tests.support.factories import EveningLinkFactory, SignUpFactory
from tests.support.ticket_pages import path

WRONG = "0" * 26


def test_anybody_sees_that_it_is_a_ticket_and_nothing_else(client, pair):
    pages = [client.get(f"/d/{ticket.door_code}/") for ticket in pair.tickets.all()]

    assert [page.status_code for page in pages] == [200, 200]
    assert pages[0].content == pages[1].content
    html = pages[0].content.decode()
    assert "This is a ticket" in html
    assert [
        word for word in ("Ada", "Ben", "mail.example", "June", "PMO London", pair.manage_code) if word in html
    ] == []


def test_cancelled_ticket_looks_the_same(client, single, frozen):
    before = client.get(f"/d/{single.tickets.get().door_code}/").content
    single.tickets.update(state="cancelled", cancelled_at=frozen.now, cancel_reason="person")

    assert client.get(f"/d/{single.tickets.get().door_code}/").content == before


def test_code_of_a_place_given_away_is_not_there(client, single, frozen):
    old = single.tickets.get().door_code
    giving.give(single.tickets.get(), name="Cleo", email="", by="Sam", now=frozen.now)

    assert client.get(f"/d/{old}/").status_code == 404


def test_manage_code_is_no_door_code_nor_the_other_way_round(client, single):
    ticket = single.tickets.get()

    assert client.get(f"/d/{ticket.manage_code}/").status_code == 404
    assert client.get(f"/t/{ticket.door_code}/").status_code == 404


@pytest.mark.parametrize("code", [WRONG, "x", "a" * 4000, "<script>", "%00", "..%2f..%2fetc", "O" * 26])
def test_wrong_codes_look_alike(client, db, code):
    pages = [client.get(f"/{place}/{code}/") for place in ("t", "d", "stop")]

    assert [page.status_code for page in pages] == [404] * 3
    assert pages[0].content == pages[1].content == pages[2].content


def test_guessing_is_slowed_down_by_address_whatever_the_page(client, single, same_minute):
    places = ["/t/{}/", "/d/{}/", "/t/{}/cancel/", "/t/{}/move/", "/stop/{}/"]
    answers = [client.get(places[number % 5].format(f"{number:026}")).status_code for number in range(25)]

    assert answers == [404] * 20 + [429] * 5
    assert client.get(places[0].format(single.manage_code)).status_code == 200  # who shares the address is not shut out


def test_right_codes_are_never_counted(client, single):
    answers = [client.get(path(single)).status_code for _ in range(30)]

    assert answers == [200] * 30


def test_guessing_from_many_addresses_raises_an_alarm(db, settings, caplog, same_minute):
    settings.WRONG_CODES_BEFORE_ALARM = 30
    with caplog.at_level(logging.WARNING, logger="attendees"):
        for number in range(31):
            Client(REMOTE_ADDR=f"198.51.100.{number}").get(f"/d/{number:026}/")

    alarms = [
        record for record in caplog.records if record.levelno == logging.ERROR and record.name.startswith("attendees")
    ]
    assert [record.getMessage() for record in alarms] == [
        "many wrong codes within a minute: somebody may be guessing tickets"
    ]


@pytest.mark.slow
@pytest.mark.parametrize("addresses", [1, 50])
@pytest.mark.parametrize("guesses", [2_000, pytest.param(10_000, marks=pytest.mark.soak)])
def test_many_guesses_hit_nothing_and_the_door_goes_on(db, event, caplog, frozen, same_minute, addresses, guesses):
    """S3, all in one minute. They are guessed as ours are made: 26 random letters."""
    SignUpFactory.create_batch(9, event=event)
    ticket, dora = SignUpFactory(event=event).tickets.get(), opened(EveningLinkFactory(event=event, name="Dora"))
    frozen.set(event.starts_at)
    browsers = [Client(REMOTE_ADDR=f"198.51.100.{number}") for number in range(addresses)]

    answers = Counter(
        browsers[number % addresses].get(f"/{'td'[number % 2]}/{codes.random_code()}/").status_code
        for number in range(guesses)
    )
    scanned = dora.post(f"/door/{event.pk}/scan/", {"typed": ticket.door_code}, REMOTE_ADDR="198.51.100.0")
    ticket.refresh_from_db()

    assert answers == {404: 20 * addresses, 429: guesses - 20 * addresses}
    assert (scanned.status_code, ticket.checked_in_by) == (302, "Dora")
    assert ("many wrong codes within a minute" in caplog.text) == (addresses == 50)


def test_code_is_read_as_people_type_it(client, single):
    code = single.manage_code.upper()

    assert client.get(f"/t/{code[:13]}-{code[13:]}/").status_code == 200
