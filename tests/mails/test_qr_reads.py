"""The code for the door, read back by a camera's library: from the file, from a grey print, from a phone's screen."""

import io

import pytest
import zxingcpp
from PIL import Image

from attendees.domain import previews, samples, ticket_links
from foundation.lib import qr
from foundation.mail.views import framed

EVENING = samples.evening()


@pytest.fixture
def ticket():
    return samples.buyer(EVENING).ticket


def read(picture):
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def test_picture_says_the_tickets_door_address(ticket):
    assert read(Image.open(io.BytesIO(qr.png(ticket_links.door(ticket))))) == [ticket_links.door(ticket)]


def test_a_grey_print_still_reads(ticket):
    printed = (
        Image.open(io.BytesIO(qr.png(ticket_links.door(ticket))))
        .convert("L")
        .point(lambda level: 90 + level * 110 // 255)
    )

    assert read(printed) == [ticket_links.door(ticket)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_mail_on_a_small_phone_reads(page, scheme):
    preview = previews.find("confirmed")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 900})
    page.set_content(framed.stand_alone(preview.render(EVENING).html, preview.pictures(EVENING)))

    shot = page.screenshot(full_page=True)

    assert read(Image.open(io.BytesIO(shot))) == [ticket_links.door(preview.draft(EVENING).context["ticket"])]


def test_the_picture_of_a_page_reads(page, ticket):
    page.set_viewport_size({"width": 320, "height": 600})
    page.set_content(f'<div style="width: 192px">{qr.svg(ticket_links.door(ticket))}</div>')

    assert read(Image.open(io.BytesIO(page.screenshot()))) == [ticket_links.door(ticket)]
