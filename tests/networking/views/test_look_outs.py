import pytest
from django.urls import reverse

from networking.domain import look_outs
from networking.models import LookOut
from tests.networking.views.test_questions import address, words
from tests.support.meeting import place, regular


@pytest.fixture
def rita(event):
    return regular(event, "Rita", came=7)


@pytest.fixture
def nell(event):
    return place(event, "Nell")


def say(browser, ticket, do):
    return browser.post(address("look-out", ticket), {"do": do})


def test_regular_offers_and_both_hear_when_the_first_timer_says_yes(client, event, frozen, rita, nell):
    assert "I’ll look out for somebody new" in words(client.get(address("evening", rita)))

    assert say(client, rita, "offer")["Location"] == f"{address('evening', rita)}#look-out"
    look_outs.pair_up(frozen.now)
    assert "Rita, who has come 7 times, would look out for you." in words(client.get(address("evening", nell)))
    assert "Nell" not in words(client.get(address("evening", rita)))
    say(client, nell, "agree")

    assert "Rita will look out for you." in words(client.get(address("evening", nell)))
    assert "You look out for Nell" in words(client.get(address("evening", rita)))


def test_no_thank_you_ends_it_and_the_regular_hears_nothing(client, frozen, rita, nell):
    say(client, rita, "offer")
    look_outs.pair_up(frozen.now)
    before = words(client.get(address("evening", rita)))

    for _ in range(2):
        say(client, nell, "decline")

    assert "Rita" not in words(client.get(address("evening", nell)))
    assert words(client.get(address("evening", rita))) == before


def test_regular_takes_it_back(client, rita):
    for do in ("offer", "take-back", "take-back"):
        say(client, rita, do)

    assert LookOut.objects.get().state == LookOut.WITHDRAWN
    assert "I’ll look out for somebody new" in words(client.get(address("evening", rita)))


def test_somebody_new_is_not_asked_and_refused(client, rita, nell):
    assert "somebody new" not in words(client.get(address("evening", nell)))

    assert "at least twice" in words(say_and_follow(client, nell))
    assert not LookOut.objects.exists()


def say_and_follow(browser, ticket):
    return browser.post(address("look-out", ticket), {"do": "offer"}, follow=True)


@pytest.mark.parametrize("do", ["", "nonsense", "propose"])
def test_nonsense_changes_nothing(client, rita, do):
    assert say(client, rita, do).status_code == 302
    assert not LookOut.objects.exists()


def test_over_is_over(client, event, frozen, rita):
    frozen.set(event.ends_at)

    say(client, rita, "offer")

    assert not LookOut.objects.exists()
    assert "somebody new" not in words(client.get(address("evening", rita)))


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
