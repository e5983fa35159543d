"""A place moves to a date with another price: the difference is paid or comes back, and every penny adds up."""

import pytest

from attendees.domain import departures, giving, moves
from attendees.models import AccessNeed, SignUp, Ticket
from events.models import Event, Places
from foundation.mail.models import Message
from payments.domain import goodwill
from payments.models import Payment, Refund
from tests.payments.money import balance, worth_of_tickets
from tests.support.factories import EventFactory, SignUpFactory
from tests.support.ticket_pages import path, states


@pytest.fixture
def dear(july):
    """The next date, for £7."""
    Event.objects.filter(pk=july.pk).update(price_amount=700)
    july.refresh_from_db()
    return july


@pytest.fixture
def bought(bank, frozen, event):
    """Ada's and Ben's places, paid by card."""
    sign_up = SignUpFactory(event=event, people=["Ada", "Ben"], state="held")
    bank.pay(bank.checkout(sign_up))
    bank.deliver()
    return sign_up


def taken(*events):
    return [Places.objects.get(event=event).taken for event in events]


def mails(template):
    return Message.objects.filter(template=f"attendees/{template}")


def move(client, sign_up, to, *seats):
    return client.post(path(sign_up, "move"), {"to": to.pk, "places": seats or ["1", "2"]})


def test_dearer_date_is_kept_until_the_difference_is_paid(bank, client, bought, dear, event):
    AccessNeed.objects.create(ticket=bought.tickets.get(seat=2), words="A chair", told_at=event.created_at)

    answer = move(client, bought, dear)
    new = SignUp.objects.get(event=dear)
    html = client.get(answer["Location"]).content.decode()

    assert answer["Location"] == path(new, "pay")
    assert "This date costs £2 more for each place." in html
    assert "<strong>£4</strong>" in html
    assert (states(bought), states(new)) == (
        [("Ada", "valid"), ("Ben", "valid")], [("Ada", "held"), ("Ben", "held")],
    )  # fmt: skip
    assert taken(event, dear) == [2, 2]
    assert not mails("moved").exists()

    to_stripe = client.post(answer["Location"])
    payment = Payment.objects.get(sign_up=new)
    assert (to_stripe.status_code, to_stripe["Location"], payment.amount) == (303, payment.session_url, 400)
    bank.pay(payment)
    bank.deliver()

    assert (states(bought), states(new)) == (
        [("Ada", "cancelled"), ("Ben", "cancelled")], [("Ada", "valid"), ("Ben", "valid")],
    )  # fmt: skip
    assert taken(event, dear) == [0, 2]
    assert AccessNeed.objects.get().ticket == new.tickets.get(seat=2)
    assert "the difference is paid" in mails("moved").get().text
    assert "Paid by card: £4" in mails("moved").get().text
    assert balance() == worth_of_tickets() == 1400


def test_cancelling_there_gives_both_payments_back(bank, client, bought, dear):
    move(client, bought, dear)
    new = SignUp.objects.get(event=dear)
    bank.pay(bank.checkout(new))
    bank.deliver()

    departures.cancel([new.tickets.get(seat=1)], by="Ada", now=new.created_at)
    bank.sweep()
    bank.sweep()
    assert balance() == worth_of_tickets() == 700
    departures.cancel([new.tickets.get(seat=2)], by="Ada", now=new.created_at)
    bank.sweep()

    assert sorted(Refund.objects.values_list("payment__amount", "amount")) == [(400, 400), (1000, 300), (1000, 700)]
    assert balance() == worth_of_tickets() == 0


def test_staying_lets_go_of_what_was_kept(bank, client, bought, dear, event):
    page = move(client, bought, dear)["Location"]

    answer = client.post(f"{page}let-go/")

    assert answer["Location"] == path(bought)
    assert (states(bought), taken(event, dear)) == ([("Ada", "valid"), ("Ben", "valid")], [2, 0])
    assert "moved to" not in client.get(path(bought)).content.decode()


def test_not_paid_in_time_stays_and_can_be_tried_again(bank, client, bought, dear, event, frozen):
    move(client, bought, dear)
    frozen.move(minutes=42)

    again = move(client, bought, dear)

    newest = SignUp.objects.filter(event=dear).latest("pk")
    assert again["Location"] == path(newest, "pay")
    assert (states(bought), states(newest)) == (
        [("Ada", "valid"), ("Ben", "valid")], [("Ada", "held"), ("Ben", "held")],
    )  # fmt: skip
    assert taken(event, dear) == [2, 2]


def test_another_date_instead_keeps_nothing_at_the_first(bank, client, bought, dear, series, event):
    august = EventFactory(series=series, price_amount=500, starts_at=dear.ends_at)
    move(client, bought, dear)

    move(client, bought, august)

    assert taken(event, dear, august) == [0, 0, 2]
    assert states(SignUp.objects.get(event=dear)) == [("Ada", "expired"), ("Ben", "expired")]


