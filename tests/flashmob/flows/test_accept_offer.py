"""From an offer of the waiting list to a ticket, with Stripe in between."""

import pytest

from attendees.domain import offers, tickets
from attendees.models import SignUp, Ticket, WaitingListEntry
from events.models import Event, Places
from foundation.mail.models import Message
from payments.models import Payment, Refund
from tests.support.waiting import full, give_back, mails, states, wait

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(frozen, series):
    return full(2, series=series, slug="june", pay_at_door=True)


def offered(event, name="Ada", *, party=1):
    entry = wait(event, name, party=party)
    give_back(event, party)
    entry.refresh_from_db()
    return entry


def take(client, entry, what="take", **typed):
    return client.post(f"/w/{entry.code}/{what}/", typed)


def test_offer_is_taken_and_paid(bank, client, event):
    ada = offered(event)

    answer = take(client, ada, way="card")
    payment = Payment.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, payment.session_url)
    assert (payment.amount, payment.sign_up) == (500, offers.current(ada))

    bank.pay(payment)
    landed = client.get(f"/p/{payment.code}/?session={payment.session_id}")
    assert landed["Location"] == f"/t/{payment.sign_up.manage_code}/"
    assert states(event) == [("Ada", "taken")]
    assert Message.objects.filter(template="attendees/confirmed", to="ada@mail.example").count() == 1


def test_offer_is_not_taken_for_a_place_kept_by_the_sign_up_page(bank, client, event):
    take(client, offered(event), way="card")

    assert "<h1>Full</h1>" in client.get("/pmo-london/june/take/").content.decode()


def test_double_click_is_one_payment(bank, client, event):
    ada = offered(event)

    first, second = take(client, ada, way="card"), take(client, ada, way="card")

    assert first["Location"] == second["Location"]
    assert Payment.objects.count() == 1


def test_who_turns_back_at_stripe_keeps_the_offer(bank, client, event):
    ada = offered(event)
    take(client, ada, way="card")
    payment = Payment.objects.get()
    page = bank.desk.client.v1.checkout.sessions.retrieve(payment.session_id)
    assert page.cancel_url.endswith(f"/w/{ada.code}/")

    bank.expire(payment)
    bank.deliver()

    payment.refresh_from_db()
    assert payment.state == "expired"
    assert states(event) == [("Ada", "offered")]
    assert Ticket.objects.get(state="held").held_until == ada.offered_until
    assert take(client, ada, way="card").status_code == 303
    assert Payment.objects.count() == 2


def test_while_stripe_is_down_the_offer_stays(bank, client, event):
    ada = offered(event)
    bank.be("unavailable")

    answer = take(client, ada, way="card")

    html = answer.content.decode()
    assert answer.status_code == 503
    assert "what we keep for you stays kept" in html
    assert f'href="/w/{ada.code}/"' in html
    assert states(event) == [("Ada", "offered")]
    assert Ticket.objects.get(state="held").held_until == ada.offered_until


def test_reserved_place_is_a_ticket_at_once(client, event):
    ada = offered(event)

    answer = take(client, ada, way="door")

    sign_up = offers.current(ada)
    assert answer["Location"] == f"/t/{sign_up.manage_code}/"
    assert (sign_up.way, states(event)) == (SignUp.DOOR, [("Ada", "taken")])


def test_who_changes_from_card_to_door_cannot_pay_twice(bank, client, event):
    ada = offered(event)
    take(client, ada, way="card")
    payment = Payment.objects.get()

    take(client, ada, way="door")

    assert offers.current(ada).way == SignUp.DOOR
    assert bank.desk.client.v1.checkout.sessions.retrieve(payment.session_id).status == "expired"


def test_who_paid_by_card_and_then_presses_door_has_the_paid_ticket(bank, client, event):
    ada = offered(event)
    take(client, ada, way="card")
    bank.pay(Payment.objects.get())

    take(client, ada, way="door")

    sign_up = offers.current(ada)
    assert (sign_up.way, sign_up.owes, states(event)) == (SignUp.CARD, False, [("Ada", "taken")])


def test_free_place_is_a_ticket_at_once(client, event):
    Event.objects.filter(pk=event.pk).update(price_amount=0)
    ada = offered(event)

    assert take(client, ada)["Location"] == f"/t/{offers.current(ada).manage_code}/"


def test_too_late_leads_back_to_the_page_that_says_so(client, event, frozen):
    ada = offered(event)
    wait(event, "Ben")
    frozen.move(hours=24, seconds=1)

    answer = client.post(f"/w/{ada.code}/take/", {"way": "card"}, follow=True)

    assert "<h1>The place has gone on</h1>" in answer.content.decode()
    assert states(event) == [("Ada", "lapsed"), ("Ben", "offered")]
    assert not Payment.objects.exists()


def test_fewer_are_taken_and_paid_and_the_rest_moves_on(bank, client, event):
    ada = offered(event, party=2)
    wait(event, "Ben")

    answer = take(client, ada, "fewer", way="card")

    payment = Payment.objects.get()
    assert (answer.status_code, payment.amount) == (303, 500)
    assert states(event) == [("Ada", "offered"), ("Ben", "offered")]


def test_payment_of_the_larger_offer_is_closed_when_fewer_are_taken(bank, client, event):
    ada = offered(event, party=2)
    take(client, ada, way="card")
    first = Payment.objects.get()

    take(client, ada, "fewer", way="card")

    first.refresh_from_db()
    assert first.state == "expired"
    assert Payment.objects.open().get().amount == 500


def test_party_that_waits_asks_for_fewer(client, event):
    ada = wait(event, "Ada", party=3)

    answer = take(client, ada, "fewer", companions=["1"])

    ada.refresh_from_db()
    assert answer["Location"] == f"/w/{ada.code}/"
    assert (ada.people[1:], ada.party) == ([("Ada's friend 2", "")], 2)


def test_paid_in_time_but_told_late_is_seated(bank, client, event, frozen):
    ada = offered(event)
    wait(event, "Ben", party=2)
    take(client, ada, way="card")
    bank.pay(Payment.objects.get())

    bank.deliver()

    assert states(event) == [("Ada", "taken"), ("Ben", "waiting")]


def test_lapsed_while_paying_is_one_refund_and_one_apology_and_the_list_goes_on(bank, client, event, frozen):
    ada = offered(event)
    for name in ("Ben", "Cleo"):
        wait(event, name)
    take(client, ada, way="card")
    bank.pay(Payment.objects.get())
    frozen.move(hours=25)
    tickets.expire_all_lapsed(frozen.now)

    for _ in range(2):
        bank.sweep()

    assert states(event) == [("Ada", "lapsed"), ("Ben", "offered"), ("Cleo", "waiting")]
    assert [refund.amount for refund in Refund.objects.all()] == [500]
    assert Message.objects.filter(template="payments/late").count() == 1
    assert Places.objects.get(event=event).taken == 2


def test_lapsed_while_paying_is_seated_where_nobody_waits(bank, client, event, frozen):
    ada = offered(event)
    take(client, ada, way="card")
    bank.pay(Payment.objects.get())
    frozen.move(hours=25)
    tickets.expire_all_lapsed(frozen.now)
    assert mails("lapsed") == ["ada@mail.example"]

    bank.sweep()

    assert states(event) == [("Ada", "taken")]
    assert not Refund.objects.exists()
    assert WaitingListEntry.objects.get().state == "taken"
