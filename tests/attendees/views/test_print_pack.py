import re

import pytest

from tests.support.factories import ProfileFactory, SignUpFactory

pytestmark = pytest.mark.django_db


def stickers(page):
    return re.findall(r'class="sticker"><span>([^<]*)<', page.content.decode())


@pytest.fixture
def people(event):
    for name in ("Tom Wong", "Ada Attendee", "Tom Whitfield", "Dr Élodie Roux"):
        SignUpFactory(event=event, buyer=ProfileFactory(name=name))


def test_sticker_says_a_first_name_and_nothing_else(henry, event, people):
    page = henry.get(f"/desk/events/{event.pk}/print/stickers/")

    assert stickers(page) == ["Ada", "Élodie", "Tom", "Tom", *[""] * 6]


def test_people_with_one_first_name_are_told_apart_when_the_host_wants(lee, event, people):
    page = lee.get(f"/desk/events/{event.pk}/print/stickers/?more=letters")

    assert stickers(page)[:4] == ["Ada", "Élodie", "Tom Wh", "Tom Wo"]
