import pytest
from django.urls import reverse

from attendees.domain import stories
from attendees.models import Story
from foundation.lib import clock
from tests.support.factories import SignUpFactory, TicketFactory
from tests.support.shown_page import Page

TOLD = {"words": "The second table was the best.", "signed": "name"}


@pytest.fixture
def there(event, frozen):
    ticket = TicketFactory(
        sign_up=SignUpFactory(event=event, buyer__name="Ada Attendee", people=[]), name="Ada Attendee", came=True
    )
    frozen.set(event.ends_at)
    return ticket


@pytest.fixture
def address(there):
    return reverse("attendees:story", args=[there.sign_up.manage_code])


def listed(browser, series):
    return browser.get(reverse("attendees:stories", args=[series.slug])).content.decode()


def act(name, series, story):
    return reverse(f"attendees:{name}-story", args=[series.slug, story.pk])


def test_story_page_says_who_will_read_it_before_asking(client, address):
    shown = client.get(address).content.decode()

    assert "Who will read it" in shown
    assert (
        "You can change them or take them back on this page at any time; changed, they wait to be read again." in shown
    )
    assert "Ada, who was there" in shown
    assert {control.name for control in Page(shown).controls} >= {"words", "signed"}


def test_story_told_is_kept_and_shown_to_its_teller(client, address):
    shown = client.post(address, TOLD, follow=True).content.decode()

    assert "Thank you. It is kept." in shown
    assert "reads it first" in shown
    assert list(Story.objects.values_list("words", "shows_name", "state")) == [
        ("The second table was the best.", True, "told")
    ]


def test_story_without_words_is_refused(client, address):
    page = Page(client.post(address, {"words": " "}).content.decode())

    assert page.title.startswith("Error: ")
    assert [sentence for _, sentence in page.links] == ["Write what it was like", "Choose how it is signed"]


def test_story_that_is_too_long_is_refused_and_kept_in_the_box(client, address):
    shown = client.post(address, TOLD | {"words": "long " * 81}).content.decode()

    assert "long long" in shown
    assert "400 characters" in shown
    assert not Story.objects.exists()


def test_story_before_the_end_is_not_taken(client, address, event, frozen):
    frozen.set(event.starts_at)

    shown = client.post(address, TOLD).content.decode()

    assert "You can tell your story when the evening is over." in shown
    assert not Story.objects.exists()


def test_story_taken_back_is_gone(client, address):
    client.post(address, TOLD)

    for _ in range(2):
        shown = client.post(f"{address}take-back/", follow=True).content.decode()

    assert "It is taken back" in shown
    assert not Story.objects.exists()


def test_host_reads_publishes_and_hides(client, henry, address, series):
    assert "No story yet" in listed(henry, series)
    client.post(address, TOLD)
    story = Story.objects.get()

    shown = listed(henry, series)
    assert "The second table was the best." in shown
    assert "Ada Attendee" in shown
    henry.post(act("publish", series, story), {"telling": "1"})
    assert "Published" in listed(henry, series)
    henry.post(act("hide", series, story))
    assert "Hidden" in listed(henry, series)


@pytest.mark.parametrize("telling", ["", "2", "x", "9" * 30])
def test_host_cannot_publish_what_they_have_not_read(client, henry, address, series, telling):
    client.post(address, TOLD)
    story = Story.objects.get()

    response = henry.post(act("publish", series, story), {"telling": telling}, follow=True)

    assert "told anew or taken back" in response.content.decode()
    assert Story.objects.get().state == Story.TOLD


@pytest.mark.parametrize("count", [1, 3])
def test_stories_page_takes_the_same_queries_for_one_and_three(
    henry, series, event, frozen, django_assert_num_queries, count
):
    frozen.set(event.ends_at)
    for _ in range(count):
        ticket = TicketFactory(sign_up=SignUpFactory(event=event, people=[]), came=True)
        stories.tell(ticket, words="Good.", shows_name=False, now=clock.now())

    with django_assert_num_queries(4):
        listed(henry, series)


def test_ticket_page_leads_to_the_story_when_the_evening_is_over(client, there, address):
    assert address in client.get(f"/t/{there.sign_up.manage_code}/").content.decode()
