import datetime as dt
import json
import re

import pytest

from attendees.domain import stories
from events.domain import places
from events.models import Event, Series
from flashmob.pages import rendered
from foundation.lib import clock
from networking.domain import write_ups
from tests.support.factories import EventFactory, SeriesFactory, SignUpFactory, TicketFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_shelf():
    rendered.shelf.clear()


@pytest.fixture
def evening():
    return EventFactory(series=SeriesFactory(slug="pmo", name="PMO"), slug="2026-12-01", title="Governance", capacity=3)


def page(client):
    return client.get("/pmo/2026-12-01/").content.decode()


def test_cold_page_costs_three_queries_and_an_unchanged_one_costs_one(client, evening, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get("/pmo/2026-12-01/")

    with django_assert_num_queries(1):
        client.get("/pmo/2026-12-01/")


def test_full_page_names_the_next_date_in_three_queries(client, evening, frozen, django_assert_num_queries):
    later = EventFactory(series=evening.series, slug="later", starts_at=evening.starts_at.replace(year=2027))
    places.claim(evening.pk, 3)

    with django_assert_num_queries(3):
        answer = client.get("/pmo/2026-12-01/").content.decode()

    assert "All places of this evening are taken." in answer
    assert f'href="/pmo/{later.slug}/"' in answer
    assert "/take/" not in answer


def test_a_place_taken_shows_at_once(client, evening):
    before = page(client)

    places.claim(evening.pk, 1)

    assert "3 places left" in before
    assert "2 places left" in page(client)


@pytest.mark.parametrize("path", ["/", "/pmo/", "/pmo/2026-12-01/"])
def test_a_hold_that_lapsed_is_a_free_place_though_no_sweep_ran(client, evening, frozen, path):
    SignUpFactory(event=evening, people=["Ada", "Ben", "Cem"], state="held")
    full = client.get(path).content.decode()

    frozen.move(minutes=42)

    assert "3 places left" in client.get(path).content.decode()
    assert "3 places left" not in full


@pytest.mark.parametrize("change", ["event", "series", "venue"])
def test_what_the_host_changes_shows_at_once(client, evening, frozen, change):
    page(client)
    frozen.move(minutes=1)

    match change:
        case "event":
            Event.objects.filter(pk=evening.pk).update(title="NEW WORDS", changed_at=frozen.now)
        case "series":
            Series.objects.update(host_name="NEW WORDS", changed_at=frozen.now)
        case "venue":
            evening.venue.name, evening.venue.changed_at = "NEW WORDS", frozen.now
            evening.venue.save()

    assert "NEW WORDS" in page(client)


def test_validator_spares_the_body(client, evening):
    first = client.get("/pmo/2026-12-01/")

    again = client.get("/pmo/2026-12-01/", headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_page_sets_no_cookie_and_holds_no_token(client, evening):
    answer = client.get("/pmo/2026-12-01/")

    assert not answer.cookies
    assert "csrf" not in answer.content.decode().lower()
    assert answer["Cache-Control"] == "public, no-cache"


def test_page_is_the_same_for_a_signed_in_host(client, evening, admin_client):
    assert admin_client.get("/pmo/2026-12-01/").content == client.get("/pmo/2026-12-01/").content


def test_compressed_page_weighs_little(client, evening):
    answer = client.get("/pmo/2026-12-01/", headers={"accept-encoding": "gzip"})

    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 8_000


def test_draft_is_not_here(client, evening):
    Event.objects.filter(pk=evening.pk).update(state=Event.DRAFT)

    assert client.get("/pmo/2026-12-01/").status_code == 404


def test_cancelled_evening_stays_and_says_so_first(client, evening, frozen):
    Event.objects.filter(pk=evening.pk).update(
        state=Event.CANCELLED, cancelled_at=frozen.now, cancel_reason="The pub is flooded."
    )

    words = page(client)

    assert words.index("This evening is cancelled") < words.index("Governance</h1>")
    assert "The pub is flooded." in words
    assert "/take/" not in words


def test_over_shows_when_its_time_comes_without_any_change(client, evening, frozen):
    assert "places left" in page(client)

    frozen.set(evening.ends_at)

    assert "This evening is over" in page(client)
    assert "places left" not in page(client)


def test_typed_markup_stays_text_and_data_for_search_engines_is_closed(client, evening):
    evil = '</script><img src=x onerror="alert(1)">'
    Event.objects.filter(pk=evening.pk).update(title=evil, description=evil)

    words = page(client)

    assert "<img src=x" not in words
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', words, re.S).group(1))
    assert (data["name"], data["@type"], data["offers"]["price"]) == (evil, "Event", "5.00")


def test_picture_is_a_png_of_the_size_that_other_sites_want(client, evening):
    answer = client.get("/pmo/2026-12-01/picture.png")

    assert answer["Content-Type"] == "image/png"
    assert answer.content[16:24] == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")


def test_write_up_shows_at_once_and_goes_at_once(client, evening, frozen, django_assert_num_queries):
    frozen.set(evening.ends_at + dt.timedelta(hours=1))
    before = page(client)

    write_ups.publish(evening, words="We *all* help.", by="Henry", now=clock.now())
    with django_assert_num_queries(3):
        shown = page(client)
    frozen.move(minutes=1)
    write_ups.save(evening, words="We all check.", by="Henry", now=clock.now())
    changed = page(client)
    write_ups.take_back(evening, by="Henry", now=clock.now())
    gone = page(client)

    assert "What we noticed" not in before
    assert "<p>We <em>all</em> help.</p>" in shown
    assert "<p>We all check.</p>" in changed
    assert gone == before


def test_past_evenings_of_the_series_say_where_something_was_written_up(client, evening, frozen):
    frozen.set(evening.ends_at + dt.timedelta(hours=1))
    before = client.get("/pmo/").content.decode()

    write_ups.publish(evening, words="We all help.", by="Henry", now=clock.now())

    assert "what we noticed" not in before
    assert "· what we noticed" in client.get("/pmo/").content.decode()


def test_published_story_shows_at_once_and_goes_at_once(client, evening, frozen):
    past = EventFactory(series=evening.series, starts_at=evening.starts_at - dt.timedelta(days=28))
    frozen.set(past.ends_at)
    ticket = TicketFactory(sign_up=SignUpFactory(event=past, people=[]), came=True)
    stories.tell(ticket, words="Nobody <b>stood</b> alone.", shows_name=False, now=clock.now())
    seen = [page(client)]

    for step in (publish, stories.hide):
        frozen.move(minutes=1)
        step(evening.series, story_id=stories.of(ticket).pk, by="Henry", now=clock.now())
        seen.append(page(client))
        assert ("stood" in client.get("/pmo/").content.decode()) == ("stood" in seen[-1])

    assert [shown.count("Nobody &lt;b&gt;stood&lt;/b&gt; alone.") for shown in seen] == [0, 1, 0]


def publish(series, **said):
    stories.publish(series, telling=1, **said)
