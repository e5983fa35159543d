import html

import pytest
from django.urls import reverse

from attendees.models import Ticket
from events.models import JournalEntry, Places
from foundation.mail.models import Message
from tests.support.cast import signed_in
from tests.support.factories import EventFactory, SignUpFactory
from tests.support.filled_forms import code_of_page

pytestmark = pytest.mark.usefixtures("frozen")


def url(event):
    return reverse("attendees:add-guest", kwargs={"event_id": event.pk})


def send(browser, event, **fields):
    code = code_of_page(browser.get(url(event)))
    return browser.post(url(event), {"form_code": code, "name": "", "email": "", **fields}, follow=True)


def words(response):
    return html.unescape(response.content.decode())


def test_host_puts_somebody_on_the_list(henry, event):
    response = send(henry, event, name="Gina Guest", email="gina@work.example")

    assert response.redirect_chain == [(f"/desk/events/{event.pk}/guest/", 302)]
    assert "Gina Guest is on the list. Their ticket goes to gina@work.example." in words(response)
    assert Ticket.objects.get().name == "Gina Guest"


def test_list_says_who_invited_whom_and_how_many_places_they_have(henry, event):
    SignUpFactory(event=event)
    send(henry, event, name="Gina Guest", email="gina@work.example")
    response = send(henry, event, name="Abe Able")

    page = " ".join(words(response).split())
    assert "2 of the 10 places are theirs. 7 places left" in page
    assert page.index("Abe Able") < page.index("Gina Guest")
    assert page.count("<td>Henry Host</td>") == 2


def remove(browser, ticket):
    return browser.post(f"/desk/events/{ticket.event_id}/guest/{ticket.pk}/remove/", follow=True)


def test_guest_taken_off_frees_the_place_hears_of_it_and_twice_is_once(henry, event):
    send(henry, event, name="Gina Guest", email="gina@work.example")
    gina = Ticket.objects.get()

    response, again = remove(henry, gina), remove(henry, gina)

    gina.refresh_from_db()
    assert "Gina Guest is not on the list any more. We wrote to gina@work.example." in words(response)
    assert "any more" not in words(again)
    assert (gina.state, gina.cancel_reason, Places.objects.get(event=event).taken) == ("cancelled", "host", 0)
    assert Message.objects.filter(to="gina@work.example", template="attendees/cancelled").count() == 1
    assert JournalEntry.objects.filter(sentence="took Gina Guest off the guest list", by="Henry Host").count() == 1


def test_guest_who_is_in_and_who_is_no_guest_stay(henry, event, ticket):
    send(henry, event, name="Gina Guest")
    gina = Ticket.objects.get(name="Gina Guest")
    Ticket.objects.filter(pk=gina.pk).update(checked_in_at=event.starts_at, checked_in_by="Dora")

    response = remove(henry, gina)

    assert "Gina Guest is already checked in." in words(response)
    assert remove(henry, ticket).status_code == 404
    assert Ticket.objects.valid().count() == 2


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_three_guests(henry, event, number, django_assert_num_queries):
    SignUpFactory.create_batch(number, event=event, way="host", price_amount=0)

    with django_assert_num_queries(5):
        henry.get(url(event))


def test_same_page_sent_twice_adds_one(henry, event):
    code = code_of_page(henry.get(url(event)))

    for _ in range(2):
        henry.post(url(event), {"form_code": code, "name": "Gina Guest", "email": ""})

    assert Ticket.objects.count() == 1


def test_form_refuses_with_a_summary_and_keeps_what_was_typed(henry, event):
    response = send(henry, event, email="gina@work.example")

    page = words(response)
    assert "There is a problem" in page
    assert '<a href="#id_name">Enter their name</a>' in page
    assert 'value="gina@work.example"' in page
    assert "<title>Error: Guest list" in page


def test_page_without_our_code_is_shown_again(henry, event):
    response = henry.post(url(event), {"form_code": "made up", "name": "Gina Guest", "email": ""})

    again = henry.post(url(event), {"form_code": code_of_page(response), "name": "Gina Guest", "email": ""})
    assert "This page was too old" in words(response)
    assert again.status_code == 302


def test_full_room_is_the_hosts_decision(series, host):
    event = EventFactory(series=series, capacity=1)
    SignUpFactory(event=event)
    henry = signed_in(host)

    refused = send(henry, event, name="Gina Guest")
    done = send(henry, event, name="Gina Guest", over_capacity="on")

    assert "All places are taken." in words(refused)
    assert "Let them in although all places are taken" in words(refused)
    assert done.redirect_chain
    assert Places.objects.get(event=event).taken == 2


def test_adding_guests_is_not_for_who_stands_in(lee, event):
    assert lee.get(url(event)).status_code == 404
