import datetime as dt

import pytest

from attendees.domain import follow_up, stories
from foundation.mail.models import Message
from networking.domain import day_five, promises
from networking.models import Answerer, Ask, Promise
from tests.support.factories import EventFactory, SeriesFactory, SignUpFactory, TicketFactory

pytestmark = pytest.mark.django_db
EVENING = dt.datetime(2026, 7, 7, 19, 0, tzinfo=dt.UTC)
NINE = dt.datetime(2026, 7, 12, 8, 0, tzinfo=dt.UTC)  # in London, five days later
PEOPLE = "Ada Attendee", "Ben Bystander", "Cleo Carter"


@pytest.fixture
def event(frozen):
    frozen.set(EVENING)
    return EventFactory(series=SeriesFactory(name="PMO"), starts_at=dt.datetime(2026, 7, 7, 17, 30, tzinfo=dt.UTC))


@pytest.fixture
def people(event):
    return [regular(event, name) for name in PEOPLE]


def there(event, name):
    email = f"{name.split()[0].lower()}@mail.example"
    return TicketFactory(sign_up=SignUpFactory(event=event, buyer__name=name, buyer__email=email, people=[]), came=True)


def regular(event, name):
    """Who came before."""
    ticket = there(event, name)
    before = EventFactory(series=event.series, starts_at=event.starts_at - dt.timedelta(days=28))
    TicketFactory(sign_up=SignUpFactory(event=before, buyer=ticket.holder, people=[]), came=True)
    return ticket


def promise(by, to, words, **fields):
    return Promise.objects.create(event=by.event, by=by, to=to, words=words, made_at=EVENING, **fields)


def ask(ticket, words, **fields):
    return Ask.objects.create(event=ticket.event, ticket=ticket, number=1, words=words, asked_at=EVENING, **fields)


def sent():
    return list(Message.objects.order_by("to").values_list("to", "template", "kind"))


def test_nobody_for_whom_nothing_is_open_gets_a_mail(people):
    promise(people[0], people[1], "done", state=Promise.SENT, ended_at=EVENING)
    ask(people[1], "Contract or permanent?")

    assert (day_five.write_due(NINE), sent()) == (0, [])


def test_who_promised_hears_once_on_the_fifth_day(people):
    promise(people[0], people[1], "the risk register")

    assert day_five.write_due(NINE - dt.timedelta(seconds=1)) == 0
    assert [day_five.write_due(NINE) for _ in range(2)] == [1, 0]

    message = Message.objects.get()
    assert sent() == [("ada@mail.example", "attendees/day_five", "service")]
    assert (message.subject, message.expires_at) == (
        "You said you would send something",
        NINE + dt.timedelta(days=1),
    )
    assert "- to Ben: the risk register" in message.text
    assert "first evening" not in message.text


def test_who_can_help_hears_of_the_question_once_more(people):
    question = ask(people[1], "Contract or permanent?", shows_name=True)
    Answerer.objects.create(ask=question, ticket=people[0], said_at=EVENING)

    day_five.write_due(NINE)

    message = Message.objects.get()
    assert (message.to, message.subject) == ("ada@mail.example", "Could you answer this?")
    assert "- Contract or permanent? (from Ben)" in message.text
    assert "closes tomorrow" in message.text


def test_a_first_timer_is_asked_for_a_word(people, event):
    ticket = there(event, "Dev Desai")

    day_five.write_due(NINE)

    message = Message.objects.get()
    assert (message.to, message.subject) == ("dev@mail.example", "How was your first evening with us?")
    assert f"http://localhost:8000/t/{ticket.sign_up.manage_code}/story/" in message.text


def test_a_first_timer_who_has_told_their_story_is_not_asked_for_it(people, event):
    stories.tell(there(event, "Dev Desai"), words="Nobody stood alone.", shows_name=False, now=NINE)

    assert (day_five.write_due(NINE), sent()) == (0, [])


def test_a_day_later_it_is_stale(people):
    promise(people[0], people[1], "the risk register")

    assert day_five.write_due(NINE + dt.timedelta(days=1)) == 0


def test_a_change_before_it_is_sent_takes_it_back(people):
    promised = promise(people[0], people[1], "the risk register")
    day_five.write_due(NINE)

    Promise.objects.filter(pk=promised.pk).update(state=Promise.DROPPED, ended_at=NINE)
    follow_up.take_back([people[0].pk])

    assert day_five.write_due(NINE) == 0
    assert list(Message.objects.values_list("state", flat=True)) == ["withdrawn"]


@pytest.mark.parametrize("count", [1, 3])
def test_day_five_takes_the_same_queries_for_one_and_three(people, django_assert_num_queries, count):
    for one in people[:count]:
        promise(one, people[-1] if one != people[-1] else people[0], "a link")
    ask(people[0], "Contract or permanent?", shows_name=True)

    with django_assert_num_queries(19):
        day_five.write_due(NINE)


@pytest.mark.parametrize("end", [promises.sent, promises.drop])
def test_promise_that_ends_before_the_mail_is_sent_is_not_reminded_of(people, end):
    ada, ben, cleo = people
    first, second = promise(ada, ben, "the risk register"), promise(ada, cleo, "a link")
    day_five.write_due(NINE)

    for _ in range(2):
        end(first, now=NINE)
    day_five.write_due(NINE)
    rest = Message.objects.get(to="ada@mail.example", state=Message.DUE).text
    end(second, now=NINE)
    day_five.write_due(NINE)

    assert "a link" in rest
    assert "risk register" not in rest
    assert not Message.objects.filter(state=Message.DUE).exists()
