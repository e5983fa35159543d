import datetime as dt

import icalendar
import pytest

from attendees.domain import letters, tickets
from attendees.models import PastAttendance, SignUp, Ticket
from events.models import Event
from foundation.lib.money import Money
from foundation.mail.models import Message
from tests.support.factories import EventFactory, ProfileFactory, SeriesFactory, SignUpFactory, TicketFactory

pytestmark = pytest.mark.django_db
NEXT_WEEK = dt.datetime(2026, 6, 9, 17, 30, tzinfo=dt.UTC)


@pytest.fixture
def event(frozen):
    series = SeriesFactory(name="PMO London", slug="pmo-london", first_time="Somebody greets you at the door.")
    return EventFactory(series=series, title="PMO London in June", starts_at=NEXT_WEEK, capacity=40)


@pytest.fixture
def ada(event):
    """Ada's three places: her own, Ben's (a name only) and Cem's, who has an address."""
    sign_up = SignUpFactory(event=event, buyer__name="Ada Park", buyer__email="ada@mail.example", people=[])
    for seat, (name, email) in enumerate(
        [("Ada Park", "ada@mail.example"), ("Ben Ito", ""), ("Cem Uz", "cem@mail.example")], start=1
    ):
        TicketFactory(sign_up=sign_up, seat=seat, name=name, email=email)
    return sign_up


def sent():
    """(to, kind, diary method) of each mail, oldest first."""
    return [
        (message.to, message.template.removeprefix("attendees/"), *methods(message))
        for message in Message.objects.order_by("id")
    ]


def methods(message):
    return [file.method for file in message.files if file.method]


def mail(to, kind):
    return Message.objects.get(to=to, template=f"attendees/{kind}")


def diary(message):
    """UID, SEQUENCE, STATUS of the one entry in a mail's diary file."""
    calendar = icalendar.Calendar.from_ical(message.diary_file.content)
    [entry] = calendar.walk("VEVENT")
    return str(entry["UID"]), entry["SEQUENCE"], str(entry["STATUS"])


def test_confirmed_writes_to_the_buyer_and_to_companions_with_an_address(ada, frozen):
    letters.confirmed(ada.tickets.all(), now=frozen.now)

    assert sent() == [
        ("ada@mail.example", "confirmed", "REQUEST"),
        ("cem@mail.example", "companion", "REQUEST"),
    ]
    buyer = mail("ada@mail.example", "confirmed")
    assert (buyer.kind, buyer.from_name, buyer.reply_to) == ("service", "PMO London", "hello@pmo-london.example")
    assert (buyer.about, buyer.about_event, buyer.about_person) == (f"sign_up:{ada.pk}", ada.event_id, ada.buyer_id)
    assert buyer.expires_at == ada.event.ends_at


def test_confirmed_twice_writes_once(ada, frozen):
    letters.confirmed(ada.tickets.all(), now=frozen.now)

    letters.confirmed(ada.tickets.all(), now=frozen.now)

    assert Message.objects.count() == 2


def test_confirmed_lists_companions_with_a_link_to_pass_on_and_shows_no_address_of_others(ada, frozen):
    letters.confirmed(ada.tickets.all(), now=frozen.now)

    ada.refresh_from_db()
    _, ben, cem = ada.tickets.order_by("seat")
    buyers, companions = mail("ada@mail.example", "confirmed"), mail("cem@mail.example", "companion")
    for words in (buyers.text, buyers.html):
        assert f"/t/{ada.manage_code}/" in words
        assert f"/t/{ben.manage_code}/" in words
        assert f"/t/{cem.manage_code}/" not in words
        assert "cem@mail.example" not in words
    for words in (companions.text, companions.html):
        assert f"/t/{cem.manage_code}/" in words
        assert f"/t/{ada.manage_code}/" not in words
        assert "/cancel/" not in words
        assert "ada@mail.example" not in words


