import datetime as dt

import pytest

from attendees.domain import consents, follow_up
from attendees.models import Arrivals
from events.models import Places
from foundation.mail.models import Message
from tests.support.factories import EventFactory, SeriesFactory, SignUpFactory, TicketFactory

pytestmark = pytest.mark.django_db
NINE = dt.datetime(2026, 7, 8, 8, 0, tzinfo=dt.UTC)  # in London, the morning after


@pytest.fixture
def event(frozen):
    frozen.set(dt.datetime(2026, 7, 7, 19, 0, tzinfo=dt.UTC))
    return EventFactory(series=SeriesFactory(name="PMO"), starts_at=dt.datetime(2026, 7, 7, 17, 30, tzinfo=dt.UTC))


@pytest.fixture
def came(event):
    sign_up = SignUpFactory(event=event, buyer__email="ada@mail.example", people=[])
    TicketFactory(sign_up=sign_up, came=True)
    return sign_up


@pytest.fixture
def missed(event):
    return SignUpFactory(event=event, buyer__email="ben@mail.example")


def write_due(now):
    """Both words, as the two sweeps write them."""
    return follow_up.write_came(lambda people: {}, now=now) + follow_up.write_missed(now)


def settle(event, frozen):
    Arrivals.objects.create(event=event, settled_at=frozen.now, settled_by="Henry")


def sent():
    return sorted(
        (message.to, message.template.removeprefix("attendees/"), message.kind) for message in Message.objects.all()
    )


def test_who_came_hears_at_nine_and_not_before(came, frozen):
    write_due(NINE - dt.timedelta(seconds=1))
    assert sent() == []

    assert [write_due(NINE) for _ in range(2)] == [1, 0]

    assert sent() == [("ada@mail.example", "came", "service")]


def test_nobody_is_told_that_they_were_missed_before_the_host_settled(came, missed, event, frozen):
    write_due(NINE)
    assert sent() == [("ada@mail.example", "came", "service")]

    settle(event, frozen)
    write_due(NINE + dt.timedelta(hours=1))

    assert sent() == [("ada@mail.example", "came", "service"), ("ben@mail.example", "missed", "service")]


def test_somebody_found_on_the_list_after_all_gets_one_mail(missed, event, frozen):
    settle(event, frozen)
    write_due(NINE)

    missed.tickets.update(checked_in_at=NINE, checked_in_by="Henry")
    write_due(NINE + dt.timedelta(hours=1))

    assert sent() == [("ben@mail.example", "missed", "service")]


def test_one_used_ticket_of_two_means_came(came, event, frozen):
    again = SignUpFactory(event=event, buyer=came.buyer, people=[])
    TicketFactory(sign_up=again, holder=None)
    settle(event, frozen)

    write_due(NINE)

    assert sent() == [("ada@mail.example", "came", "service")]


def test_follow_up_after_three_days_is_stale(came, frozen):
    assert write_due(NINE + dt.timedelta(days=3)) == 0


def test_without_consent_there_is_no_next_date(came, event, frozen):
    EventFactory(series=event.series, title="The next one", starts_at=NINE + dt.timedelta(days=20))

    write_due(NINE)

    message = Message.objects.get()
    assert "The next one" not in message.text + message.html
    assert "next date" not in message.text + message.html


def test_with_consent_it_names_the_next_date_with_room_and_can_be_stopped(came, event, frozen):
    EventFactory(series=event.series, slug="full", starts_at=NINE + dt.timedelta(days=20), capacity=0)
    waited_for = EventFactory(series=event.series, slug="waited-for", starts_at=NINE + dt.timedelta(days=30))
    Places.objects.filter(event=waited_for).update(waiting=1)
    EventFactory(series=event.series, slug="free", starts_at=NINE + dt.timedelta(days=50))
    consents.give(came.buyer, event.series, source="sign-up page", now=frozen.now)

    write_due(NINE)

    message = Message.objects.get()
    code = consents.given(came.buyer, event.series).withdraw_code
    assert (message.kind, message.consent_given_at) == ("marketing", frozen.now)
    assert message.unsubscribe_url == f"http://localhost:8000/stop/{code}/"
    assert f"/{event.series.slug}/free/" in message.text
    assert message.unsubscribe_url in message.text


@pytest.mark.parametrize("count", [1, 3])
def test_follow_up_takes_the_same_queries_for_one_and_three_people(event, frozen, django_assert_num_queries, count):
    for sign_up in SignUpFactory.create_batch(count, event=event, people=[]):
        TicketFactory(sign_up=sign_up, came=True)

    with django_assert_num_queries(14):
        write_due(NINE)


def test_killed_between_two_handfuls_it_goes_on_where_it_stopped(event):
    Places.objects.filter(event=event).update(capacity=100, ceiling=100)
    for sign_up in SignUpFactory.create_batch(follow_up.BATCH + 2, event=event, people=[]):
        TicketFactory(sign_up=sign_up, came=True)
    handfuls = []

    def dies(people):
        handfuls.append(len(people))
        if len(handfuls) == 2:
            raise KeyboardInterrupt
        return {}

    with pytest.raises(KeyboardInterrupt):
        follow_up.write_came(dies, now=NINE)

    assert (handfuls, Message.objects.count()) == ([follow_up.BATCH, 2], follow_up.BATCH)
    assert [follow_up.write_came(lambda people: {}, now=NINE) for _ in range(2)] == [2, 0]
    assert len({to for to, _, _ in sent()}) == len(sent()) == follow_up.BATCH + 2
