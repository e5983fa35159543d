import datetime as dt

import pytest

from attendees.models import Profile
from flashmob import personal_data
from networking.domain import promises, swaps
from networking.domain.refused import NetworkingRefused
from networking.domain.swaps import AGREED, ASKED, ASKS_ME, NOTHING, SAID_NO, Standing
from networking.models import Block, Swap
from tests.networking.people import came, swapped
from tests.support.factories import EventFactory, UserFactory, now

pytestmark = pytest.mark.usefixtures("frozen")


def agreed_of(ticket):
    """Whose details this ticket's person sees."""
    return [standing.theirs for standing in swaps.standings(ticket).values() if standing.theirs]


@pytest.fixture
def ada(event):
    return came(event, "Ada Lovelace", phone="020 7946 0001", role="PMO analyst")


@pytest.fixture
def ben(event):
    return came(event, "Ben Thackray", link="https://ben.example/")


def kinds(one, other):
    return swaps.between(one, other).kind, swaps.between(other, one).kind


def test_nothing_is_shown_before_both_agreed_and_then_what_each_chose(ada, ben):
    """P11."""
    before = swaps.between(ada, ben)
    swaps.say_yes(ada, ben, shares=["phone", "name"], now=now())
    asked = swaps.between(ada, ben), swaps.between(ben, ada)
    swaps.say_yes(ben, ada, shares=["email", "link"], now=now())

    assert before == Standing(NOTHING)
    assert asked == (Standing(ASKED, ("name", "phone")), Standing(ASKS_ME))
    assert swaps.between(ben, ada).theirs.shared == [
        ("name", "Name", "Ada Lovelace"),
        ("phone", "Phone", "020 7946 0001"),
    ]
    assert swaps.between(ada, ben).theirs.shared == [
        ("email", "E-mail", "ben@mail.example"),
        ("link", "Page or link", "https://ben.example/"),
    ]
    assert swaps.between(ada, ben).theirs.called == "Ben"


def test_swap_keeps_who_what_when_and_at_which_evening(ada, ben, frozen):
    """P11."""
    asked_at = frozen.now
    swaps.say_yes(ada, ben, shares=["name"], now=asked_at)
    agreed_at = frozen.move(minutes=2)
    swaps.say_yes(ben, ada, shares=["email"], now=agreed_at)

    fields = ("event", "asker", "other", "asker_shares", "other_shares", "state", "asked_at", "answered_at", "ended_at")
    assert list(Swap.objects.values_list(*fields)) == [
        (ada.event_id, ada.pk, ben.pk, ["name"], ["email"], "agreed", asked_at, agreed_at, None)
    ]


def test_details_are_shown_as_they_are_now(ada, ben):
    swapped(ada, ben, shares=["name", "role"])
    Profile.objects.get(pk=ada.holder_id).card.__class__.objects.update(role="Head of PMO")

    assert swaps.between(ben, ada).theirs.role == "Head of PMO"


def test_decline_looks_to_the_asker_like_no_answer_yet(ada, ben, frozen):
    """P12: in how they stand, in the list, in what taking back does, and in what they may ask then."""
    cleo = came(ada.event, "Cleo Open")
    for other in (ben, cleo):
        swaps.say_yes(ada, other, shares=["name"], now=frozen.now)
    swaps.decline(ben, ada, now=frozen.move(minutes=1))

    seen = [swaps.between(ada, other) for other in (ben, cleo)]
    listed = swaps.standings(ada)
    for other in (ben, cleo):
        swaps.withdraw(ada, other, now=frozen.now)
    taken_back = [swaps.between(ada, other) for other in (ben, cleo)]
    for other in (ben, cleo):
        swaps.say_yes(ada, other, shares=["name"], now=frozen.move(minutes=1))

    assert seen == [Standing(ASKED, ("name",))] * 2
    assert listed == dict.fromkeys((ben.pk, cleo.pk), Standing(ASKED, ("name",)))
    assert taken_back == [Standing(NOTHING)] * 2
    assert [swaps.between(ada, other) for other in (ben, cleo)] == [Standing(ASKED, ("name",))] * 2


def test_asking_again_is_no_second_question_to_somebody_who_said_no(ada, ben):
    swaps.say_yes(ada, ben, shares=["name"], now=now())
    swaps.decline(ben, ada, now=now())
    swaps.withdraw(ada, ben, now=now())
    swaps.say_yes(ada, ben, shares=["name"], now=now())

    assert swaps.asking(ben, now=now()) == []
    assert kinds(ada, ben) == (ASKED, SAID_NO)


