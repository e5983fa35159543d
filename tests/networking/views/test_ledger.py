import datetime as dt
import re

import pytest
from django.urls import reverse

from foundation.lib import clock
from networking.models import Feedback, Talked
from tests.support.factories import ProfileFactory, SignUpFactory, TicketFactory, seated
from tests.support.shown_page import Page


def people(event, count):
    """Who came: banking and technology by turns, three of them with feedback, two of whom talked."""
    profiles = [ProfileFactory(name=f"Guest {n} Surname", sector=("finance", "tech")[n % 2]) for n in range(count)]
    tickets = [
        TicketFactory(sign_up=SignUpFactory(event=event, buyer=profile, people=[]), came=True) for profile in profiles
    ]
    seated(event, [tickets[start : start + 5] for start in range(0, count, 5)])
    for ticket in tickets[:3]:
        Feedback.objects.create(event=event, ticket=ticket, again=3, words="Good.", said_at=clock.now())
    for by, to in (tickets[:2], tickets[1::-1]):
        Talked.objects.create(event=event, by=by, to=to, said_at=clock.now())
    return tickets


@pytest.fixture
def over(event, frozen):
    frozen.set(event.ends_at + dt.timedelta(days=1))
    return event


def evening_url(event):
    return reverse("networking:show-evening-ledger", args=[event.pk])


def tiles(page):
    return re.findall(r'<div class="tile"><dt>([^<]+)</dt><dd>([^<]+?) ?<small>([^<]+)<', page)


def test_host_sees_how_the_evening_went_and_nobody_s_name(henry, over):
    people(over, 6)

    page = henry.get(evening_url(over)).content.decode()

    assert tiles(page) == [
        ("Came", "6", "0 for the first time"),
        ("New at one table", "3.3", "people for each who came, as planned"),
        ("Met and confirmed", "0.3", "people for each who came, as they say"),
        ("Confirmed nobody", "4", "of 6, so far"),
    ]
    assert "60% of the new pairs at one table joined two sectors." in page
    assert "<title>Banking and insurance and Technology: 6</title>" in page
    assert "3 of 6 answered the three questions, 50%." in page
    assert page.count("<p>Good.</p>") == 3
    assert "Surname" not in page


def test_evening_to_which_nobody_came_says_so(henry, event):
    assert Page(henry.get(evening_url(event)).content.decode()).headings == ["Nothing to tell yet"]


def test_series_shows_its_evenings_as_lines_and_as_a_table(henry, over):
    people(over, 6)

    page = henry.get(reverse("networking:show-series-ledger", args=["pmo-london"])).content.decode()

    assert 'aria-label="People who came, 1 evening, oldest first: 6"' in page
    assert 'aria-label="Would come again, 1 evening, oldest first: 100%"' in page
    assert re.findall(r'data-label="([^"]+)">([^<]+)<', page) == [
        ("Came", "6"),
        ("First time", "0"),
        ("Came back", "0"),
        ("New at one table, each", "3.3"),
        ("Confirmed, each", "0.3"),
        ("Confirmed nobody", "4"),
        ("Would come again", "100%"),
    ]


def test_series_without_an_evening_says_so(henry, event):
    page = henry.get(reverse("networking:show-series-ledger", args=["pmo-london"])).content.decode()

    assert Page(page).headings == ["No evening yet"]


@pytest.mark.parametrize("count", [6, 60])
def test_page_costs_the_same_for_any_number_of_people(henry, event, frozen, count, django_assert_num_queries):
    event.places.capacity = event.places.ceiling = 100
    event.places.save()
    frozen.set(event.ends_at + dt.timedelta(days=1))
    people(event, count)

    with django_assert_num_queries(18):
        henry.get(evening_url(event))
