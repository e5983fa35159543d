import re

import pytest
from django.test import Client

from foundation.mail.models import Message
from tests.support import access

SAID = {"words": "I am shortlisted at Acme.", "reach": ""}


@pytest.fixture
def address(ticket):
    return f"/t/{ticket.sign_up.manage_code}/evening/host/"


def test_host_gets_one_mail_whose_answer_goes_back(client, event, ticket, address):
    for _ in range(2):
        response = client.post(address, SAID, follow=True)

    message = Message.objects.get()
    assert (message.to, message.reply_to, message.kind) == (event.series.email, "ada@mail.example", "service")
    assert "I am shortlisted at Acme." in message.text
    assert "Shortlisted" not in message.subject
    assert "has it" in response.content.decode()


def test_page_names_the_ways_to_the_host(client, event, ticket, address):
    event.series.host_phone = "020 7946 0000"
    event.series.save()

    page = client.get(address).content.decode()

    assert ('href="tel:02079460000"' in page, f'href="mailto:{event.series.email}"' in page) == (True, True)


def test_nothing_is_sent_without_words(client, ticket, address):
    page = client.post(address, {"words": "  "}).content.decode()

    assert page.count("Write what you want to say") == 2
    assert Message.objects.count() == 0


def test_after_five_in_an_hour_it_is_enough(client, ticket, address):
    for number in range(5):
        assert client.post(address, {"words": f"Number {number}"}).status_code == 302

    assert client.post(address, {"words": "One more"}).status_code == 429
    assert Message.objects.count() == 5


def test_words_to_begin_with_for_somebody_to_keep_apart_from(client, address):
    page = client.get(f"{address}?about=apart").content.decode()

    assert "I would rather not sit at a table with </textarea>" in page


def test_ticket_page_leads_there_only_for_somebody_who_comes(client, ticket):
    page = f"/t/{ticket.sign_up.manage_code}/"
    assert "Talk to the host privately" in client.get(page).content.decode()

    ticket.email, ticket.holder = "ben@mail.example", None
    ticket.save()

    assert "Talk to the host privately" not in client.get(page).content.decode()
    assert client.get(f"{page}evening/host/").status_code == 404
    assert "Talk to the host privately" in client.get(f"/t/{ticket.manage_code}/").content.decode()


def test_every_page_of_an_evening_leads_there(db):
    """Walks the URL map, so that a new page under a ticket's page is asked too."""
    house = access.House()
    page = f"/t/{house.ticket.sign_up.manage_code}/"
    asked = [each for each in access.addresses() if each.name.startswith("networking:")]
    paths = {path for path in map(house.path, asked) if path.startswith(page)} | {page}
    answers = {path: Client(raise_request_exception=False).get(path) for path in paths}
    shown = {path for path, answer in answers.items() if answer.status_code == 200 and b"<h1" in answer.content}

    links = {path: answers[path].content.count(f'href="{page}evening/host/'.encode()) for path in shown}

    assert len(shown) >= 5
    not_once = {path.removeprefix(page): count for path, count in links.items() if count != 1}
    assert not_once == {"evening/host/": 0, "evening/wishes/": 2}, "the page itself, and one that says what to tell"


def test_page_of_the_evening_has_each_part_once(client, ticket):
    page = client.get(f"/t/{ticket.sign_up.manage_code}/evening/").content.decode()

    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) > 5
    assert sorted(ids) == sorted(set(ids))