def test_who_said_no_may_change_their_mind(ada, ben):
    swaps.say_yes(ada, ben, shares=["name"], now=now())
    swaps.decline(ben, ada, now=now())
    swaps.say_yes(ben, ada, shares=["email"], now=now())

    assert kinds(ada, ben) == (AGREED, AGREED)


def test_decline_is_in_no_export_of_the_asker(ada, ben):
    """P12: what is handed out says the same of an open and of a declined one, taken back or not."""
    user = UserFactory(email="asker@mail.example")
    cleo = came(ada.event, "Cleo Asker", person=Profile.objects.get(user=user))
    for other in (ada, ben):
        swaps.say_yes(cleo, other, shares=["name"], now=now())
    swaps.decline(ben, cleo, now=now())

    standing = {section.title: section.rows for section in personal_data.of(user)}
    for other in (ada, ben):
        swaps.withdraw(cleo, other, now=now())
    taken_back = {section.title: section.rows for section in personal_data.of(user)}

    for handed in (standing, taken_back):
        rows = handed["Swaps you asked for"]
        assert rows[0] == rows[1]
        assert "state" not in rows[0]
        assert "Swaps that you both agreed to" not in handed


def test_both_asking_is_agreeing(ada, ben):
    swaps.say_yes(ada, ben, shares=["name"], now=now())
    swaps.say_yes(ben, ada, shares=["name"], now=now())

    assert kinds(ada, ben) == (AGREED, AGREED)
    assert Swap.objects.count() == 1


def test_everything_said_twice_is_harmless(ada, ben):
    """S34: a replayed yes, no or end changes nothing."""
    for _ in range(2):
        swaps.say_yes(ada, ben, shares=["name"], now=now())
    for _ in range(2):
        swaps.say_yes(ben, ada, shares=["email"], now=now())
    swaps.decline(ben, ada, now=now())
    agreed = kinds(ada, ben)
    for _ in range(2):
        swaps.withdraw(ben, ada, now=now())

    assert agreed == (AGREED, AGREED)
    assert kinds(ada, ben) == (NOTHING, NOTHING)
    assert list(Swap.objects.values_list("state", flat=True)) == ["withdrawn"]


def test_withdrawing_ends_it_for_both_at_once_with_what_is_still_promised(ada, ben):
    swapped(ada, ben)
    promise = promises.make(ada, ben, words="the template", now=now())

    swaps.withdraw(ben, ada, now=now())

    promise.refresh_from_db()
    assert (agreed_of(ada), agreed_of(ben)) == ([], [])
    assert (promises.of(ada).made, promise.state) == ([], "dropped")


def test_only_the_asker_takes_a_question_back(ada, ben):
    swaps.say_yes(ada, ben, shares=["name"], now=now())

    swaps.withdraw(ben, ada, now=now())

    assert kinds(ada, ben) == (ASKED, ASKS_ME)


def test_swap_is_for_people_who_came_to_the_same_evening(ada, ben):
    """P14, S34."""
    elsewhere = came(EventFactory(series=ada.event.series), "Eve Elsewhere")
    absent = came(ada.event, "Abe Absent")
    type(absent).objects.filter(pk=absent.pk).update(checked_in_at=None, checked_in_by="")
    absent.refresh_from_db()

    refusals = set()
    for me, other in ((ada, elsewhere), (ada, absent), (ada, ada), (elsewhere, ada)):
        with pytest.raises(NetworkingRefused) as refused:
            swaps.say_yes(me, other, shares=["name"], now=now())
        refusals.add(str(refused.value))
    with pytest.raises(NetworkingRefused, match="not checked in"):
        swaps.say_yes(absent, ada, shares=["name"], now=now())

    assert refusals == {"We found nobody here to swap details with."}
    assert Swap.objects.count() == 0


def test_swap_is_open_until_fourteen_days_after_the_evening(ada, ben, event, frozen):
    """P14."""
    swaps.say_yes(ada, ben, shares=["name"], now=now())
    last = event.ends_at + dt.timedelta(days=14) - dt.timedelta(seconds=1)

    assert swaps.asking(ben, now=last) == [ada]
    assert swaps.asking(ben, now=last + dt.timedelta(seconds=1)) == []
    with pytest.raises(NetworkingRefused, match="until 14 days"):
        swaps.say_yes(ben, ada, shares=["name"], now=last + dt.timedelta(seconds=1))
    swaps.say_yes(ben, ada, shares=["name"], now=last)
    swaps.withdraw(ada, ben, now=last + dt.timedelta(days=300))
    assert kinds(ada, ben) == (NOTHING, NOTHING)


