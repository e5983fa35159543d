import datetime as dt

import pytest

from attendees.domain import next_place, reminders, sign_up, tickets, welcome, wishes
from attendees.domain.refused import AttendeeRefused
from attendees.models import SignUp, Ticket
from events.domain import publishing
from events.models import Event, Places
from foundation.mail.models import Message
from tests.support.factories import EventFactory, SeriesFactory, SignUpFactory, TicketFactory, WaitingListEntryFactory
from tests.support.meanwhile import meanwhile

pytestmark = pytest.mark.django_db
ENDS = dt.datetime(2026, 7, 7, 20, 0, tzinfo=dt.UTC)
NOW = ENDS - dt.timedelta(minutes=15)
TWO_DAYS = dt.timedelta(hours=48)


@pytest.fixture
def event(frozen):
    frozen.set(NOW)
    series = SeriesFactory(name="PMO", slug="pmo")
    return EventFactory(series=series, starts_at=ENDS - dt.timedelta(hours=3), ends_at=ENDS)


@pytest.fixture
def coming(event):
    return EventFactory(series=event.series, slug="august", starts_at=ENDS + dt.timedelta(days=28), capacity=9)


@pytest.fixture
def ticket(event):
    return there(event, email="ada@mail.example")


def there(event, **buyer):
    fields = {f"buyer__{name}": value for name, value in buyer.items()}
    return TicketFactory(sign_up=SignUpFactory(event=event, people=[], **fields), came=True)


def taken(event):
    return Places.objects.get(event=event).taken


def kind(ticket, now=NOW):
    return next_place.of(ticket, now=now).kind


def test_next_place_is_the_next_published_evening_with_room(ticket, event, coming):
    EventFactory(series=event.series, starts_at=ENDS + dt.timedelta(days=7), capacity=0)
    EventFactory(series=event.series, starts_at=ENDS + dt.timedelta(days=8), draft=True)
    waited = EventFactory(series=event.series, starts_at=ENDS + dt.timedelta(days=9))
    WaitingListEntryFactory(event=waited)

    standing = next_place.of(ticket, now=NOW)

    assert (standing.kind, standing.event) == ("offered", coming)


@pytest.mark.parametrize(
    ("minutes", "kind_then"), [(-46, "nothing"), (-45, "offered"), (719, "offered"), (720, "nothing")]
)
def test_next_place_is_for_the_close_of_an_evening(ticket, coming, minutes, kind_then):
    assert kind(ticket, ENDS + dt.timedelta(minutes=minutes)) == kind_then


@pytest.mark.parametrize(("minutes", "kind_then"), [(-61, "nothing"), (-60, "offered"), (719, "offered")])
def test_next_place_opens_when_the_host_comes_to_the_close(ticket, coming, minutes, kind_then):
    publishing.set_closing(ticket.event, since=ENDS - dt.timedelta(minutes=60))

    assert kind(ticket, ENDS + dt.timedelta(minutes=minutes)) == kind_then


def test_a_close_tried_before_the_evening_opens_nothing_and_a_late_one_keeps_nobody_waiting(ticket, coming):
    starts = ticket.event.starts_at
    publishing.set_closing(ticket.event, since=starts - dt.timedelta(days=1))
    early = [kind(ticket, starts + dt.timedelta(seconds=seconds)) for seconds in (-1, 0)]
    publishing.set_closing(ticket.event, since=ENDS + dt.timedelta(minutes=5))

    assert early == ["nothing", "offered"]
    assert kind(ticket, ENDS - dt.timedelta(minutes=45)) == "offered"


def test_next_place_is_for_who_came_and_can_be_written_to(event, coming):
    absent = SignUpFactory(event=event).tickets.get()
    nameless = TicketFactory(sign_up=SignUpFactory(event=event, people=[]), email="", holder=None, came=True)

    assert (kind(absent), kind(nameless)) == ("nothing", "nothing")
    with pytest.raises(AttendeeRefused):
        next_place.keep(absent, now=NOW)
    with pytest.raises(AttendeeRefused):
        next_place.take(nameless, at_door=False, browser="", now=NOW)


