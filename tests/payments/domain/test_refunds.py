"""Money back: once, never more than was paid, and visible when it fails."""

import datetime as dt

import pytest

from attendees.domain import check_in, tickets
from events.models import JournalEntry
from foundation.lib import clock
from foundation.mail.models import Message
from payments.domain import goodwill, owed, refunds, returns
from payments.domain.refused import PaymentRefused
from payments.models import Receipt, Refund, TillEntry, Unmatched
from tests.payments.money import balance
from tests.support.factories import EventFactory, SignUpFactory


@pytest.fixture
def held(event, ada):
    return SignUpFactory(event=event, buyer=ada.profile, people=["Ada", "Amy"], state="held")


@pytest.fixture
def paid(bank, held):
    """Ada's payment of £10 for two places."""
    payment = bank.checkout(held)
    bank.pay(payment)
    bank.deliver()
    payment.refresh_from_db()
    return payment


@pytest.fixture
def first(paid):
    return paid.sign_up.tickets.get(seat=1)


def owe(payment, amount, key="desk:1", **fields):
    return refunds.owe(payment, key=key, amount=amount, reason="sorry", by="Olivia", now=clock.now(), **fields)


def give_back(ticket, amount, token="1"):
    return goodwill.give_back(ticket, amount=amount, reason="sorry", token=token, by="Olivia", now=clock.now())


def states():
    return list(Refund.objects.order_by("pk").values_list("amount", "state"))


def later(refund):
    """Its next try is due."""
    Refund.objects.filter(pk=refund.pk).update(try_after=clock.real_now() - dt.timedelta(seconds=1))


def keys(template):
    return list(Message.objects.filter(template=template).order_by("pk").values_list("key", flat=True))


def test_owed_money_goes_back_with_one_credit_note_and_one_mail(bank, paid):
    refund = owe(paid, 500)

    for _ in range(2):
        bank.sweep()
        bank.deliver()

    refund.refresh_from_db()
    note = Receipt.objects.get(kind="credit")
    assert (refund.state, refund.stripe_id[:3], refund.attempts) == ("done", "re_", 1)
    assert (note.number, note.amount, note.refund, note.payment) == (2, 500, refund, paid)
    assert keys("payments/refunded") == [f"refunded:{refund.pk}"]
    assert balance() == 500


def test_same_key_is_owed_once(bank, paid):
    first, again = owe(paid, 500), owe(paid, 500)

    bank.sweep()

    assert first == again
    assert states() == [(500, "done")]


@pytest.mark.parametrize("amount", [0, -1, 1001])
def test_more_than_was_paid_is_refused(paid, amount):
    with pytest.raises(PaymentRefused):
        owe(paid, amount)


def test_sum_of_refunds_is_never_more_than_was_paid(bank, paid):
    owe(paid, 600)

    with pytest.raises(PaymentRefused):
        owe(paid, 401, key="desk:2")
    owe(paid, 400, key="desk:3")

    bank.sweep()
    assert states() == [(600, "done"), (400, "done")]
    assert balance() == 0


def test_unpaid_payment_has_nothing_to_give_back(bank, held):
    payment = bank.checkout(held)

    with pytest.raises(PaymentRefused):
        owe(payment, 1)


def test_stripe_down_is_tried_again_and_sent_once(bank, paid):
    refund = owe(paid, 500)
    bank.be("unavailable")
    bank.sweep()
    waiting = states()

    bank.be("none")
    bank.sweep()
    too_early = states()
    later(refund)
    bank.sweep()

    assert waiting == too_early == [(500, "due")]
    assert states() == [(500, "done")]
    assert balance() == 500


def test_answer_that_was_lost_does_not_send_money_twice(bank, paid):
    refund = owe(paid, 500)
    bank.be("lose-answers")
    bank.sweep()
    bank.be("none")
    # A day later Stripe has forgotten our key: only its list knows.
    Refund.objects.filter(pk=refund.pk).update(attempts=5)
    later(refund)

    bank.sweep()

    listed = bank.desk.client.v1.refunds.list({"payment_intent": paid.intent_id}).data
    assert [one.amount for one in listed] == [500]
    assert states() == [(500, "done")]


def test_pending_refund_is_done_when_it_arrives(bank, paid):
    bank.desk.control("refund-outcome", outcome="pending")
    refund = owe(paid, 500)
    bank.sweep()
    refund.refresh_from_db()
    on_its_way = refund.state
    mails = keys("payments/refunded")

    bank.desk.control(f"refunds/{refund.stripe_id}/succeed")
    later(refund)
    bank.sweep()

    assert (on_its_way, mails) == ("requested", [])
    assert states() == [(500, "done")]
    assert keys("payments/refunded") == [f"refunded:{refund.pk}"]


