"""What people and hosts write, twice at the same moment: on PostgreSQL."""

import datetime as dt
from io import BytesIO

import pytest
from PIL import Image

from events.models import JournalEntry
from networking.domain import cards, patterns, write_ups
from networking.domain.cards import Words
from networking.models import Card, Pattern
from tests.support import careless
from tests.support.at_once import at_once, raised
from tests.support.factories import EventFactory, ProfileFactory, now

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]


def file_four_times():
    """Four taps on one form; how many are filed."""
    event = EventFactory(starts_at=now() - dt.timedelta(hours=1))
    said = {"words": "We all help.", "tag": "", "nonce": "one"}
    found = at_once(*[lambda: patterns.file(event, **said, now=now(), table=1)] * 4)
    return raised(found), Pattern.objects.count()


def test_what_is_filed_twice_at_the_same_moment_is_one():
    assert file_four_times() == ([], 1)


def test_without_the_constraint_each_tap_files(without, monkeypatch):
    without(Pattern, "pattern_once")
    monkeypatch.setattr(Pattern, "save", careless.once_all_are_there(Pattern.save, 4))

    assert file_four_times() == ([], 4)


def publish_four_times(event):
    """Four hosts' windows publish the same words; what the journal says."""
    said = {"words": "We all help.", "by": "Henry"}
    found = at_once(*[lambda: write_ups.publish(event, **said, now=now())] * 4)
    return raised(found), sorted(JournalEntry.objects.filter(event=event).values_list("sentence", flat=True))


def test_write_up_published_at_the_same_moment_is_published_once(event):
    assert publish_four_times(event) == ([], ["published the write-up"])


def test_without_the_condition_it_is_published_again(event, without_conditions, without_row_locks):
    write_ups.save(event, words="We all help.", by="Henry", now=now())
    without_conditions(4)

    assert publish_four_times(event) == ([], ["published the write-up"] * 4)


def picture():
    Image.new("RGB", (40, 40), "red").save(written := BytesIO(), "PNG")
    return written.getvalue()


def save_in_two_windows():
    """One window saves the words of a card, the other its picture; whether both are there."""
    person = ProfileFactory()
    cards.fill_in(person, words=Words(role="Planner"), now=now())
    found = at_once(
        lambda: cards.fill_in(person, words=Words(role="Head of planning"), now=now()),
        lambda: cards.put_photo(person, uploaded=picture(), now=now()),
    )
    card = Card.objects.get(profile=person)
    return raised(found), card.role == "Head of planning" and card.has_photo


@pytest.mark.parametrize("turn", range(3))
def test_two_windows_that_save_one_card_undo_nothing_of_each_other(turn):
    assert save_in_two_windows() == ([], True)


def test_without_the_lock_one_window_undoes_the_other(without_row_locks, monkeypatch):
    monkeypatch.setattr(Card, "save", careless.once_all_are_there(Card.save, 2))

    assert any(save_in_two_windows() == ([], False) for _ in range(20))
