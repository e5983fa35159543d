import pytest

from attendees.domain import giving, tickets
from networking.domain import asks, following, look_outs
from networking.domain.look_outs import Offered
from networking.domain.refused import NetworkingRefused
from networking.models import LookOut, Wish
from tests.support.meanwhile import meanwhile
from tests.support.meeting import asked, block, place, regular


@pytest.fixture
def rita(event):
    return regular(event, "Rita", came=7)


@pytest.fixture
def nell(event):
    """New here."""
    return place(event, "Nell")


@pytest.fixture
def paired(rita, nell, frozen):
    look_outs.offer(rita, now=frozen.now)
    look_outs.pair_up(frozen.now)
    return LookOut.objects.get()


def test_regular_offers_and_takes_back_as_often_as_they_like(rita, frozen):
    for _ in range(2):
        look_outs.offer(rita, now=frozen.now)
    assert look_outs.of_regular(rita).state == LookOut.WILLING
    for _ in range(2):
        look_outs.take_back(rita, now=frozen.now)
    assert look_outs.of_regular(rita) is None
    look_outs.offer(rita, now=frozen.now)

    assert LookOut.objects.get().state == LookOut.WILLING


def test_who_came_once_cannot_look_out_for_anybody(event, frozen):
    once = regular(event, "Otto", came=1)

    with pytest.raises(NetworkingRefused, match="at least twice"):
        look_outs.offer(once, now=frozen.now)


def test_first_timer_is_asked_and_both_know_when_they_said_yes(event, rita, nell, paired, frozen):
    assert look_outs.for_newcomer(nell) == Offered(paired, "Rita", 7)
    assert (look_outs.agreed(event.pk), look_outs.for_newcomer(nell).is_agreed) == ([], False)

    for _ in range(2):
        look_outs.agree(nell, now=frozen.now)

    assert look_outs.agreed(event.pk) == [(rita.pk, nell.pk)]
    assert look_outs.newcomer_of(rita) == nell


def test_no_thank_you_frees_the_regular_and_nobody_asks_again(event, rita, nell, paired, frozen):
    for _ in range(2):
        look_outs.decline(nell, now=frozen.now)

    assert Wish.objects.get().kind == Wish.NO_LOOK_OUT
    assert [look_outs.pair_up(frozen.now), look_outs.for_newcomer(nell)] == [0, None]
    other = place(event, "Nora")
    assert [look_outs.pair_up(frozen.now), look_outs.pair_up(frozen.now)] == [1, 0]
    assert look_outs.for_newcomer(other).name == "Rita"


def test_yes_after_the_regular_took_it_back_is_refused(rita, nell, paired, frozen):
    look_outs.take_back(rita, now=frozen.now)

    with pytest.raises(NetworkingRefused, match="changed in the meantime"):
        look_outs.agree(nell, now=frozen.now)


def test_same_sector_is_found_first_then_whose_question_is_about_it(event, frozen):
    plain, asks_it, same = (
        place(event, "Pat"),
        place(event, "Ada", sector="tech"),
        place(event, "Sam", sector="finance"),
    )
    asked(asks_it, sector="finance")
    for name in ("Rita", "Rob", "Ros"):
        look_outs.offer(regular(event, name, sector="finance"), now=frozen.now)

    look_outs.pair_up(frozen.now)

    assert [one.newcomer for one in LookOut.objects.order_by("pk")] == [same, asks_it, plain]


def test_private_question_decides_nothing(event, frozen):
    plain, secret = place(event, "Pat"), place(event, "Ada")
    asked(secret, "I am shortlisted", topic="Interviews", sector="finance", seen=asks.PRIVATE)
    look_outs.offer(regular(event, sector="finance"), now=frozen.now)

    look_outs.pair_up(frozen.now)

    assert LookOut.objects.get().newcomer == plain