def test_refund_that_comes_back_is_told_and_can_be_tried_again_once(bank, paid, event):
    refund = owe(paid, 500)
    bank.sweep()
    refund.refresh_from_db()
    bank.desk.control(f"refunds/{refund.stripe_id}/fail")
    bank.deliver()
    failed = states()

    first = refunds.try_again(refund, by="Olivia", now=clock.now())
    again = refunds.try_again(refund, by="Henry", now=clock.now())
    bank.sweep()
    bank.deliver()

    assert failed == [(500, "failed")]
    assert keys("payments/refund_failed") == [f"refund-failed:{refund.pk}"]
    assert first == again
    assert states() == [(500, "failed"), (500, "done")]
    assert Receipt.objects.get(kind="credit").refund == first
    assert balance() == 500


def test_refund_that_is_on_its_way_cannot_be_tried_again(paid):
    refund = owe(paid, 500)

    with pytest.raises(PaymentRefused):
        refunds.try_again(refund, by="Olivia", now=clock.now())


def test_refused_refund_fails_visibly(bank, paid):
    bank.dispute(paid)
    refund = owe(paid, 500)

    bank.sweep()

    refund.refresh_from_db()
    assert refund.state == "failed"
    assert "charged back" in refund.failure
    assert keys("payments/refund_failed") == [f"refund-failed:{refund.pk}"]


def test_cancelled_place_is_owed_once(bank, paid, first):
    tickets.cancel([first], reason="person", now=clock.now(), refund_wanted=True)

    for _ in range(2):
        bank.sweep()
        bank.deliver()

    refund = Refund.objects.get()
    assert (refund.key, refund.amount, refund.ticket, refund.state) == (f"cancelled:{first.pk}", 500, first, "done")
    assert balance() == 500


def test_places_cancelled_together_are_told_in_one_mail(bank, paid):
    tickets.cancel(paid.sign_up.tickets.all(), reason="person", now=clock.now(), refund_wanted=True)

    for _ in range(2):
        bank.sweep()
        bank.deliver()

    message = Message.objects.get(template="payments/refunded")
    notes = Receipt.objects.filter(kind="credit")
    assert message.subject == "£10 is on its way back to your card"
    assert (notes.count(), [note.written_number in message.text for note in notes]) == (2, [True, True])
    assert balance() == 0


@pytest.mark.parametrize("fate", ["succeed", "fail"])
def test_mail_waits_for_the_last_of_what_was_cancelled_together(bank, paid, fate):
    bank.desk.control("refund-outcome", outcome="pending")
    tickets.cancel(paid.sign_up.tickets.all(), reason="person", now=clock.now(), refund_wanted=True)
    bank.sweep()
    first, last = Refund.objects.order_by("pk")
    bank.desk.control(f"refunds/{first.stripe_id}/succeed")
    bank.deliver()
    halfway = keys("payments/refunded")

    bank.desk.control(f"refunds/{last.stripe_id}/{fate}")
    bank.deliver()

    told = [first.pk, last.pk] if fate == "succeed" else [first.pk]
    assert halfway == []
    assert keys("payments/refunded") == [f"refunded:{'-'.join(map(str, told))}"]


def test_cancelled_place_without_a_refund_keeps_the_money(bank, paid, first):
    tickets.cancel([first], reason="person", now=clock.now())

    bank.sweep()

    assert states() == []


def test_cancelled_place_after_a_move_is_owed_from_the_first_payment(bank, paid, first, series):
    moved = SignUpFactory(event=EventFactory(series=series), moved_from=paid.sign_up, people=["Ada"])
    tickets.cancel([first], reason="moved", now=clock.now())
    tickets.cancel(moved.tickets.all(), reason="person", now=clock.now(), refund_wanted=True)

    bank.sweep()

    refund = Refund.objects.get()
    assert (refund.payment, refund.amount) == (paid, 500)


def test_cancelled_place_is_owed_less_what_went_back_for_it(bank, paid, first):
    give_back(first, 200)
    tickets.cancel([first], reason="event", now=clock.now(), refund_wanted=True)

    bank.sweep()

    assert states() == [(200, "done"), (300, "done")]
    assert balance() == 500


def test_cancelled_place_is_owed_less_what_went_back_before_its_move(bank, paid, first, series):
    give_back(first, 200)
    moved = SignUpFactory(event=EventFactory(series=series), moved_from=paid.sign_up, people=["Ada"])
    moved.tickets.update(moved_from=first)
    tickets.cancel([first], reason="moved", now=clock.now())
    tickets.cancel(moved.tickets.all(), reason="person", now=clock.now(), refund_wanted=True)

    bank.sweep()

    assert states() == [(200, "done"), (300, "done")]
    assert balance() == 500


def test_cancelled_place_that_nobody_paid_owes_nothing(bank, held):
    tickets.cancel(held.tickets.all(), reason="event", now=clock.now(), refund_wanted=True)

    owed.sweep(now=clock.now())

    assert Refund.objects.count() == 0
    assert Unmatched.objects.count() == 0