def test_confirmed_carries_the_receipt_and_names_the_refund_deadline(ada, frozen):
    paper = letters.Paper(
        number="2026-0142", url="http://localhost:8000/receipts/x/", money=Money(1500), lines=("3 places at £5",)
    )

    letters.confirmed(ada.tickets.all(), now=frozen.now, paper=paper)

    words = " ".join(mail("ada@mail.example", "confirmed").text.split())
    assert "RECEIPT 2026-0142 3 places at £5 Paid by card: £15" in words
    assert "Until Monday 8 June 2026, 18:30, London time, you can move to another date or get your £5 a place" in words


@pytest.mark.parametrize(
    ("way", "price", "words"),
    [
        (SignUp.DOOR, 500, "To pay: £5 at the door, in cash or by card"),
        (SignUp.FREE, 0, "Please move to another date or give your place back"),
        (SignUp.HOST, 0, "There is nothing to pay."),
    ],
)
def test_confirmed_says_what_the_way_of_paying_means(event, frozen, way, price, words):
    sign_up = SignUpFactory(event=event, way=way, price_amount=price)

    letters.confirmed(sign_up.tickets.all(), now=frozen.now)

    text = " ".join(Message.objects.get().text.split())
    assert words in text
    assert "refund" not in text


def test_confirmed_late_promises_no_refund(event, frozen):
    frozen.set(event.refund_until)
    sign_up = SignUpFactory(event=event)

    letters.confirmed(sign_up.tickets.all(), now=frozen.now)

    text = " ".join(Message.objects.get().text.split())
    assert "It is too late for a refund or another date, but you may give your place to someone else" in text
    assert "/move/" not in text


def test_confirmed_tells_only_a_first_timer_what_to_expect(event, frozen):
    regular = SignUpFactory(event=event)
    PastAttendance.objects.create(
        profile=regular.buyer, series=event.series, date=dt.date(2026, 5, 5), source="imported", noted_at=frozen.now
    )
    newcomer = SignUpFactory(event=event)

    for sign_up in (regular, newcomer):
        letters.confirmed(sign_up.tickets.all(), now=frozen.now)

    told = {message.to: "Somebody greets you at the door." in message.text for message in Message.objects.all()}
    assert told == {regular.email: False, newcomer.email: True}


def test_confirmed_calls_nobody_a_first_timer_where_no_attendance_is_recorded(event, frozen):
    letters.confirmed(SignUpFactory(event=event).tickets.all(), now=frozen.now)

    assert "YOUR FIRST TIME" not in Message.objects.get().text


def test_cancelled_in_part_says_what_comes_back_and_keeps_the_buyers_diary(ada, frozen):
    gone = tickets.cancel(ada.tickets.filter(seat=3), reason="person", now=frozen.now, refund_wanted=True)

    letters.cancelled(gone, now=frozen.now)

    assert sent() == [("ada@mail.example", "cancelled", "REQUEST"), ("cem@mail.example", "cancelled", "CANCEL")]
    buyers = " ".join(mail("ada@mail.example", "cancelled").text.split())
    assert "The place of Cem Uz at PMO London in June on Tuesday 9 June 2026 is cancelled" in buyers
    assert "You get £5 back." in buyers
    assert "You still have 2 places" in buyers
    companions = " ".join(mail("cem@mail.example", "cancelled").text.split())
    assert "Ada Park, who booked it, did this" in companions
    assert "£" not in companions


def test_cancelled_too_late_says_that_no_money_comes_back(ada, frozen):
    gone = tickets.cancel(ada.tickets.all(), reason="person", now=frozen.now)

    letters.cancelled(gone, now=frozen.now)

    message = mail("ada@mail.example", "cancelled")
    assert "ended on Monday 8 June 2026, 18:30, London time" in " ".join(message.text.split())
    assert diary(message) == (f"{ada.public_id}@localhost", 1, "CANCELLED")


def test_two_cancellations_of_one_sign_up_are_two_mails_with_a_rising_sequence(ada, frozen):
    for seat in (2, 1):
        gone = tickets.cancel(ada.tickets.filter(seat=seat), reason="person", now=frozen.now)
        letters.cancelled(gone, now=frozen.now)

    entries = [diary(message) for message in Message.objects.filter(to="ada@mail.example").order_by("id")]
    uid = f"{ada.public_id}@localhost"
    assert entries == [(uid, 1, "CONFIRMED"), (uid, 2, "CONFIRMED")]