def test_blocked_pair_and_friends_are_never_found_for_each_other(event, rita, nell, frozen):
    block(nell, rita)
    friend = place(event, "Fay")
    friend.sign_up, friend.seat = rita.sign_up, 2
    friend.save()
    look_outs.offer(rita, now=frozen.now)

    assert look_outs.pair_up(frozen.now) == 0
    with pytest.raises(NetworkingRefused):
        look_outs.propose(LookOut.objects.get(), newcomer=nell, now=frozen.now)


def test_block_after_both_said_yes_ends_it_everywhere(event, rita, nell, paired, frozen):
    look_outs.agree(nell, now=frozen.now)

    block(rita, nell)

    assert (look_outs.agreed(event.pk), look_outs.for_newcomer(nell), look_outs.newcomer_of(rita)) == ([], None, None)


def test_host_who_taps_twice_has_found_them(rita, nell, frozen):
    look_outs.offer(rita, now=frozen.now)
    first, second = LookOut.objects.get(), LookOut.objects.get()

    look_outs.propose(first, newcomer=nell, now=frozen.now)
    look_outs.propose(second, newcomer=nell, now=frozen.now)

    assert [(one.newcomer, one.state) for one in LookOut.objects.all()] == [(nell, LookOut.PROPOSED)]


def test_host_finds_whom_the_sweep_finds_at_the_same_moment(rita, nell, frozen):
    look_outs.offer(rita, now=frozen.now)
    found = LookOut.objects.select_related("regular", "event").get()

    with meanwhile(lambda: look_outs.pair_up(frozen.now)):
        look_outs.propose(found, newcomer=nell, now=frozen.now)

    assert [(one.newcomer, one.state) for one in LookOut.objects.all()] == [(nell, LookOut.PROPOSED)]


def test_host_cannot_find_two_for_one(event, rita, nell, paired, frozen):
    second = regular(event, "Rob")
    look_outs.offer(second, now=frozen.now)

    with pytest.raises(NetworkingRefused):
        look_outs.propose(LookOut.objects.get(regular=second), newcomer=nell, now=frozen.now)
    look_outs.propose(paired, newcomer=nell, now=frozen.now)

    assert LookOut.objects.get(regular=second).state == LookOut.WILLING


def test_regular_is_free_again_when_the_first_timer_does_not_come(event, rita, nell, paired, frozen):
    look_outs.agree(nell, now=frozen.now)
    tickets.cancel([nell], reason="person", now=frozen.now)

    assert look_outs.agreed(event.pk) == []
    assert [following.carry_out(frozen.now), following.carry_out(frozen.now)] == [1, 0]
    assert look_outs.of_regular(rita).state == LookOut.WILLING


def test_place_given_to_somebody_else_is_paired_with_nobody(event, rita, nell, paired, frozen):
    look_outs.agree(nell, now=frozen.now)
    given = giving.give(nell, name="Zed", email="zed@mail.example", by="Nell", now=frozen.move(hours=1))

    assert (look_outs.agreed(event.pk), look_outs.for_newcomer(given)) == ([], None)


def test_regular_who_does_not_come_looks_out_for_nobody(event, rita, nell, paired, frozen):
    tickets.cancel([rita], reason="person", now=frozen.now)

    assert (look_outs.for_newcomer(nell), look_outs.agreed(event.pk)) == (None, [])
    following.carry_out(frozen.now)
    assert LookOut.objects.get().state == LookOut.WITHDRAWN


def test_pairing_costs_no_more_for_many_first_timers(event, rita, frozen, django_assert_num_queries):
    place(event, "Nell")
    look_outs.offer(rita, now=frozen.now)
    for _ in range(3):
        place(event, "Nora")

    with django_assert_num_queries(15):
        look_outs.pair_up(frozen.now)


def test_sweep_parts_whom_a_block_parts(event, rita, nell, paired, frozen):
    look_outs.agree(nell, now=frozen.now)
    block(rita, nell)

    assert [following.carry_out(frozen.now), following.carry_out(frozen.now)] == [1, 0]

    assert look_outs.of_regular(rita).state == LookOut.WILLING