def test_cancelled_place_paid_at_the_door_is_told_to_the_team_once(db, event):
    sign_up = SignUpFactory(event=event, way="door")
    TillEntry.objects.create(
        event=event,
        sign_up=sign_up,
        key="k",
        way="cash",
        amount=500,
        currency="gbp",
        taken_at=clock.now(),
        taken_by="H",
    )
    tickets.cancel(sign_up.tickets.all(), reason="event", now=clock.now(), refund_wanted=True)

    owed.sweep(now=clock.now())
    owed.sweep(now=clock.now())

    row = Unmatched.objects.get()
    assert (row.key, row.amount, row.event) == (f"till:{sign_up.tickets.get().pk}", -500, event)


def test_money_sent_back_in_the_dashboard_takes_the_tickets(bank, paid, event):
    bank.refund(paid)

    for _ in range(2):
        bank.deliver()
        bank.sweep()

    refund = Refund.objects.get()
    event.places.refresh_from_db()
    assert (refund.amount, refund.state, refund.by) == (1000, "done", "Stripe's dashboard")
    assert set(paid.sign_up.tickets.values_list("state", "cancel_reason")) == {("cancelled", "refunded")}
    assert event.places.taken == 0
    assert keys("attendees/cancelled") != []
    assert JournalEntry.objects.values_list("by", "sentence").get() == (
        "Stripe",
        "had the money of Ada and Amy sent back in its dashboard, so their tickets are gone",
    )
    assert balance() == 0


@pytest.mark.parametrize("take", ["refund", "dispute"])
def test_ticket_whose_money_is_gone_leaves_the_diary_and_is_refused_at_the_door(bank, paid, first, event, frozen, take):
    getattr(bank, take)(paid)
    bank.deliver()
    frozen.set(event.starts_at)

    answer = check_in.check_in(event, first, by="Dora", now=clock.now())

    first.refresh_from_db()
    told = Message.objects.get(template="attendees/cancelled", to="ada@mail.example")
    assert b"METHOD:CANCEL" in told.diary_file.content
    assert (answer.kind, first.checked_in_at) == ("stop", None)


def test_part_sent_back_in_the_dashboard_leaves_the_tickets_and_asks_the_team(bank, paid):
    sent = bank.refund(paid, amount=300)

    bank.deliver()

    row = Unmatched.objects.get()
    assert set(paid.sign_up.tickets.values_list("state", flat=True)) == {"valid"}
    assert (row.key, row.amount) == (f"stripe:{sent['id']}", -300)
    assert balance() == 700


def test_dashboard_takes_what_was_left_and_drops_what_we_still_owed(bank, paid):
    owe(paid, 500)
    bank.refund(paid)

    bank.deliver()
    bank.sweep()

    assert states() == [(500, "failed"), (1000, "done")]
    assert balance() == 0


def test_refunds_of_ours_are_not_taken_for_the_dashboards(bank, paid):
    owe(paid, 500)
    bank.sweep()

    bank.deliver()
    returns.bring_into_step(paid, now=clock.now())

    assert states() == [(500, "done")]


def test_disputed_payment_takes_the_tickets(bank, paid, event):
    dispute = bank.dispute(paid)

    for _ in range(2):
        bank.deliver()

    event.places.refresh_from_db()
    assert set(paid.sign_up.tickets.values_list("state", "cancel_reason")) == {("cancelled", "disputed")}
    assert (event.places.taken, refunds.left(paid).amount) == (0, 0)
    assert list(Unmatched.objects.values_list("key", "amount")) == [(f"dispute:{dispute['id']}:open", -1000)]
    assert balance() == 0


def test_dispute_that_is_won_brings_the_money_but_no_ticket(bank, paid):
    dispute = bank.dispute(paid)
    bank.deliver()
    bank.desk.control(f"disputes/{dispute['id']}/close", outcome="won")
    bank.deliver()

    assert set(paid.sign_up.tickets.values_list("state", flat=True)) == {"cancelled"}
    assert [key.rsplit(":")[-1] for key in Unmatched.objects.values_list("key", flat=True)] == ["open", "won"]
    assert balance() == 1000


def test_part_goes_back_from_the_desk_and_the_place_stays(bank, paid, first):
    refund, again = give_back(first, 200), give_back(first, 200)

    bank.sweep()

    first.refresh_from_db()
    assert refund == again
    assert (first.state, states(), goodwill.most(first).amount) == ("valid", [(200, "done")], 300)
    assert JournalEntry.objects.get(event=first.event).sentence == "sent £2 back to Ada Attendee: sorry"


def test_more_than_the_places_price_is_refused_at_the_desk(paid, first):
    give_back(first, 200)

    with pytest.raises(PaymentRefused):
        give_back(first, 301, token="2")


def test_place_goes_with_its_money_from_the_desk(bank, paid, first, event):
    goodwill.take_back(first, amount=500, reason="sorry", token="1", by="Olivia", now=clock.now())

    bank.sweep()

    first.refresh_from_db()
    event.places.refresh_from_db()
    assert (first.state, first.cancel_reason, event.places.taken) == ("cancelled", "refunded", 1)
    assert JournalEntry.objects.latest("pk").sentence == "took back the place of Ada"
    assert states() == [(500, "done")]
    assert balance() == 500