@pytest.mark.parametrize("act", ["keep", "take", "at the door"])
def test_a_yes_to_one_date_is_none_to_the_date_after_it(ticket, coming, act):
    SignUpFactory(event=coming, people=[str(number) for number in range(9)])
    later = EventFactory(series=coming.series, starts_at=ENDS + dt.timedelta(days=56))
    acts = {
        "keep": lambda: next_place.keep(ticket, on=coming.pk, now=NOW),
        "take": lambda: next_place.take(ticket, at_door=False, browser="", on=coming.pk, now=NOW),
        "at the door": lambda: next_place.at_door(ticket, on=coming.pk, now=NOW),
    }

    with pytest.raises(AttendeeRefused, match="The last place has just gone"):
        acts[act]()

    assert taken(later) == 0


def test_a_yes_to_a_date_that_was_called_off_is_said_to_be_late(ticket, coming):
    EventFactory(series=coming.series, starts_at=ENDS + dt.timedelta(days=56))
    Event.objects.filter(pk=coming.pk).update(state=Event.DRAFT)

    with pytest.raises(AttendeeRefused, match="That date is not to be had any more"):
        next_place.keep(ticket, on=coming.pk, now=NOW)


def test_kept_place_is_held_for_two_days_with_one_mail(ticket, coming):
    kept = [next_place.keep(ticket, now=NOW) for _ in range(2)]

    held = Ticket.objects.get(event=coming)
    assert kept[0] == kept[1] == held.sign_up
    assert (held.state, held.held_until, held.email, held.holder) == ("held", NOW + TWO_DAYS, ticket.email, None)
    assert (kept[0].way, kept[0].price_amount, kept[0].kept_from) == ("card", 500, ticket)
    assert taken(coming) == 1
    message = Message.objects.get()
    assert (message.to, message.template, message.kind) == (ticket.email, "attendees/kept", "service")
    assert message.expires_at == NOW + TWO_DAYS
    assert "Thursday 9 July 2026, 20:45, London time" in message.text
    assert f"/t/{ticket.manage_code}/next/" in message.text


def test_a_tap_is_the_place_that_another_one_keeps_while_it_looks(ticket, coming):
    with meanwhile(lambda: next_place.keep(ticket, now=NOW)) as first:
        second = next_place.keep(ticket, now=NOW)

    assert [second] == first
    assert taken(coming) == 1


def test_a_tap_is_the_last_place_that_another_one_takes_while_it_looks(ticket, coming):
    SignUpFactory(event=coming, people=[str(number) for number in range(8)])
    later = EventFactory(series=coming.series, starts_at=ENDS + dt.timedelta(days=56))

    def tap():
        return next_place.take(ticket, at_door=False, browser="ada", on=coming.pk, now=NOW)

    with meanwhile(tap) as first:
        second = tap()

    assert [second] == first
    assert (taken(coming), taken(later)) == (9, 0)


def test_kept_place_never_outlasts_the_start(event, ticket):
    soon = EventFactory(series=event.series, starts_at=NOW + dt.timedelta(hours=20))

    next_place.keep(ticket, now=NOW)

    assert Ticket.objects.get(event=soon).held_until == soon.starts_at


def test_a_third_of_the_room_is_kept_and_no_more(event, coming):
    people = [there(event) for _ in range(4)]
    for person in people[:3]:
        next_place.keep(person, now=NOW)

    with pytest.raises(AttendeeRefused, match="You can still take one and pay now"):
        next_place.keep(people[3], now=NOW)

    assert (taken(coming), SignUp.objects.filter(event=coming).count()) == (3, 3)
    assert Message.objects.count() == 3


def test_a_kept_place_that_was_paid_makes_room_for_another(event, coming):
    people = [there(event) for _ in range(4)]
    for person in people[:3]:
        next_place.keep(person, now=NOW)
    tickets.confirm(SignUp.objects.get(kept_from=people[0]), now=NOW)

    next_place.keep(people[3], now=NOW)

    assert taken(coming) == 4


def test_nothing_is_kept_while_somebody_waits(ticket, coming):
    WaitingListEntryFactory(event=coming)

    assert kind(ticket) == "nothing"
    with pytest.raises(AttendeeRefused):
        next_place.keep(ticket, now=NOW)


