import datetime as dt

import pytest

from events.models import JournalEntry
from foundation.lib import clock
from networking.domain import activities, patterns, write_ups
from networking.domain.refused import NetworkingRefused
from networking.models import WriteUp
from tests.support.factories import EventFactory


def do(verb, event, **kwargs):
    return verb(event, by="Henry", now=clock.now(), **kwargs)


@pytest.fixture
def tonight(event, frozen):
    frozen.set(event.starts_at + dt.timedelta(hours=2))
    return event


def keep(event, words, *, tag):
    found = patterns.file(event, words=words, tag=tag, nonce=words, now=clock.now())
    patterns.keep(found, now=clock.now())
    return found


def test_draft_is_what_was_kept_under_its_headings(tonight, django_assert_num_queries):
    do(activities.choose, tonight, activity=activities.find(tonight.series, "help-or-check"))
    keep(tonight, "Nobody asks", tag="The gap")
    keep(tonight, "We all help", tag="Helping")
    keep(tonight, "Loose", tag="")
    patterns.file(tonight, words="Not kept", tag="Helping", nonce="n", now=clock.now())
    patterns.hide(keep(tonight, "Rude", tag="Helping"), now=clock.now())

    with django_assert_num_queries(2):
        words = write_ups.draft(tonight)

    assert words == (
        "We asked: Where do you stand, where would others put you, and what explains the gap?\n\n"
        "### Helping\n\n- We all help\n\n### The gap\n\n- Nobody asks\n\n### And besides\n\n- Loose"
    )


def test_nothing_kept_is_no_draft(tonight):
    do(activities.choose, tonight, activity=activities.find(tonight.series, "help-or-check"))

    assert write_ups.draft(tonight) == ""


def test_write_up_is_published_once_and_taken_back(tonight):
    for _ in range(2):
        do(write_ups.publish, tonight, words="We all help.")
    shown = list(write_ups.published(tonight.pk).values_list("words", flat=True))
    for _ in range(2):
        do(write_ups.take_back, tonight)

    assert shown == ["We all help."]
    assert not write_ups.published(tonight.pk).exists()
    assert write_ups.of(tonight).words == "We all help."
    sentences = JournalEntry.objects.order_by("pk").values_list("sentence", flat=True)
    assert list(sentences) == ["published the write-up", "took the write-up back"]


def test_saved_write_up_is_not_public(tonight):
    do(write_ups.save, tonight, words="We all help.")

    assert not write_ups.published(tonight.pk).exists()


def test_write_up_without_words_is_refused(tonight):
    with pytest.raises(NetworkingRefused, match="Write something first"):
        do(write_ups.publish, tonight, words=" \n")

    assert not WriteUp.objects.exists()


def test_write_up_of_a_draft_is_refused(db):
    with pytest.raises(NetworkingRefused, match="no page yet"):
        do(write_ups.publish, EventFactory(draft=True), words="We all help.")
