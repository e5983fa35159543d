import datetime as dt

import pytest

from events.domain import evening_links
from events.models import EveningLink, JournalEntry


@pytest.fixture
def link(event, frozen):
    return evening_links.make(event, role=EveningLink.DOOR, name="Dora", by="Henry", now=frozen.now)


def test_code_is_derived_and_the_row_keeps_its_hash_only(link):
    code = evening_links.code(link)

    assert len(code) == 26
    assert code not in [str(value) for value in EveningLink.objects.values_list().get()]
    assert evening_links.code(EveningLink.objects.get()) == code


def test_find_knows_the_link_by_its_code_alone(link, frozen):
    found = evening_links.find(evening_links.code(link).upper(), now=frozen.now)

    assert found == link
    assert evening_links.find("0" * 26, now=frozen.now) is None
    assert evening_links.find("", now=frozen.now) is None


def test_links_have_codes_of_their_own(link, event, frozen):
    other = evening_links.make(event, role=EveningLink.DOOR, name="Lee", by="Henry", now=frozen.now)

    assert evening_links.code(other) != evening_links.code(link)


def test_a_link_dies_twelve_hours_after_the_end(link, event):
    """S7."""
    code, end = evening_links.code(link), event.ends_at + dt.timedelta(hours=12)

    assert evening_links.find(code, now=end - dt.timedelta(seconds=1)) == link
    assert evening_links.find(code, now=end) is None
    assert evening_links.find_open(event.pk, link_id=link.pk, now=end) is None


def test_revoke_ends_the_link_at_once_and_twice_is_harmless(link, event, frozen):
    """S7."""
    evening_links.revoke(link, by="Henry", now=frozen.now)
    evening_links.revoke(link, by="Henry", now=frozen.move(hours=1))

    assert evening_links.find(evening_links.code(link), now=frozen.now) is None
    assert evening_links.find_open(event.pk, link_id=link.pk, now=frozen.now) is None
    assert list(JournalEntry.objects.filter(event=event).values_list("sentence", flat=True))[:2] == [
        "took back the link of Dora",
        "made a link for the door: Dora",
    ]


def test_find_open_wants_the_links_own_evening(link, event, frozen):
    assert evening_links.find_open(event.pk, link_id=link.pk, now=frozen.now) == link
    assert evening_links.find_open(event.pk + 1, link_id=link.pk, now=frozen.now) is None