@pytest.mark.parametrize("blocks", ["ada", "ben"])
def test_blocked_people_are_not_found_and_never_shown_in_either_direction(ada, ben, blocks):
    by, against = (ada, ben) if blocks == "ada" else (ben, ada)
    swapped(ada, ben)
    Block.objects.create(by=by.holder, against=against.holder, said_at=now())

    assert [agreed_of(ada), agreed_of(ben), swaps.standings(ada), swaps.standings(ben)] == [[], [], {}, {}]
    swaps.withdraw(ada, ben, now=now())
    for me, other in ((ada, ben), (ben, ada)):
        with pytest.raises(NetworkingRefused, match=r"^We found nobody here to swap details with\.$"):
            swaps.say_yes(me, other, shares=["name"], now=now())


def test_block_hides_a_question_that_was_asked_before(ada, ben):
    swaps.say_yes(ada, ben, shares=["name"], now=now())
    Block.objects.create(by=ben.holder, against=ada.holder, said_at=now())

    assert swaps.asking(ben, now=now()) == []


def test_who_asked_to_be_erased_is_gone_at_once(ada, ben):
    swapped(ada, ben)
    Profile.objects.filter(pk=ben.holder_id).update(erase_asked_at=now())

    assert agreed_of(ada) == []
    with pytest.raises(NetworkingRefused, match="nobody"):
        swaps.say_yes(ada, ben, shares=["name"], now=now())


def test_twenty_people_may_be_asked_within_a_day(ada, frozen, event):
    """S34. Saying no to some of them, or taking some back, changes nothing in the count (P12)."""
    type(event.places).objects.filter(event=event).update(capacity=60, ceiling=60)
    others = [came(event, f"Guest{number} Person") for number in range(22)]
    for other in others[:20]:
        swaps.say_yes(ada, other, shares=["name"], now=frozen.now)
    swaps.decline(others[0], ada, now=frozen.now)
    swaps.withdraw(ada, others[0], now=frozen.now)
    swaps.say_yes(others[21], ada, shares=["name"], now=frozen.now)

    with pytest.raises(NetworkingRefused, match="20 people within a day"):
        swaps.say_yes(ada, others[20], shares=["name"], now=frozen.now)
    swaps.say_yes(ada, others[21], shares=["name"], now=frozen.now)
    assert kinds(ada, others[21]) == (AGREED, AGREED), "answering is not asking"
    swaps.say_yes(ada, others[20], shares=["name"], now=frozen.move(days=1))


def test_swap_of_an_earlier_evening_is_remembered_as_long_as_it_stands(ada, ben, event):
    july = EventFactory(series=event.series, starts_at=event.starts_at + dt.timedelta(days=30))
    ada_there, ben_there = (came(july, ticket.name, person=ticket.holder) for ticket in (ada, ben))
    before = swaps.earlier(ada_there, ben_there)
    swapped(ada, ben)
    found = swaps.earlier(ada_there, ben_there), swaps.earlier(ben_there, ada_there), swaps.earlier(ada, ben)
    swaps.withdraw(ben, ada, now=now())

    assert (before, found) == (None, (ben, ada, None))
    assert swaps.earlier(ada_there, ben_there) is None


def test_something_must_be_shared(ada, ben):
    for shares in ([], ["employer", "photo"]):
        with pytest.raises(NetworkingRefused, match="at least one"):
            swaps.say_yes(ada, ben, shares=shares, now=now())


def test_last_choice_is_what_was_chosen_before_and_nothing_at_first(ada, ben, event, frozen):
    cleo = came(event, "Cleo Third")
    first = swaps.last_choice(ada)
    swaps.say_yes(ada, ben, shares=["phone", "name"], now=frozen.now)
    asked = swaps.last_choice(ada)
    swaps.say_yes(cleo, ada, shares=["name"], now=frozen.move(minutes=1))
    swaps.say_yes(ada, cleo, shares=["email"], now=frozen.move(minutes=1))

    assert (first, asked, swaps.last_choice(ada)) == ([], ["name", "phone"], ["email"])
    assert swaps.last_choice(ben) == []


@pytest.mark.parametrize("people", [1, 3])
def test_reading_costs_the_same_for_one_and_for_many(ada, event, people, django_assert_num_queries):
    for number in range(people):
        swapped(ada, came(event, f"Guest{number} Person", role="Planner"), back=["name", "role"])

    with django_assert_num_queries(3):
        assert [person.role for person in agreed_of(ada)] == ["Planner"] * people
