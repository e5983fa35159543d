import datetime as dt

import pytest

from networking.domain import feedback
from networking.domain.feedback import Sums
from networking.domain.refused import NetworkingRefused
from networking.models import Feedback
from tests.support.factories import SignUpFactory, TicketFactory

SECOND = dt.timedelta(seconds=1)
ANSWERS = {"met": 3, "included": 2, "again": None, "words": "Good opener."}


def came(event, count):
    return [
        TicketFactory(sign_up=sign_up, came=True)
        for sign_up in SignUpFactory.create_batch(count, event=event, people=[])
    ]


@pytest.fixture
def there(event, frozen):
    [there] = came(event, 1)
    return there


def test_feedback_is_open_from_the_end_for_two_weeks(there, event):
    ends = [event.ends_at - SECOND, event.ends_at, event.ends_at + dt.timedelta(days=14) - SECOND]

    assert [feedback.refused(there, now=at) for at in ends] == [feedback.EARLY, "", ""]
    assert feedback.refused(there, now=event.ends_at + dt.timedelta(days=14)) == feedback.LATE


def test_feedback_is_for_who_came(ticket, event):
    with pytest.raises(NetworkingRefused, match="You were there"):
        feedback.say(ticket, now=event.ends_at, **ANSWERS)

    assert not Feedback.objects.exists()


def test_feedback_said_again_takes_the_place_of_what_was_said(there, event):
    feedback.say(there, now=event.ends_at, **ANSWERS)
    feedback.say(there, now=event.ends_at + SECOND, met=1, included=None, again=3, words="")

    said = Feedback.objects.values_list("event", "ticket", "met", "included", "again", "words", "said_at")
    assert list(said) == [(event.pk, there.pk, 1, None, 3, "", event.ends_at + SECOND)]


def test_sums_are_of_who_came_and_have_a_rate(event, frozen):
    for ticket, met, words in zip(came(event, 4), (3, 3, 1), ("B.", "", "A."), strict=False):
        feedback.say(ticket, now=event.ends_at, met=met, included=2, again=None, words=words)

    sums = feedback.sums(event.pk)

    assert sums == Sums(4, 3, {"met": (2, 0, 1), "included": (0, 3, 0), "again": (0, 0, 0)}, ("A.", "B."))
    assert sums.rate == 75


def test_sums_of_two_people_say_only_how_many_they_are(event, frozen):
    for ticket in came(event, 2):
        feedback.say(ticket, now=event.ends_at, **ANSWERS)

    assert feedback.sums(event.pk) == Sums(2, 2, {}, ())


def test_sums_of_nobody_are_nought(event):
    assert (feedback.sums(event.pk), feedback.sums(event.pk).rate) == (Sums(0, 0, {}, ()), 0)


def test_sums_leave_out_who_was_not_there_after_all(event, frozen):
    tickets = came(event, 4)
    for ticket in tickets:
        feedback.say(ticket, now=event.ends_at, **ANSWERS)
    ticket = tickets[0]
    ticket.checked_in_at, ticket.checked_in_by = None, ""
    ticket.save()

    assert (feedback.sums(event.pk).came, feedback.sums(event.pk).said) == (3, 3)


@pytest.mark.parametrize("count", [1, 3])
def test_sums_take_the_same_queries_for_one_and_three(event, frozen, django_assert_num_queries, count):
    for ticket in came(event, count):
        feedback.say(ticket, now=event.ends_at, **ANSWERS)

    with django_assert_num_queries(2 if count < feedback.FEWEST else 3):
        feedback.sums(event.pk)
