import pytest

pytestmark = pytest.mark.django_db

BUTTON = "/my/card/take-picture-away/"


def test_address_of_a_button_says_so_to_who_opens_it(client):
    answer = client.get(BUTTON, headers={"accept": "text/html"})

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "Nothing to see at this address" in answer.text
    assert int(answer.headers["Content-Length"]) == len(answer.content)


def test_address_of_a_button_stays_empty_for_a_program(client):
    answer = client.get(BUTTON, headers={"accept": "application/json"})

    assert (answer.status_code, answer.content) == (405, b"")
