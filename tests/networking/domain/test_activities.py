import pytest

from events.models import JournalEntry
from foundation.lib import clock
from networking.domain import activities, deck, openers
from networking.domain.refused import NetworkingRefused
from networking.models import Activity, RunSheet
from tests.support.factories import EventFactory

OURS = {"title": "Ours", "how": "1. Stand.", "prompt": "What?", "minutes": 5, "openers": ["Why?"], "tags": []}


def do(verb, *args, **kwargs):
    return verb(*args, by="Henry Host", now=clock.now(), **kwargs)


def titles(found):
    return [activity.title for activity in found]


def notes():
    return list(JournalEntry.objects.order_by("pk").values_list("sentence", flat=True))


def test_series_begins_with_the_house_deck_and_no_rows(series, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = activities.deck_of(series)

    assert titles(found) == sorted((entry.title for entry in deck.HOUSE), key=str.casefold)
    assert not Activity.objects.exists()


def test_activity_of_the_house_is_changed_in_one_series_only(series):
    card = activities.find(series, "help-or-check")

    own = do(activities.edit, card, changes={"minutes": 20, "openers": ["And you?"]})

    other = EventFactory().series
    assert (own.minutes, own.openers, own.title) == (20, ["And you?"], "Help or check?")
    assert activities.find(other, "help-or-check").minutes == 12
    assert len(activities.deck_of(series)) == len(deck.HOUSE)
    assert notes() == ["changed the activity Help or check?"]


def test_activity_changed_to_what_it_is_stays_the_house_s(series):
    card = activities.find(series, "help-or-check")

    do(activities.edit, card, changes={"minutes": card.minutes, "openers": card.openers})

    assert not Activity.objects.exists()


def test_activity_of_our_own_is_added_once(series):
    made = [do(activities.create, series, values=OURS) for _ in range(2)]

    with pytest.raises(NetworkingRefused, match="has an activity of this title already"):
        do(activities.create, series, values={**OURS, "title": "OURS"})

    assert "Ours" in titles(activities.offered(series))
    assert made == [Activity.objects.get()] * 2
    assert notes() == ["added the activity Ours"]


def test_retired_activity_is_not_offered_and_comes_back(series):
    card = activities.find(series, "help-or-check")

    for _ in range(2):
        do(activities.retire, card)
    gone = titles(activities.offered(series))
    for _ in range(2):
        do(activities.bring_back, card)

    assert "Help or check?" not in gone
    assert "Help or check?" in titles(activities.offered(series))
    assert notes() == ["retired the activity Help or check?", "brought back the activity Help or check?"]


def test_deck_taken_away_and_brought_back_changes_nothing(series):
    do(activities.create, series, values=OURS)
    do(activities.edit, activities.find(series, "without-our-words"), changes={"title": "In plain words"})
    before = activities.as_deck(series)

    for _ in range(2):
        do(activities.bring_in, series, entries=deck.read(before))

    assert activities.as_deck(series) == before
    assert len(activities.deck_of(series)) == len(deck.HOUSE) + 1


def test_deck_brought_in_replaces_what_has_the_same_title(series):
    do(activities.retire, activities.find(series, "help-or-check"))
    brought = deck.Entry("HELP or check?", "1. Walk.", "Well?", 7, ["Where?"], ["Here"])

    count = do(activities.bring_in, series, entries=[brought])

    found = activities.find(series, "help-or-check")
    assert count == 1
    assert (found.title, found.minutes, found.openers, found.retired_at) == ("HELP or check?", 7, ["Where?"], None)


def test_titles_that_make_the_same_address_stay_two(series):
    entries = [deck.Entry(title, "1. Walk.", "Well?", 7, [], []) for title in ("Why?", "Why!", "為什麼", "为什么")]

    do(activities.bring_in, series, entries=entries)

    own = Activity.objects.filter(series=series).values_list("title", "slug")
    assert sorted(own) == [("Why!", "why-2"), ("Why?", "why"), ("为什么", "activity-2"), ("為什麼", "activity")]


def test_evening_has_the_activity_that_was_chosen_last(event):
    first, second = (activities.find(event.series, slug) for slug in ("help-or-check", "a-good-tuesday"))

    for activity in (first, second, second):
        do(activities.choose, event, activity)

    assert activities.chosen(event).title == "A good Tuesday"
    assert notes() == ["chose the activity Help or check?", "chose the activity A good Tuesday"]


def test_evening_without_an_activity_any_more(event):
    do(activities.choose, event, activities.find(event.series, "help-or-check"))

    do(activities.choose, event, None)

    assert activities.chosen(event) is None


def test_phones_look_again_when_the_activity_or_its_words_change(event, frozen):
    do(activities.choose, event, activities.find(event.series, "help-or-check"))
    frozen.move(minutes=5)

    do(activities.edit, activities.chosen(event), changes={"minutes": 20})

    assert RunSheet.objects.get(event=event).changed_at == clock.now()


def test_openers_come_from_the_activity_and_begin_anew(event):
    do(activities.choose, event, do(activities.create, event.series, values={**OURS, "openers": ["One?", "Two?"]}))

    sheet = RunSheet.objects.get(event=event)

    assert [openers.usual(sheet, number) for number in (1, 2, 3)] == ["One?", "Two?", "One?"]


def test_rounds_without_an_activity_have_openers_too(event):
    assert [openers.usual(RunSheet(event=event), number) for number in (1, 2)] == [
        "What brought you here tonight?",
        "What are you working on that you would happily talk about for ten minutes?",
    ]
