import pytest

from attendees.domain import giving, moves, sign_up, welcome
from attendees.domain.refused import AttendeeRefused
from attendees.domain.sign_up import Wish
from attendees.models import NotWelcome, SignUp
from events.models import JournalEntry
from tests.support.factories import EventFactory, SeriesFactory, SignUpFactory

pytestmark = pytest.mark.usefixtures("frozen")
NEUTRAL = "We cannot book this online. Please write to hello@pmo-london.example, and a person will answer."


@pytest.fixture
def marked(series, ada, frozen):
    """Ada, who is not to come again."""
    welcome.mark(ada.profile, series, reason="Shouted at Ben.", by="Henry Host", now=frozen.now)
    return ada.profile


@pytest.mark.parametrize("email", ["ada@mail.example", " ADA@Mail.example"])
def test_marked_address_books_nothing_and_reads_a_neutral_sentence(series, marked, email):
    with pytest.raises(AttendeeRefused) as refusal:
        welcome.check(series, email)

    assert str(refusal.value) == NEUTRAL


@pytest.mark.parametrize(
    ("names", "email"),
    [(["Ada Attendee"], ""), (["Bo", "ádá  attendee"], ""), (["Will"], "ada@mail.example")],
    ids=["by name", "as a companion, written otherwise", "by address"],
)
def test_helper_at_the_door_is_sent_to_the_host_and_learns_nothing_else(series, marked, names, email):
    with pytest.raises(AttendeeRefused) as refusal:
        welcome.check_at_door(series, names=names, email=email)

    assert str(refusal.value) == "Please ask the host to let them in."


def test_first_name_alone_another_name_or_another_series_stops_nobody_at_the_door(series, marked):
    welcome.check_at_door(series, names=["Ada", "Adam Attendee"], email="ben@mail.example")
    welcome.check_at_door(SeriesFactory(), names=["Ada Attendee"], email="ada@mail.example")


def test_everybody_else_and_every_other_series_is_open(series, marked):
    welcome.check(series, "ben@mail.example", "")
    welcome.check(series)
    welcome.check(SeriesFactory(), "ada@mail.example")


def test_sign_up_of_a_marked_person_saves_nothing(event, marked, frozen):
    with pytest.raises(AttendeeRefused, match="Please write to"):
        sign_up.take(event, Wish(name="Ada", email="Ada@mail.example"), now=frozen.now)

    assert not SignUp.objects.exists()


def test_who_brings_a_marked_person_reads_the_same(event, marked, frozen):
    with pytest.raises(AttendeeRefused) as refusal:
        sign_up.take(
            event, Wish(name="Ben", email="ben@mail.example", companions=(("A", "ada@mail.example"),)), now=frozen.now
        )

    assert str(refusal.value) == NEUTRAL


def test_place_can_be_neither_given_to_a_marked_person_nor_moved_by_one(event, series, marked, frozen):
    ours, theirs = SignUpFactory(event=event), SignUpFactory(event=event, buyer=marked)

    with pytest.raises(AttendeeRefused, match="Please write to"):
        giving.give(ours.tickets.get(), name="Ada", email="ada@mail.example", by="Guest", now=frozen.now)
    with pytest.raises(AttendeeRefused, match="Please write to"):
        moves.move(theirs.tickets.all(), to=EventFactory(series=series), by="Ada", now=frozen.now)


def test_rule_is_known_to_hosts_kept_once_and_lifted(series, ada, marked, frozen):
    welcome.mark(marked, series, reason="Again.", by="Olivia Owner", now=frozen.now)
    rule = welcome.standing(marked, series)
    for _ in range(2):
        welcome.lift(marked, series, by="Olivia Owner", now=frozen.now)

    assert (rule.reason, rule.marked_by, rule.marked_at) == ("Shouted at Ben.", "Henry Host", frozen.now)
    assert welcome.standing(marked, series) is None
    welcome.check(series, "ada@mail.example")
    assert [(entry.by, entry.sentence) for entry in JournalEntry.objects.order_by("id")] == [
        ("Henry Host", "marked Ada Attendee as not welcome again"),
        ("Olivia Owner", "marked Ada Attendee as welcome again"),
    ]
    assert NotWelcome.objects.count() == 1


def test_many_people_are_looked_up_at_once(series, ben, marked, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert welcome.marked([marked.pk, ben.profile.pk], series) == {marked.pk}
