import datetime as dt

import pytest

from attendees.domain import departures, giving, ticket_links
from attendees.models import SignUp, Ticket
from events.models import Event
from foundation.lib import qr
from payments.models import TillEntry
from tests.support.factories import EventFactory, PaymentFactory, ProfileFactory, SignUpFactory, TicketFactory
from tests.support.ticket_pages import path


def page(client, owner):
    return client.get(path(owner)).content.decode()


def test_buyer_sees_all_places_their_codes_and_what_can_be_done(client, pair, july):
    html = page(client, pair)

    ada, ben = pair.tickets.all()
    for ticket in (ada, ben):
        assert qr.svg(ticket_links.door(ticket)) in html
        assert ticket.letters in html
    assert "The Market Porter, 9 Stoney Street, London, SE1 9AA" in html
    assert "Up the stairs on the left." in html
    assert "Nothing: you paid by card" in html
    assert f'name="to" value="{july.pk}">Move us to Wed 8 Jul' in html
    assert 'Until <time datetime="2026-06-07T13:30:00+01:00">Sunday 7 June 2026, 13:30, London time</time>' in html
    assert f'href="{path(pair, "cancel")}">Money back' in html
    assert f'href="{path(pair, "rename")}?place=2"' in html
    assert f'href="{path(ben)}">Link to pass on' in html
    assert "https://calendar.google.com/" in html
    assert 'As of <time datetime="2026-06-01T13:00:00+01:00">Monday 1 June 2026, 13:00, London time' in html


def test_companion_sees_the_own_ticket_and_no_way_to_manage(client, pair, july):
    ben = pair.tickets.get(seat=2)

    html = page(client, ben)

    assert qr.svg(ticket_links.door(ben)) in html
    assert "Ada took this place for you." in html
    assert "Can’t come?</h2>" not in html
    assert "Change or give away" not in html
    assert "To pay" not in html


@pytest.mark.parametrize("people", [1, 3])
@pytest.mark.parametrize(("way", "queries"), [("card", 6), ("door", 5), ("free", 6)])
def test_queries_are_the_same_however_many_places(
    client, frozen, event, july, django_assert_num_queries, people, way, queries
):
    sign_up = SignUpFactory(event=event, way=way, people=["Ada", "Ben", "Cleo"][:people])
    client.get(path(sign_up))

    with django_assert_num_queries(queries):
        client.get(path(sign_up))


def test_moved_and_cancelled_places_cost_no_more_queries(client, pair, july, frozen, django_assert_num_queries):
    client.post(path(pair, "move"), {"to": july.pk, "places": ["2"]})
    client.post(path(pair, "cancel"), {"places": ["1"]})

    with django_assert_num_queries(4):  # nothing left to move
        client.get(path(pair))


def test_companions_page_costs_four_queries(client, pair, django_assert_num_queries):
    ben = path(pair.tickets.get(seat=2))

    with django_assert_num_queries(4):
        client.get(ben)


def test_freshly_taken_place_offers_the_three_questions_until_one_is_answered(client, single, frozen):
    fresh = page(client, single)
    SignUp.objects.update(years="0-1")

    answered = page(client, single)

    assert f'href="{path(single, "answers")}">three quick questions</a>' in fresh
    assert f'href="{path(single, "answers")}">three quick questions</a>' not in answered


def test_freshly_taken_place_shows_where_the_ticket_went_for_an_hour(client, single, frozen):
    fresh = page(client, single)
    frozen.move(minutes=61)

    assert "Your place is yours" in fresh
    assert '<strong>sam@mail.example</strong>. <a href="' + path(single, "address") + '">Wrong? Change it' in fresh
    assert "Your place is yours" not in page(client, single)


def test_cancelled_evening_says_so_first(client, single, frozen):
    Event.objects.update(state="cancelled", cancelled_at=frozen.now, cancel_reason="The bar is flooded.")

    html = page(client, single).split("<main")[1]

    assert html.index("This evening is cancelled") < html.index("June evening")
    assert "no longer opens the door" in html
    assert single.tickets.get().letters not in html
    assert "The bar is flooded." in html
    assert "You get all your money back. You need do nothing." in html
    assert "Can’t come?</h2>" not in html


def test_tonight_line_shows_with_its_time(client, single, frozen):
    Event.objects.update(tonight_line="We are upstairs.", tonight_changed_at=frozen.now)

    html = page(client, single)

    assert "We are upstairs." in html
    assert 'From the host, <time datetime="2026-06-01T13:00:00+01:00">Monday 1 June 2026, 13:00, London time' in html