def test_paid_for_a_place_that_was_cancelled_meanwhile_comes_back(bank, client, bought, dear, event):
    move(client, bought, dear)
    new = SignUp.objects.get(event=dear)
    payment = bank.checkout(new)
    departures.cancel(list(bought.tickets.all()), by="Ada", now=new.created_at)

    bank.pay(payment)
    bank.deliver()
    bank.sweep()

    assert states(new) == [("Ada", "expired"), ("Ben", "expired")]
    assert taken(event, dear) == [0, 0]
    assert sorted(Refund.objects.values_list("amount", "key")) == [
        (400, f"late:{payment.pk}"),
        *[(500, f"cancelled:{ticket.pk}") for ticket in bought.tickets.order_by("pk")],
    ]
    assert balance() == worth_of_tickets() == 0


def test_given_to_somebody_else_meanwhile_moves_as_it_was_asked(bank, client, bought, dear, frozen):
    """The names of the new tickets are those of the moment of the move."""
    move(client, bought, dear)
    new = SignUp.objects.get(event=dear)
    giving.give(bought.tickets.get(seat=2), name="Cleo", email="", by="Ada", now=frozen.now)

    bank.pay(bank.checkout(new))
    bank.deliver()

    assert states(new) == [("Ada", "valid"), ("Ben", "valid")]


def test_cheaper_date_moves_at_once_and_the_difference_comes_back(bank, client, bought, july, event):
    Event.objects.filter(pk=july.pk).update(price_amount=300)

    move(client, bought, july)
    bank.sweep()
    bank.sweep()

    new = SignUp.objects.get(event=july)
    assert (new.price_amount, new.credit_amount, new.way) == (300, 500, "card")
    assert sorted(Refund.objects.values_list("amount", "key")) == [
        (200, f"moved:{ticket.pk}") for ticket in new.tickets.order_by("pk")
    ]
    assert "this date costs less, so £4 goes back to your card" in " ".join(mails("moved").get().text.split())
    assert balance() == worth_of_tickets() == 600

    departures.cancel(list(new.tickets.all()), by="Ada", now=new.created_at)
    bank.sweep()
    assert balance() == worth_of_tickets() == 0


def test_there_and_back_again_ends_where_it_began(bank, client, bought, july, event, frozen):
    Event.objects.filter(pk=july.pk).update(price_amount=300)
    move(client, bought, july)
    bank.sweep()
    cheap = SignUp.objects.get(event=july)

    answer = move(client, cheap, event)
    back = SignUp.objects.filter(event=event).latest("pk")
    assert (answer["Location"], back.to_pay.amount) == (path(back, "pay"), 200)
    bank.pay(bank.checkout(back))
    bank.deliver()
    bank.sweep()

    assert states(back) == [("Ada", "valid"), ("Ben", "valid")]
    assert balance() == worth_of_tickets() == 1000
    departures.cancel(list(back.tickets.all()), by="Ada", now=frozen.now)
    bank.sweep()
    assert balance() == worth_of_tickets() == 0


def test_what_a_host_sent_back_before_is_not_sent_twice(bank, client, bought, july):
    first = bought.tickets.get(seat=1)
    goodwill.give_back(first, amount=400, reason="sorry", token="1", by="Olivia", now=bought.created_at)
    Event.objects.filter(pk=july.pk).update(price_amount=300)

    move(client, bought, july, "1")
    bank.sweep()

    assert sorted(Refund.objects.values_list("amount", flat=True)) == [100, 400]


def test_place_reserved_at_the_door_is_paid_by_card_where_one_cannot_pay_there(bank, client, july, event, frozen):
    reserved = SignUpFactory(event=event, way=SignUp.DOOR)

    answer = client.post(path(reserved, "move"), {"to": july.pk, "places": ["1"]})

    new = SignUp.objects.get(event=july)
    assert (new.way, new.to_pay.amount, answer["Location"]) == ("card", 500, path(new, "pay"))


def test_guest_of_the_host_stays_one(client, dear, event, frozen):
    guest = SignUpFactory(event=event, way=SignUp.HOST, price_amount=0)

    client.post(path(guest, "move"), {"to": dear.pk, "places": ["1"]})

    new = SignUp.objects.get(event=dear)
    assert (new.way, new.price_amount, states(new)) == ("host", 0, [(guest.name, "valid")])


def test_form_names_the_difference(client, bought, dear):
    assert "£2 more to pay for each place" in client.get(path(bought, "move")).content.decode()


def test_page_of_what_is_not_kept_leads_to_the_ticket(client, bought):
    assert client.get(path(bought, "pay"))["Location"] == path(bought)


def test_one_tap_on_the_ticket_never_costs_anything(client, bought, dear):
    assert "Move us to" not in client.get(path(bought)).content.decode()
    assert list(moves.possible(bought, count=2, now=bought.created_at)) == [dear]


def test_companions_code_pays_nothing(client, bought, dear):
    move(client, bought, dear)
    own = Ticket.objects.get(sign_up__event=dear, seat=2)

    assert client.get(path(own, "pay")).status_code == 404
