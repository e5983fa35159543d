import datetime as dt
import html

import pytest
from django.test import Client
from django.urls import reverse

from attendees.domain import ticket_links
from attendees.models import SignUp, Ticket
from events.models import EveningLink
from tests.support.cast import opened, signed_in
from tests.support.factories import EveningLinkFactory, EventFactory, ProfileFactory, SignUpFactory

pytestmark = pytest.mark.usefixtures("frozen")
XSS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7|add:7 }}{% debug %}",
    "</title><script>alert(1)</script>",
    "<svg/onload=alert(1)>",
]


def door(event):
    return reverse("attendees:door", kwargs={"event_id": event.pk})


def url(name, event, ticket):
    app = "networking" if name == "check-in" else "attendees"
    return reverse(f"{app}:{name}", kwargs={"event_id": event.pk, "ticket_id": ticket.pk})


def scan(browser, event, typed, **extra):
    return browser.post(reverse("networking:scan", kwargs={"event_id": event.pk}), {"typed": typed}, **extra)


def words(response):
    """The page's text, entities read."""
    return html.unescape(response.content.decode())


@pytest.fixture
def tonight(frozen, event):
    frozen.set(event.starts_at)
    return event


def test_helper_sees_who_is_to_come(dora, tonight, ticket):
    SignUpFactory(event=tonight, buyer=ProfileFactory(name="Ada Zimmer", email="zimmer@work.example"))

    response = dora.get(door(tonight))

    page = words(response)
    assert response.status_code == 200
    assert "0 in, 2 to come" in page
    assert "Ada A" in page
    assert "Ada Z" in page
    for hidden in ("Attendee", "Zimmer", "zimmer@work.example", "ada@mail.example"):
        assert hidden not in page
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_host_sees_whole_names(henry, tonight, ticket):
    assert "Ada Attendee" in words(henry.get(door(tonight)))


@pytest.mark.parametrize("what", ["address", "code", "letters"])
def test_scanned_or_typed_code_checks_in_and_says_so_once(dora, tonight, ticket, what):
    typed = {"address": ticket_links.door(ticket), "code": ticket.door_code, "letters": ticket.letters}[what]

    response = scan(dora, tonight, typed)

    first, again = words(dora.get(door(tonight))), words(dora.get(door(tonight)))
    stored = Ticket.objects.get(pk=ticket.pk)
    assert response.status_code == 302
    assert response["Location"] == f"{door(tonight)}?answer"
    assert (stored.checked_in_at, stored.checked_in_by) == (tonight.starts_at, "Dora")
    assert '<p class="result__word">Come in</p><p class="result__name">Ada</p>' in first
    assert "<title>Come in: Ada – June evening – Door</title>" in first.replace("\n", "")
    assert "1 in, 0 to come" in again
    assert "Come in" not in again


def test_second_scan_says_when_and_who(dora, henry, tonight, ticket, frozen):
    scan(henry, tonight, ticket.door_code)
    frozen.move(minutes=12)

    scan(dora, tonight, ticket.door_code)

    page = words(dora.get(door(tonight)))
    assert '<div class="result result--stop"><p class="result__word">Already in</p>' in page
    assert "Checked in at 13:30 by Henry Host." in page


def test_one_tap_checks_in_and_one_undoes(dora, tonight, ticket):
    dora.post(url("check-in", tonight, ticket))
    inside = words(dora.get(f"{door(tonight)}?list=inside"))
    dora.post(url("undo-check-in", tonight, ticket))

    assert f'action="{url("undo-check-in", tonight, ticket)}"' in inside
    assert "In since 13:30" in inside
    assert Ticket.objects.get(pk=ticket.pk).checked_in_at is None
    assert "Undone" in words(dora.get(door(tonight)))


def test_name_is_looked_for_and_stands_in_no_address(dora, tonight, ticket):
    SignUpFactory(event=tonight, buyer=ProfileFactory(name="Ben Bystander"))

    response = scan(dora, tonight, "ada")

    page, again = words(dora.get(response["Location"])), words(dora.get(response["Location"]))
    assert response["Location"] == f"{door(tonight)}?answer"
    assert "Found for “ada”" in page
    assert url("check-in", tonight, ticket) in page
    assert ">Ben<" not in page
    assert ">Ben<" in again