def test_real_change_asks_to_keep_or_take_the_money(client, single, changed):
    html = page(client, single)

    assert "The place changed from A to B." in html
    assert f'action="{path(single, "kept")}"' in html
    assert "you get all your money back, or move to another date" in html


def test_reserved_place_says_what_to_bring_until_it_is_paid(client, frozen, event):
    sign_up = SignUpFactory(event=event, way=SignUp.DOOR, people=["Ada", "Ben"])
    owing = page(client, sign_up)
    TillEntry.objects.create(
        event=event, sign_up=sign_up, key="till-1", way="cash", amount=1000, currency="gbp", quantity=2,
        taken_at=frozen.now, taken_by="Henry",
    )  # fmt: skip

    paid = page(client, sign_up)

    assert "<strong>£10 at the door</strong>" in owing
    assert "Nothing: you paid at the door" in paid


def test_receipt_is_linked_even_after_a_move_and_without_a_place(client, single, july):
    paper = PaymentFactory(sign_up=single).receipts.get()
    assert f'href="/receipts/{paper.code}/">Receipt 1' in page(client, single)

    client.post(path(single, "move"), {"to": july.pk, "all": "1"})

    assert f'href="/receipts/{paper.code}/">Receipt 1' in page(client, SignUp.objects.get(moved_from=single))
    assert f'href="/receipts/{paper.code}/">Receipt 1' in page(client, single)


def test_after_the_deadline_the_words_change_before_anything_is_pressed(client, single, frozen, july):
    frozen.set(single.event.refund_until)

    html = page(client, single)

    assert "Refunds ended on" in html
    assert "Move me to" not in html
    assert f'href="{path(single, "cancel")}">Cancel' in html


def test_over_evening_leads_to_the_next_dates(client, single, frozen):
    frozen.set(single.event.ends_at)

    html = page(client, single)

    assert "This evening is over" in html
    assert "Can’t come?</h2>" not in html
    assert "In your diary" not in html


def test_checked_in_ticket_says_you_are_in(client, single, frozen):
    single.tickets.update(checked_in_at=frozen.now, checked_in_by="Henry")

    assert "You are in" in page(client, single)


def test_place_given_back_is_named_with_its_money(client, pair, frozen):
    departures.cancel(pair.tickets.filter(seat=2), by="Ada", now=frozen.now)

    html = page(client, pair)

    assert "Ben’s place: £5 goes back to your card" in html
    assert html.count('class="ticket"') == 1


def test_unpaid_hold_shows_no_ticket(client, frozen, event):
    sign_up = SignUpFactory(event=event, state=Ticket.HELD)

    html = page(client, sign_up)

    assert "No place is left on this page." in html
    assert "Code for the door" not in html


def test_first_evening_words_are_for_series_that_count_and_go_with_one_tap(client, single, frozen, series):
    before = page(client, single)
    past = EventFactory(series=series, starts_at=frozen.now - dt.timedelta(days=30))
    TicketFactory(sign_up=SignUpFactory(event=past, people=[]), came=True)
    asked = page(client, single)

    client.post(path(single, "been-before"))

    assert "Your first evening?" not in before
    assert "Your first evening?" in asked
    assert "Your first evening?" not in page(client, single)


def test_page_does_not_tell_whether_an_address_came_before(client, frozen, series, event):
    regular = ProfileFactory(email="ada@mail.example", name="Ada")
    past = EventFactory(series=series, starts_at=frozen.now - dt.timedelta(days=30))
    TicketFactory(sign_up=SignUpFactory(event=past, buyer=regular, people=[]), came=True)
    newcomer = SignUpFactory(event=event, buyer=ProfileFactory(name="Ada"))

    pages = [page(client, SignUpFactory(event=event, buyer=regular)), page(client, newcomer)]

    assert ["Your first evening?" in html for html in pages] == [True, True]


def test_place_given_to_somebody_by_name_keeps_a_link_to_pass_on(client, pair, frozen):
    giving.give(pair.tickets.get(seat=1), name="Cleo", email="", by="Ada", now=frozen.now)

    html = page(client, pair)

    assert f'href="{path(pair.tickets.get(seat=1))}">Link to pass on' in html


def test_tonight_one_says_im_here_from_the_ticket(client, event, single, frozen):
    Event.objects.filter(pk=event.pk).update(word="lantern")

    before = page(client, single)
    frozen.set(event.starts_at)
    tonight = page(client, single)
    client.post(f"/here/{event.pk}/", {"letters": single.tickets.get().door_code, "word": "lantern"})
    inside = page(client, single)

    assert [f'action="/here/{event.pk}/"' in shown for shown in (before, tonight, inside)] == [False, True, False]
