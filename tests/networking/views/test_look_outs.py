import pytest
from django.urls import reverse

from attendees.models import Profile
from networking.domain import look_outs
from networking.models import LookOut
from tests.networking.views.test_questions import address, words
from tests.support.factories import UserFactory
from tests.support.meeting import place, regular


@pytest.fixture
def rita(event):
    return regular(event, person=Profile.objects.get(user=UserFactory(name="Rita Surname")), came=7)


@pytest.fixture
def nell(event):
    return place(event, "Nell")


def say(browser, ticket, do):
    return browser.post(address("look-out", ticket), {"do": do})


@pytest.fixture
def ritas(client, rita):
    """A browser in which Rita is signed in."""
    client.force_login(rita.holder.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_regular_offers_and_both_hear_when_the_first_timer_says_yes(ritas, event, frozen, rita, nell):
    assert "I’ll look out for somebody new" in words(ritas.get(address("evening", rita)))

    assert say(ritas, rita, "offer")["Location"] == f"{address('evening', rita)}#look-out"
    look_outs.pair_up(frozen.now)
    assert "Rita, who has come 7 times, would look out for you." in words(ritas.get(address("evening", nell)))
    assert "Nell" not in words(ritas.get(address("evening", rita)))
    say(ritas, nell, "agree")

    assert "Rita will look out for you." in words(ritas.get(address("evening", nell)))
    assert "You look out for Nell" in words(ritas.get(address("evening", rita)))


def test_no_thank_you_ends_it_and_the_regular_hears_nothing(ritas, frozen, rita, nell):
    say(ritas, rita, "offer")
    look_outs.pair_up(frozen.now)
    before = words(ritas.get(address("evening", rita)))

    for _ in range(2):
        say(ritas, nell, "decline")

    assert "Rita" not in words(ritas.get(address("evening", nell)))
    assert words(ritas.get(address("evening", rita))) == before


def test_regular_takes_it_back(ritas, rita):
    for do in ("offer", "take-back", "take-back"):
        say(ritas, rita, do)

    assert LookOut.objects.get().state == LookOut.WITHDRAWN
    assert "I’ll look out for somebody new" in words(ritas.get(address("evening", rita)))


def test_only_the_regular_who_signed_in_can_offer_or_hears_whether_they_came_often_enough(client, event, rita, ada):
    url = address("look-out", rita)
    assert "Have you come before? You could look out" in words(client.get(address("evening", rita)))
    assert client.get(url)["Location"].startswith("/sign-in/")
    assert say(client, rita, "offer")["Location"].startswith("/sign-in/")
    client.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")

    assert (client.get(url).status_code, say(client, rita, "offer").status_code) == (404, 404)
    assert not LookOut.objects.exists()


def test_sign_in_leads_to_one_button(ritas, rita):
    assert "They hear your first name and how often you have come" in words(ritas.get(address("look-out", rita)))


def test_somebody_new_is_told_why_not(client, event):
    new = place(event, person=Profile.objects.get(user=UserFactory(name="Nell New")))
    client.force_login(new.holder.user, backend="django.contrib.auth.backends.ModelBackend")

    assert "somebody new" not in words(client.get(address("evening", new)))
    assert "people who have been here at least twice" in words(client.get(address("look-out", new)))
    assert "at least twice" in words(client.post(address("look-out", new), {"do": "offer"}, follow=True))
    assert not LookOut.objects.exists()


def test_ticket_page_asks_the_first_timer_too(ritas, frozen, rita, nell):
    say(ritas, rita, "offer")
    look_outs.pair_up(frozen.now)

    assert "Rita, who has come 7 times, would look out for you." in words(ritas.get(f"/t/{nell.sign_up.manage_code}/"))


@pytest.mark.parametrize("do", ["", "nonsense", "propose"])
def test_nonsense_changes_nothing(ritas, rita, do):
    assert say(ritas, rita, do).status_code == 302
    assert not LookOut.objects.exists()


def test_once_everybody_has_arrived_nobody_is_asked_any_more(ritas, event, frozen, rita):
    frozen.set(event.starts_at + look_outs.ARRIVALS)

    assert "somebody new" not in words(ritas.get(address("evening", rita)))
    assert ritas.get(address("look-out", rita))["Location"] == f"{address('evening', rita)}#look-out"


def test_over_is_over(ritas, event, frozen, rita):
    frozen.set(event.ends_at)

    say(ritas, rita, "offer")

    assert not LookOut.objects.exists()
    assert "somebody new" not in words(ritas.get(address("evening", rita)))


def test_host_pairs_by_hand(client, host, event, frozen, rita, nell):
    look_outs.offer(rita, now=frozen.now)
    client.force_login(host)
    page = words(client.get(reverse("networking:look-outs-desk", args=[event.pk])))
    assert "Rita Surname would look out for somebody" in page
    assert "nobody looks out yet: Nell Surname" in page

    for _ in range(2):
        client.post(reverse("networking:pair-look-out", args=[event.pk, LookOut.objects.get().pk]), {"ticket": nell.pk})

    assert "Nell Surname is asked" in words(client.get(reverse("networking:look-outs-desk", args=[event.pk])))


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_three(client, host, event, frozen, number, django_assert_num_queries):
    for at in range(number):
        look_outs.offer(regular(event, f"Rita{at}"), now=frozen.now)
        place(event, f"Nell{at}")
    client.force_login(host)
    listed = reverse("networking:look-outs-desk", args=[event.pk])
    client.get(listed)

    with django_assert_num_queries(7):
        client.get(listed)


def test_page_of_the_offer_leads_on_once_it_is_made(ritas, rita):
    page = address("look-out", rita)
    assert "I’ll look out for somebody new" in words(ritas.get(page))

    say(ritas, rita, "offer")

    assert ritas.get(page)["Location"] == f"{address('evening', rita)}#look-out"