def test_unknown_name_is_answered(dora, tonight):
    page = words(dora.get(scan(dora, tonight, "zebedee")["Location"]))

    assert '<div class="result result--wait"><p class="result__word">Nobody found</p>' in page


def test_answer_for_one_evening_does_not_show_at_another(series, host, frozen):
    one, other = EventFactory(series=series, capacity=3), EventFactory(series=series)
    henry = signed_in(host)
    ticket = SignUpFactory(event=one).tickets.get()
    scan(henry, one, ticket.door_code)

    elsewhere, here = words(henry.get(door(other))), words(henry.get(door(one)))

    assert "Come in" not in elsewhere
    assert "Come in" in here


def test_long_list_is_cut_and_says_so(series, frozen):
    event = EventFactory(series=series, capacity=300)
    dora = opened(EveningLinkFactory(event=event))
    sign_up = SignUpFactory(event=event, people=[])
    Ticket.objects.bulk_create(
        Ticket(sign_up=sign_up, event=event, seat=seat, name=f"P{seat}", state="valid", confirmed_at=frozen.now)
        for seat in range(1, 206)
    )

    page = words(dora.get(door(event)))

    assert page.count('<p class="door-list__name">P') == 200
    assert "And 5 more. Search by name to find them." in page


def test_money_owed_is_said_first_and_can_be_taken(dora, tonight):
    sign_up = SignUpFactory(event=tonight, buyer=ProfileFactory(name="Cem"), people=["Cem", "Dan"], way=SignUp.DOOR)
    ticket = sign_up.tickets.get(seat=2)

    dora.post(url("check-in", tonight, ticket))

    page = words(dora.get(door(tonight)))
    assert '<p class="result__word">£10 to pay</p><p class="result__name">Dan</p>' in page
    assert f'action="/door/{tonight.pk}/paid/{sign_up.pk}/"' in page
    assert Ticket.objects.get(pk=ticket.pk).checked_in_by == "Dora"


def test_money_owed_can_be_taken_later_from_the_list_of_those_inside(dora, tonight):
    sign_up = SignUpFactory(event=tonight, buyer=ProfileFactory(name="Cem"), people=["Cem", "Dan"], way=SignUp.DOOR)
    where = f'href="/door/{tonight.pk}/paid/{sign_up.pk}/"'
    dora.post(url("check-in", tonight, sign_up.tickets.get(seat=2)))
    dora.get(door(tonight))  # has shown the answer

    to_come, inside = words(dora.get(door(tonight))), words(dora.get(f"{door(tonight)}?list=inside"))
    SignUp.objects.update(paid_at_door_at=tonight.starts_at)

    assert (where in to_come, where in inside) == (False, True)
    assert where not in words(dora.get(f"{door(tonight)}?list=inside"))


def test_first_timer_is_said(dora, tonight, ticket, ben):
    past = EventFactory(series=tonight.series, starts_at=tonight.starts_at - dt.timedelta(days=28))
    SignUpFactory(event=past, buyer=ben.profile)
    Ticket.objects.filter(event=past).update(checked_in_at=past.starts_at, checked_in_by="Dora")
    regular = SignUpFactory(event=tonight, buyer=ben.profile).tickets.get()

    dora.post(url("check-in", tonight, ticket))
    first = words(dora.get(door(tonight)))
    dora.post(url("check-in", tonight, regular))
    second = words(dora.get(door(tonight)))

    assert "First time here." in first
    assert "2nd time here." in second


@pytest.mark.parametrize("text", [*XSS, "https://evil.example/d/x/", "x" * 4096])
def test_what_was_scanned_is_shown_as_text(dora, tonight, text):
    response = scan(dora, tonight, text)

    source = dora.get(response["Location"]).content.decode()
    assert Ticket.objects.filter(checked_in_at__isnull=False).count() == 0
    for danger in ("<script>alert", "<img src=x", "<svg/onload", "onmouseover='alert", 'https://evil.example/d/x/"'):
        assert danger not in source
    assert "x" * 100 not in source


