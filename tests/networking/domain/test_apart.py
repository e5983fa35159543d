from networking.domain import apart
from networking.models import Block, Wish
from tests.support.factories import EventFactory, ProfileFactory, SignUpFactory, now


def ticket_of(event, person=None):
    return SignUpFactory(event=event, **({"buyer": person} if person else {})).tickets.get()


def test_block_holds_in_both_directions_and_only_at_evenings_of_both(event):
    ada, ben, cleo = (ticket_of(event) for _ in range(3))
    elsewhere = EventFactory(series=event.series)
    ada_there = ticket_of(elsewhere, ada.holder)
    Block.objects.create(by=ada.holder, against=ben.holder, said_at=now())

    assert apart.pairs(event.pk) == {frozenset((ada.pk, ben.pk))}
    assert apart.pairs(elsewhere.pk) == set()
    assert apart.hidden_from(ada) == {ben.pk}
    assert apart.hidden_from(ben) == {ada.pk}
    assert apart.hidden_from(cleo) == set()
    assert apart.hidden_from(ada_there) == set()


def test_wish_apart_holds_for_somebody_known_by_name_only(event):
    buyer, companion = SignUpFactory(event=event, people=["Ada", "Dan"]).tickets.order_by("seat")
    other = ticket_of(event)
    Wish.objects.create(event=event, ticket=other, kind=Wish.APART, other=companion, said_at=now(), by_host=True)

    assert companion.holder is None
    assert apart.pairs(event.pk) == {frozenset((other.pk, companion.pk))}
    assert apart.hidden_from(companion) == {other.pk}
    assert apart.hidden_from(other) == {companion.pk}
    assert apart.hidden_from(buyer) == set()


def test_asking_costs_the_same_for_one_and_for_many(event, django_assert_num_queries):
    tickets = [ticket_of(event) for _ in range(6)]
    for other in tickets[1:]:
        Block.objects.create(by=tickets[0].holder, against=other.holder, said_at=now())

    with django_assert_num_queries(3):
        assert len(apart.pairs(event.pk)) == 5
    with django_assert_num_queries(3):
        assert len(apart.hidden_from(tickets[0])) == 5


def test_somebody_without_any_evening_is_no_trouble(event):
    Block.objects.create(by=ProfileFactory(), against=ProfileFactory(), said_at=now())

    assert apart.pairs(event.pk) == set()