def test_moved_brings_the_new_ticket_and_takes_the_old_date_out_of_the_diary(ada, frozen):
    july = EventFactory(series=ada.event.series, starts_at=NEXT_WEEK + dt.timedelta(days=28))
    new = SignUpFactory(event=july, buyer=ada.buyer, moved_from=ada)
    tickets.cancel(ada.tickets.all(), reason="moved", now=frozen.now)

    letters.confirmed(new.tickets.all(), now=frozen.now)

    assert sent() == [("ada@mail.example", "moved", "REQUEST"), ("ada@mail.example", "diary_mended", "CANCEL")]
    assert diary(mail("ada@mail.example", "moved")) == (f"{new.public_id}@localhost", 0, "CONFIRMED")
    assert diary(mail("ada@mail.example", "diary_mended")) == (f"{ada.public_id}@localhost", 1, "CANCELLED")


def test_event_changed_asks_keep_or_refund_only_when_a_real_change_is_news(ada, frozen):
    news = SignUpFactory(event=ada.event, buyer__email="dan@mail.example", told_revision=3)
    Event.objects.update(moved_revision=2, diary_revision=4, moved_sentence="The time changed from 18:00 to 19:00.")

    letters.event_changed([*ada.tickets.filter(seat=1), *news.tickets.all()], now=frozen.now)

    assert sent() == [("ada@mail.example", "changed", "REQUEST"), ("dan@mail.example", "corrected", "REQUEST")]
    text = mail("ada@mail.example", "changed").text
    assert "The time changed from 18:00 to 19:00." in text
    assert f"/t/{ada.manage_code}/kept/" in text
    assert set(SignUp.objects.values_list("told_revision", flat=True)) == {4}


def test_event_cancelled_reaches_the_buyer_even_when_only_a_companion_is_left(ada, frozen):
    tickets.cancel(ada.tickets.exclude(seat=3), reason="person", now=frozen.now)
    gone = tickets.cancel(ada.tickets.filter(seat=3), reason="event", now=frozen.now, refund_wanted=True)

    letters.event_cancelled(gone, now=frozen.now)

    assert sent() == [
        ("ada@mail.example", "event_cancelled", "CANCEL"),
        ("cem@mail.example", "event_cancelled", "CANCEL"),
    ]
    assert "all your money back, £5" in " ".join(mail("ada@mail.example", "event_cancelled").text.split())


def test_letters_take_the_same_queries_for_one_and_three_sign_ups(event, frozen, django_assert_num_queries):
    one, three = SignUpFactory.create_batch(1, event=event), SignUpFactory.create_batch(3, event=event)

    for sign_ups in (one, three):
        gone = Ticket.objects.filter(sign_up__in=sign_ups)
        with django_assert_num_queries(7):
            letters.event_cancelled(gone, now=frozen.now)


def test_resent_goes_to_the_address_asked_for_and_to_nobody_else(ada, frozen):
    letters.resent(ada.tickets.all(), email="Cem@mail.example", now=frozen.now)
    letters.resent(ada.tickets.all(), email="cem@mail.example", now=frozen.now)

    assert sent() == [("cem@mail.example", "resent", "REQUEST")]


def test_given_writes_to_the_new_person_once_per_issue(ada, frozen):
    ticket = ada.tickets.get(seat=2)
    Ticket.objects.filter(pk=ticket.pk).update(name="Eve Day", email="eve@mail.example", holder=ProfileFactory())

    letters.given(ticket, now=frozen.now)
    letters.given(ticket, now=frozen.now)

    assert sent() == [("eve@mail.example", "companion", "REQUEST")]


def test_address_code_goes_to_the_new_address_first_of_all_mails(ada, frozen):
    until = frozen.now + dt.timedelta(minutes=15)

    letters.address_code(ada.tickets.get(seat=1), email="new@mail.example", code="482 913", until=until, now=frozen.now)

    message = Message.objects.get()
    assert (message.to, message.subject, message.priority) == (
        "new@mail.example",
        "The code for your new address",
        Message.CODE,
    )
    assert message.expires_at == until
