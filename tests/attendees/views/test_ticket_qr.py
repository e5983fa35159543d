import io

import pytest
import zxingcpp
from PIL import Image

from attendees.domain import door_qr
from tests.support.ticket_pages import path


def test_picture_says_the_address_of_the_door_code(client, single):
    ticket = single.tickets.get()

    response = client.get(f"{path(ticket)}qr.svg")

    assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")
    assert b"<script" not in response.content
    assert b"#fff" in response.content
    [read] = zxingcpp.read_barcodes(Image.open(io.BytesIO(door_qr.png(ticket))))
    assert read.text == f"http://localhost:8000/d/{ticket.door_code}/"


@pytest.mark.parametrize("state", ["cancelled", "expired"])
def test_ticket_that_opens_no_door_has_no_picture(client, single, frozen, state):
    gone = {"cancelled_at": frozen.now, "cancel_reason": "person"} if state == "cancelled" else {}
    single.tickets.update(state=state, **gone)

    assert client.get(f"{path(single.tickets.get())}qr.svg").status_code == 404
