"""Who sees what of whose card: by one choice, and never of somebody not to be brought together."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from networking.domain import seen
from networking.domain.seen import Seen
from networking.models import Block, Card, Round
from tests.support.factories import ProfileFactory, SignUpFactory, now, seated

ALL = Seen(
    first_name="Cleo",
    role="Planner",
    sector="Health and care",
    years="1 to 3 years",
    can_help="Earned value",
    photo_code="c0de",
)
NAME = Seen(first_name="Cleo")


@pytest.fixture
def me(event):
    return SignUpFactory(event=event).tickets.select_related("event").get()


def cleo(event, seen_by, **fields):
    """Cleo's ticket; her card says everything."""
    profile = ProfileFactory(name="Cleo Cardwell", sector="health", years="1-3")
    said = {
        "role": "Planner",
        "can_help": "Earned value",
        "employer": "Acme",
        "phone": "07700 900123",
        "link": "https://cleo.example",
        "photo": b"webp",
        "photo_code": "c0de",
    }
    Card.objects.create(profile=profile, seen_by=seen_by, changed_at=now(), **said | fields)
    return SignUpFactory(event=event, buyer=profile).tickets.get()


@pytest.mark.parametrize(
    ("seen_by", "before", "at_table"), [(Card.HOST, NAME, NAME), (Card.TABLES, NAME, ALL), (Card.HOLDERS, ALL, ALL)]
)
def test_card_is_seen_by_its_owners_choice(event, me, seen_by, before, at_table):
    her = cleo(event, seen_by)

    assert seen.by(me, [her.pk], now=now()) == {her.pk: before}
    seated(event, [[me, her]])
    assert seen.by(me, [her.pk], now=now()) == {her.pk: at_table}


def test_a_planned_round_opens_no_card(event, me):
    her = cleo(event, Card.TABLES)

    seated(event, [[me, her]], state=Round.DRAFT)

    assert seen.by(me, [her.pk], now=now()) == {her.pk: NAME}


def test_another_table_opens_no_card(event, me):
    her, third = cleo(event, Card.TABLES), SignUpFactory(event=event).tickets.get()

    seated(event, [[me, third], [her]])

    assert seen.by(me, [her.pk], now=now()) == {her.pk: NAME}


@pytest.mark.parametrize(
    ("after_the_end", "is_seen"),
    [(dt.timedelta(seconds=-1), True), (dt.timedelta(0), False)],
)
def test_ticket_holders_see_cards_until_the_evening_is_over(event, me, after_the_end, is_seen):
    her = cleo(event, Card.HOLDERS)
    then = event.ends_at + after_the_end

    assert seen.by(me, [her.pk], now=then) == {her.pk: ALL if is_seen else NAME}
    assert seen.who_said_hello(me, now=then) == ({her.pk: ALL} if is_seen else {})


@pytest.mark.parametrize("seen_by", [Card.TABLES, Card.HOLDERS])
def test_tables_see_cards_for_two_weeks_after(event, me, seen_by):
    her = cleo(event, seen_by)
    seated(event, [[me, her]])
    last = event.ends_at + dt.timedelta(days=14)

    assert seen.by(me, [her.pk], now=last - dt.timedelta(seconds=1)) == {her.pk: ALL}
    assert seen.by(me, [her.pk], now=last) == {her.pk: NAME}


@pytest.mark.parametrize("mine", [True, False])
def test_block_hides_even_the_name_whoever_said_it(event, me, mine):
    her = cleo(event, Card.HOLDERS)
    seated(event, [[me, her]])
    one, other = (me.holder, her.holder) if mine else (her.holder, me.holder)
    Block.objects.create(by=one, against=other, said_at=now())

    assert seen.by(me, [her.pk], now=now()) == {}
    assert seen.who_said_hello(me, now=now()) == {}


def test_only_valid_tickets_of_the_same_evening_are_seen(event, me):
    elsewhere = cleo(SignUpFactory().event, Card.HOLDERS)
    gone = SignUpFactory(event=event, state="cancelled").tickets.get()

    assert seen.by(me, [elsewhere.pk, gone.pk], now=now()) == {}
    assert seen.who_said_hello(me, now=now()) == {}


def test_saying_hello_needs_the_widest_choice_and_something_to_say(event, me):
    her = cleo(event, Card.HOLDERS)
    cleo(event, Card.TABLES, photo_code="other")
    silent = ProfileFactory()
    Card.objects.create(profile=silent, seen_by=Card.HOLDERS, employer="Acme", changed_at=now())
    SignUpFactory(event=event, buyer=silent)

    assert seen.who_said_hello(me, now=now()) == {her.pk: ALL}


def test_who_asked_to_be_erased_is_a_first_name_at_once(event, me):
    her = cleo(event, Card.HOLDERS)
    her.holder.erase_asked_at = now()
    her.holder.save()

    assert seen.by(me, [her.pk], now=now()) == {her.pk: NAME}


def test_asking_costs_the_same_for_one_and_for_many(event, me):
    costs = []
    for count in (1, 3):
        people = [cleo(event, Card.TABLES, photo_code=f"{count}-{number}") for number in range(count)]
        seated(event, [[me, *people]])
        with CaptureQueriesContext(connection) as queries:
            assert len(seen.by(me, [ticket.pk for ticket in people], now=now())) == count
        costs.append(len(queries))

    assert costs == [4, 4]


def test_host_sees_every_card_that_says_something_but_no_employer(event, me, django_assert_num_queries):
    cleo(event, Card.HOST)
    cleo(event, Card.HOLDERS, role="Risk manager", photo_code="other")
    empty = ProfileFactory()
    Card.objects.create(profile=empty, employer="Acme", phone="07700 900123", changed_at=now())
    SignUpFactory(event=event, buyer=empty)

    with django_assert_num_queries(2):
        shown = seen.by_host(event.pk)

    assert [(one.first_name, one.role) for one in shown] == [
        ("Cleo Cardwell", "Planner"),
        ("Cleo Cardwell", "Risk manager"),
    ]