@pytest.mark.parametrize("name", XSS)
def test_names_are_shown_as_text(dora, henry, tonight, name):
    ticket = SignUpFactory(event=tonight, buyer=ProfileFactory(name=name)).tickets.get()

    for browser in (dora, henry):
        browser.post(url("check-in", tonight, ticket))
        source = browser.get(f"{door(tonight)}?list=inside").content.decode()
        for danger in ("<script>alert", "<img src=x", "<svg/onload", "' onmouseover='"):
            assert danger not in source
        browser.post(url("undo-check-in", tonight, ticket))


def test_wrong_codes_never_block_a_door(dora, tonight, ticket):
    for number in range(60):
        scan(dora, tonight, f"{number:026}")

    scan(dora, tonight, ticket.door_code)

    assert Ticket.objects.get(pk=ticket.pk).checked_in_by == "Dora"


@pytest.mark.parametrize("name", ["check-in", "undo-check-in"])
def test_ticket_of_another_evening_cannot_be_touched_by_its_number(dora, tonight, name):
    other = SignUpFactory().tickets.get()

    assert dora.post(url(name, tonight, other)).status_code == 404
    assert dora.post(url(name, other.event, other)).status_code == 302  # to sign in: her link is for one evening
    assert Ticket.objects.get(pk=other.pk).checked_in_at is None


def test_link_taken_back_opens_nothing_from_the_next_tap_on(dora, tonight, ticket, frozen):
    EveningLink.objects.update(revoked_at=frozen.now)

    response = dora.post(url("check-in", tonight, ticket))

    assert response["Location"].startswith("/sign-in/")
    assert Ticket.objects.get(pk=ticket.pk).checked_in_at is None


def test_link_opens_nothing_twelve_hours_after_the_evening(dora, tonight, ticket, frozen):
    frozen.set(tonight.ends_at + dt.timedelta(hours=11, minutes=59))
    before = dora.get(door(tonight)).status_code
    frozen.move(minutes=2)

    after = dora.post(url("check-in", tonight, ticket))

    assert before == 200
    assert after["Location"].startswith("/sign-in/")
    assert Ticket.objects.get(pk=ticket.pk).checked_in_at is None


def test_get_checks_nobody_in(dora, tonight, ticket):
    assert [dora.get(url(name, tonight, ticket)).status_code for name in ("check-in", "undo-check-in")] == [405, 405]
    assert Ticket.objects.get(pk=ticket.pk).checked_in_at is None


def test_posts_without_token_are_refused(tonight, ticket):
    browser = Client(enforce_csrf_checks=True)

    assert browser.post(url("check-in", tonight, ticket)).status_code == 403


@pytest.mark.parametrize("people", [2, 4, 30])
def test_queries_do_not_grow_with_the_people(series, frozen, people, django_assert_num_queries):
    event = EventFactory(series=series, capacity=30)
    dora = opened(EveningLinkFactory(event=event))
    tickets = [SignUpFactory(event=event).tickets.get() for _ in range(people)]

    with django_assert_num_queries(7):
        dora.get(door(event))
    with django_assert_num_queries(21):
        dora.post(url("check-in", event, tickets[0]))


def test_phones_own_camera_is_a_scanner_for_who_is_at_the_door(dora, tonight, ticket):
    page = words(dora.get(f"/d/{ticket.door_code}/"))

    assert "<h1>Ada</h1>" in page
    assert f'action="{url("check-in", tonight, ticket)}"' in page
    assert "Attendee" not in page
    assert Ticket.objects.get(pk=ticket.pk).checked_in_at is None


def test_code_of_another_evening_shows_the_door_nothing_but_a_ticket(dora, client, tonight):
    other = SignUpFactory().tickets.get()

    assert words(dora.get(f"/d/{other.door_code}/")) == words(client.get(f"/d/{other.door_code}/"))


def test_code_shows_anybody_else_nothing_but_a_ticket(client, tonight, ticket):
    page = words(client.get(f"/d/{ticket.door_code}/"))

    for hidden in ("Ada", "Check in", tonight.title):
        assert hidden not in page


def test_guessed_codes_around_it_never_block_a_door_with_a_real_one(dora, tonight, ticket, client, same_minute):
    answers = [client.get(f"/d/{number:026}/").status_code for number in range(25)]

    assert answers[-1] == 429
    assert dora.get(f"/d/{ticket.door_code}/").status_code == 200
