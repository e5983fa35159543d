import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.domain import journal, publishing
from events.models import Series


@pytest.fixture
def desk(signed_in, host):
    return signed_in(host)


def test_the_journal_of_an_evening_says_who_did_what(desk, event, frozen):
    publishing.edit(event, changes={"capacity": 80}, by="Henry Host", now=frozen.now)

    words = " ".join(desk.get(f"/desk/events/{event.pk}/journal/").content.decode().split())

    assert "<strong>Henry Host</strong> changed the number of places from 60 to 80" in words
    assert words.index("number of places") < words.index("published this evening") < words.index("made a draft")


def test_the_journal_of_a_series_has_all_its_evenings_and_nobody_elses(desk, event, zoe):
    journal.note(Series.objects.get(team__user=zoe), by="Zoe", sentence="did something elsewhere")

    words = desk.get("/desk/pmo-london/journal/").content.decode()

    assert "published this evening" in words
    assert "elsewhere" not in words


@pytest.mark.parametrize("entries", [1, 3, 60])
def test_the_journal_costs_the_same_for_any_length(desk, series, entries):
    for number in range(entries):
        journal.note(series, by="Henry", sentence=f"did {number}")

    with CaptureQueriesContext(connection) as queries:
        desk.get("/desk/pmo-london/journal/")

    assert len(queries) == 6


def test_what_was_typed_is_shown_as_text(desk, event, frozen):
    """S27."""
    publishing.cancel(event, by="<b>Henry</b>", reason="<script>alert(1)</script>", now=frozen.now)

    words = desk.get(f"/desk/events/{event.pk}/journal/").content.decode()

    assert "<script>alert(1)</script>" not in words
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in words


def test_the_journal_is_read_for_one_of_the_team(desk, event, frozen):
    publishing.edit(event, changes={"capacity": 80}, by="Henry Host", now=frozen.now)
    publishing.edit(event, changes={"capacity": 90}, by="Lee Stand-in", now=frozen.now)
    address = f"/desk/events/{event.pk}/journal/"
    tabs = {tab["label"]: tab["href"] for tab in desk.get(address).context["tabs"]}

    answer = desk.get(address + tabs["Lee Stand-in"])

    assert {entry.by for entry in answer.context["page"]} == {"Lee Stand-in"}
    assert answer.context["current"] == "Lee Stand-in"
    assert len(desk.get(f"{address}?by=nobody").context["page"]) > 1
