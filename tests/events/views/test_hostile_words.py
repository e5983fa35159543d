"""S27: what hosts type is shown as text on every page that shows it; S28: their Markdown can do no harm."""

import html

import pytest

from events.domain import publishing, venues
from events.models import Event, Series
from tests.support.elements import Elements
from tests.support.hostile_words import CORPUS

PUBLIC = ("/", "/pmo-london/", "/pmo-london/2026-07-07/")
DESK = ("/desk/", "/desk/events/{id}/edit/", "/desk/events/{id}/links/", "/desk/events/{id}/line/",
        "/desk/events/{id}/journal/", "/desk/events/{id}/cancel/", "/desk/events/{id}/preview/",
        "/desk/events/{id}/duplicate/", "/desk/pmo-london/venues/", "/desk/pmo-london/edit/")  # fmt: skip
WITHOUT_TITLE = {"/desk/pmo-london/venues/", "/desk/pmo-london/edit/"}


@pytest.fixture
def pages(client, host, event):
    client.force_login(host)

    def fetch():
        for path in (*PUBLIC, *(path.format(id=event.pk) for path in DESK)):
            yield path, client.get(path).content.decode()

    return fetch


def type_everywhere(event, *, words, line, now):
    """The same words in every field of the evening, its series and its venue."""
    Event.objects.filter(pk=event.pk).update(
        **dict.fromkeys(("description", "agenda", "first_time", "house_rules"), words),
        title=line[:100],
        door_note=line[:300],
        word=line[:20],
        changed_at=now,
    )
    Series.objects.update(
        **dict.fromkeys(("about", "what_happens", "host_intro"), words), tagline=line[:160], changed_at=now
    )
    venues.edit(event.series.venue, changes={"name": line[:100], "entrance": words}, by=line[:120], now=now)
    publishing.set_tonight(event, line=f"{line[:199]}!", by=line[:120], now=now)


@pytest.mark.parametrize("part", range(8))
def test_what_hosts_type_stays_text(pages, event, frozen, part):
    for words in CORPUS[part::8]:
        line = " ".join(words.split())
        type_everywhere(event, words=words, line=line, now=frozen.move(seconds=1))

        for path, page in pages():
            assert Elements(page).wrong == [], (path, words)
            assert html.escape(line[:100]) in page or path in WITHOUT_TITLE, (path, words)


def test_words_do_not_run_as_templates(pages, event, frozen, settings):
    publishing.edit(event, changes={"title": "{{ settings.SECRET_KEY }}{% now 'Y' %}"}, by="Henry", now=frozen.now)

    for path, page in pages():
        assert settings.SECRET_KEY not in page, path
