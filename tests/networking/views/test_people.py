import datetime as dt

import pytest

from networking.models import Card
from tests.support.factories import ProfileFactory, SignUpFactory, now, seated


@pytest.fixture
def address(ticket):
    return f"/t/{ticket.sign_up.manage_code}/evening/people/"


def says_hello(event, name, seen_by=Card.HOLDERS):
    person = ProfileFactory(name=name)
    Card.objects.create(
        profile=person, role=f"Job of {name.split()[0]}", employer="Acme", seen_by=seen_by, changed_at=now()
    )
    return SignUpFactory(event=event, buyer=person)


@pytest.mark.parametrize("count", [1, 3])
def test_shows_those_who_said_hello_and_nothing_of_the_others(
    client, event, ticket, address, count, django_assert_num_queries
):
    for number in range(count):
        says_hello(event, f"Hallo{number} Surname")
        says_hello(event, f"Tabler{number} Surname", Card.TABLES)
        says_hello(event, f"Hidden{number} Surname", Card.HOST)

    with django_assert_num_queries(9):
        page = client.get(address).content.decode()

    assert [f"Hallo{number}" in page for number in range(3)] == [number < count for number in range(3)]
    assert [word for word in ("Tabler", "Hidden", "Surname", "Acme") if word in page] == []


def test_nobody_yet_and_nobody_any_more(client, event, ticket, address, frozen):
    assert "You can be the first" in client.get(address).content.decode()
    says_hello(event, "Hallo Surname")
    assert "Job of Hallo" in client.get(address).content.decode()

    frozen.set(event.ends_at + dt.timedelta(seconds=1))

    page = client.get(address).content.decode()
    assert ("The evening is over" in page, "Hallo" in page) == (True, False)


def test_people_of_ones_tables_are_named_and_shown_as_they_chose(client, event, ticket, address, frozen):
    tables = says_hello(event, "Tabler Surname", Card.TABLES).tickets.get()
    silent = says_hello(event, "Silent Surname", Card.HOST).tickets.get()
    says_hello(event, "Elsewhere Surname", Card.TABLES)
    seated(event, [[ticket, tables, silent]])

    page = client.get(address).content.decode()
    assert [word for word in ("Tabler", "Job of Tabler", "Silent", "Job of Silent", "Elsewhere") if word in page] == [
        "Tabler",
        "Job of Tabler",
        "Silent",
    ]

    frozen.set(event.ends_at + dt.timedelta(days=14))
    assert "Tabler" not in client.get(address).content.decode()