def test_kept_place_lapses_by_the_sweep_without_a_mail(ticket, coming):
    next_place.keep(ticket, now=NOW)

    assert tickets.expire_all_lapsed(NOW + TWO_DAYS - dt.timedelta(seconds=1)) == 0
    assert [tickets.expire_all_lapsed(NOW + TWO_DAYS) for _ in range(2)] == [1, 0]

    assert (taken(coming), Message.objects.count()) == (0, 1)


def test_a_place_is_kept_once_and_can_then_be_paid(ticket, coming):
    next_place.keep(ticket, now=NOW)
    next_place.let_go(ticket, now=NOW)
    next_place.let_go(ticket, now=NOW)

    assert (kind(ticket), taken(coming)) == ("lapsed", 0)
    assert list(Message.objects.values_list("state", flat=True)) == ["withdrawn"]
    with pytest.raises(AttendeeRefused):
        next_place.keep(ticket, now=NOW)
    paying = next_place.take(ticket, at_door=False, browser="b", now=NOW)
    assert (paying.kept_from, paying.pays_by_card, taken(coming)) == (None, True, 1)


def test_a_payment_given_up_leaves_a_kept_place_kept(ticket, coming):
    kept = next_place.keep(ticket, now=NOW)

    sign_up.let_go(kept, now=NOW)

    assert (kind(ticket), taken(coming)) == ("kept", 1)


def test_paying_at_the_last_moment_holds_the_place_as_long_as_paying_takes(ticket, coming):
    kept = next_place.keep(ticket, now=NOW)
    last = NOW + TWO_DAYS - dt.timedelta(minutes=1)

    assert next_place.take(ticket, at_door=False, browser="", now=last) == kept

    assert Ticket.objects.get(event=coming).held_until == last + dt.timedelta(minutes=41)


def test_a_place_on_the_evenings_page_does_not_replace_the_kept_one(ticket, coming):
    next_place.keep(ticket, now=NOW)
    sign_up.take(coming, wishes.Wish(name="Eve", email=ticket.email), now=NOW)

    assert (kind(ticket), taken(coming)) == ("kept", 2)


@pytest.mark.parametrize(("price", "at_door", "way"), [(0, False, "free"), (500, True, "door")])
def test_what_is_free_or_paid_at_the_door_is_confirmed_at_once(ticket, coming, price, at_door, way):
    Event.objects.filter(pk=coming.pk).update(price_amount=price, pay_at_door=at_door)

    made = [next_place.take(ticket, at_door=at_door, browser="", now=NOW) for _ in range(2)]

    assert made[0] == made[1]
    place = Ticket.objects.get(event=coming)
    assert (place.state, place.holder, made[0].way) == ("valid", ticket.holder, way)
    assert list(Message.objects.values_list("template", flat=True)) == ["attendees/confirmed"]
    assert kind(ticket) == "taken"


def test_who_has_a_later_place_is_not_asked(ticket, event, coming):
    later = EventFactory(series=event.series, starts_at=ENDS + dt.timedelta(days=56))
    SignUpFactory(event=later, buyer=ticket.holder)

    assert next_place.of(ticket, now=NOW).event == later
    assert kind(ticket) == "taken"


def test_who_is_not_welcome_keeps_nothing(ticket, coming):
    welcome.mark(ticket.holder, coming.series, reason="Rude.", by="Henry", now=NOW)

    with pytest.raises(AttendeeRefused, match="We cannot book this online"):
        next_place.keep(ticket, now=NOW)

    assert taken(coming) == 0


def test_a_kept_place_has_no_reminder_a_week_before(ticket, coming, frozen):
    kept = next_place.keep(ticket, now=NOW)
    tickets.confirm(kept, now=NOW)
    SignUpFactory(event=coming, buyer__email="ben@mail.example")
    week = next(moment for moment in reminders.moments(coming) if moment.kind == "week")

    reminders.write_due(week.due_at)

    assert list(Message.objects.exclude(template="attendees/kept").values_list("to", flat=True)) == ["ben@mail.example"]


def test_standing_takes_three_queries_at_most(ticket, coming, django_assert_num_queries):
    with django_assert_num_queries(3):
        next_place.of(ticket, now=NOW)
