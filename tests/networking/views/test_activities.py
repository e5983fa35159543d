import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from foundation.lib import clock
from networking.domain import activities, deck
from networking.models import Activity
from tests.support.shown_page import Page

NEW = {"title": "Ours", "how": "1. Stand.", "prompt": "What?", "minutes": "5", "openers": "Why?\n\nWhere?", "tags": ""}


def at(name, series, **kwargs):
    return reverse(f"networking:{name}", kwargs={"series": series.slug, **kwargs})


def headings(response):
    return Page(response.content.decode()).headings


def test_deck_is_listed_with_what_is_retired_below(henry, series):
    activities.retire(activities.find(series, "help-or-check"), by="Henry", now=clock.now())

    shown = headings(henry.get(at("list-activities", series)))

    assert "Help or check?" not in shown
    assert shown[-2:] == ["Retired", "The deck as a file"]


@pytest.mark.parametrize("count", [1, 3])
def test_deck_costs_the_same_whatever_its_length(henry, series, count, django_assert_num_queries):
    entries = [deck.Entry(f"Ours {number}", "1. Walk.", "Well?", 7, [], []) for number in range(count)]
    activities.bring_in(series, entries, by="Henry", now=clock.now())

    with django_assert_num_queries(4):
        henry.get(at("list-activities", series))


def test_activity_is_added(henry, series):
    response = henry.post(at("create-activity", series), NEW, follow=True)

    own = Activity.objects.get()
    assert (own.title, own.minutes, own.openers, own.tags) == ("Ours", 5, ["Why?", "Where?"], [])
    assert "“Ours” is in your deck." in response.content.decode()


def test_activity_of_a_known_title_is_refused_at_its_field(henry, series):
    page = Page(henry.post(at("create-activity", series), {**NEW, "title": "Help or check?"}).content.decode())

    assert page.links == [("id_title", "Your deck has an activity of this title already")]


def test_too_many_lines_are_refused(henry, series):
    page = Page(henry.post(at("create-activity", series), {**NEW, "tags": "tag\n" * 9}).content.decode())

    assert page.links == [("id_tags", "Use 8 lines at most")]


def test_activity_is_changed(henry, series):
    url = at("edit-activity", series, activity="help-or-check")
    shown = Page(henry.get(url).content.decode())

    henry.post(url, {**{each.name: each.value for each in shown.controls}, "minutes": "25"})

    own = Activity.objects.get()
    assert (own.slug, own.minutes, own.openers) == ("help-or-check", 25, list(deck.HOUSE[0].openers))


def test_activity_that_is_none_is_not_found(henry, series):
    assert henry.get(at("edit-activity", series, activity="nothing")).status_code == 404


def test_deck_brought_in_says_first_what_it_would_do(henry, series):
    text = deck.write([deck.HOUSE[0], deck.Entry("Ours", "1. Walk.", "Well?", 7, [], [])])
    url = at("bring-in-deck", series)

    seen = henry.post(url, {"file": SimpleUploadedFile("deck.json", text.encode())})

    page = seen.content.decode()
    assert "replaces yours" in page
    assert ">new<" in page
    assert not Activity.objects.exists()
    for _ in range(2):
        henry.post(url, {"words": text, "sure": "yes"})
    assert sorted(Activity.objects.values_list("title", flat=True)) == ["Help or check?", "Ours"]


@pytest.mark.parametrize(
    ("sent", "link"),
    [
        ({"words": " "}, ("id_words", "Choose a file, or paste a deck")),
        ({"words": "nothing"}, ("id_words", "This is not a deck: the file is not JSON")),
    ],
)
def test_deck_that_cannot_be_read_is_refused(henry, series, sent, link):
    page = Page(henry.post(at("bring-in-deck", series), sent).content.decode())

    assert page.links == [link]


def test_deck_is_taken_away(henry, series):
    response = henry.get(at("download-deck", series))

    assert response["Content-Disposition"] == 'attachment; filename="pmo-london-activities.json"'
    assert len(deck.read(response.content.decode())) == len(deck.HOUSE)


def test_stand_in_chooses_tonight_s_activity(lee, event):
    url = reverse("networking:choose-activity", kwargs={"event_id": event.pk})

    for _ in range(2):
        response = lee.post(url, {"activity": "a-good-tuesday"}, follow=True)

    page = response.content.decode()
    assert activities.chosen(event).title == "A good Tuesday"
    assert headings(response)[:2] == ["A good Tuesday", "Others"]
    assert "Change the activities" not in page


def test_activity_of_tonight_that_is_none_is_not_found(lee, event):
    url = reverse("networking:choose-activity", kwargs={"event_id": event.pk})

    assert lee.post(url, {"activity": "nothing"}).status_code == 404
