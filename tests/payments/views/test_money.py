import pytest

from attendees.domain import tickets
from foundation.lib import clock
from payments.models import Refund, Unmatched
from tests.support.factories import PaymentFactory, RefundFactory, SignUpFactory, UnmatchedFactory


@pytest.fixture
def desk(client, host):
    """Henry's browser."""
    client.force_login(host, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(answer):
    return " ".join(answer.content.decode().split())


def fill(event, times):
    for number in range(times):
        payment = PaymentFactory(sign_up=SignUpFactory(event=event, people=[f"Ada {number}", f"Amy {number}"]))
        RefundFactory(payment=payment)
        UnmatchedFactory(event=event)


def test_empty_evening_has_no_money(desk, event):
    page = text(desk.get(f"/desk/events/{event.pk}/money/"))

    assert "Nobody has paid by card" in page
    assert "To look at" not in page


def test_sums_are_those_of_this_evening(desk, event):
    paid = PaymentFactory(sign_up=SignUpFactory(event=event, people=["Ada", "Amy"]))
    RefundFactory(payment=paid, state="done", amount=300, failure="", done_at=clock.now())
    PaymentFactory()

    answer = desk.get(f"/desk/events/{event.pk}/money/")

    assert [(tile["label"], tile["figure"]) for tile in answer.context["tiles"]] == [
        ("Paid by card", "£10"),
        ("Cash at the door", "£0"),
        ("Card at the door", "£0"),
        ("Sent back", "£3"),
        ("Stripe’s fees", "£0.27"),
        ("Left", "£6.73"),
    ]


@pytest.mark.parametrize("times", [1, 3])
def test_queries_do_not_grow_with_the_money(desk, event, django_assert_num_queries, times):
    fill(event, times)

    with django_assert_num_queries(13):
        desk.get(f"/desk/events/{event.pk}/money/")


def test_money_to_look_at_is_settled_once(desk, event):
    row = UnmatchedFactory(event=event)

    answers = [desk.post(f"/desk/events/{event.pk}/money/settle/{row.pk}/").status_code for _ in range(2)]

    row.refresh_from_db()
    assert answers == [302, 302]
    assert row.settled_by == "Henry Host"
    assert row.what not in text(desk.get(f"/desk/events/{event.pk}/money/"))


def test_other_evenings_money_cannot_be_settled(desk, event):
    row = UnmatchedFactory(event=SignUpFactory().event)

    assert desk.post(f"/desk/events/{event.pk}/money/settle/{row.pk}/").status_code == 404
    assert Unmatched.objects.get().settled_at is None


def test_failed_refund_is_shown_and_tried_again_once(desk, event):
    refund = RefundFactory(payment=PaymentFactory(sign_up=SignUpFactory(event=event)))
    page = text(desk.get(f"/desk/events/{event.pk}/money/"))

    for _ in range(2):
        desk.post(f"/desk/events/{event.pk}/money/again/{refund.pk}/")

    assert "did not get back" in page
    assert "expired_or_canceled_card" in page
    assert list(Refund.objects.order_by("pk").values_list("state", "by")) == [
        ("failed", "Olivia Owner"),
        ("due", "Henry Host"),
    ]


def test_hostile_names_are_no_formulas_in_the_accountants_file(desk, event):
    payment = PaymentFactory(sign_up=SignUpFactory(event=event, buyer__name="=HYPERLINK(1)"))
    RefundFactory(payment=payment, state="due", failure="", reason="+1+cmd|' /C calc'!A0")

    file = b"".join(desk.post(f"/desk/events/{event.pk}/money/money.csv").streaming_content).decode()

    assert '"\'=HYPERLINK(1)"' in file
    assert "\"'+1+cmd|' /C calc'!A0\"" in file
    assert '"-5.00"' in file


def test_money_of_who_paid_too_late_is_listed_with_its_reason(desk, bank, event, ada):
    """R19."""
    held = SignUpFactory(event=event, buyer=ada.profile, people=["Ada Attendee"], state="held")
    bank.pay(bank.checkout(held))
    tickets.expire(held, now=clock.now())
    SignUpFactory(event=event, people=["Somebody"] * 10)
    bank.deliver()
    bank.sweep()

    page = text(desk.get(f"/desk/events/{event.pk}/money/"))

    assert "Ada Attendee" in page
    assert "paid, but no place was left" in page
    assert Refund.objects.get().state == "done"
