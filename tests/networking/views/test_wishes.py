import pytest

from networking.domain import apart, wishes
from networking.models import Block, Round, Wish
from tests.support.cast import signed_in
from tests.support.factories import ProfileFactory, SignUpFactory, now, seated


@pytest.fixture
def address(ticket):
    return f"/t/{ticket.sign_up.manage_code}/evening/wishes/"


@pytest.fixture
def cleo(event):
    return SignUpFactory(event=event, buyer=ProfileFactory(name="Cleo Cardwell")).tickets.get()


def test_wish_is_said_and_taken_back_from_the_page(client, ticket, address):
    for _ in range(2):
        page = client.post(f"{address}change/", {"say": Wish.STAYS}, follow=True).content.decode()
    assert ("Take it back" in page, wishes.of_ticket(ticket)) == (True, {Wish.STAYS})
    assert "Stay at one table" in client.get(address.replace("wishes/", "")).content.decode()

    for _ in range(2):
        page = client.post(f"{address}change/", {"take-back": Wish.STAYS}, follow=True).content.decode()
    assert ("Take it back" in page, wishes.of_ticket(ticket)) == (False, set())


@pytest.mark.parametrize("sent", [{}, {"say": "apart"}, {"say": "x"}, {"without": "9" * 30}, {"without": "x"}])
def test_what_no_button_sends_changes_nothing(client, address, sent):
    response = client.post(f"{address}change/", sent)

    assert (response.status_code, Wish.objects.count()) == (302, 0)


def test_friend_is_named_by_the_letters_of_their_ticket(client, ticket, cleo, address):
    page = client.post(address, {"letters": cleo.letters.lower()}, follow=True).content.decode()

    assert ("when your friend says it too" in page, "Cleo" in page) == (True, False)
    assert Wish.objects.get().other == cleo


def test_name_is_no_way_to_try_out_who_comes(client, ticket, cleo, address):
    answers = [client.post(address, {"letters": name}).content.decode() for name in ("Cleo Cardwell", "Nobody Here")]

    assert [page.count("No place of this evening has these letters") for page in answers] == [2, 2]


def test_company_of_the_same_sign_up_takes_one_tap(client, event):
    eve, dan = SignUpFactory(event=event, people=["Eve", "Dan"]).tickets.order_by("seat")
    address = f"/t/{eve.sign_up.manage_code}/evening/wishes/"
    assert "With Dan" in client.get(address).content.decode()

    answers = [client.post(f"{address}change/", {"with": dan.pk}) for _ in range(2)]
    assert [answer.headers.get("Location") for answer in answers] == [address] * 2
    assert wishes.together(event.pk) == {frozenset((eve.pk, dan.pk))}

    client.post(f"{address}change/", {"without": dan.pk})
    assert wishes.together(event.pk) == set()


def test_nobody_outside_the_sign_up_is_company(client, ticket, cleo, address):
    response = client.post(f"{address}change/", {"with": cleo.pk})

    assert (response.status_code, Wish.objects.count()) == (404, 0)


def test_after_the_evening_nothing_is_wished(client, event, ticket, address, frozen):
    frozen.set(event.ends_at)

    assert "There are no more tables to plan" in client.get(address).content.decode()
    page = client.post(f"{address}change/", {"say": Wish.STAYS}, follow=True).content.decode()
    assert ("The evening is over." in page, Wish.objects.count()) == (True, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_apart_offers_people_of_past_tables(event, ada, ticket, count, django_assert_num_queries):
    others = [SignUpFactory(event=event).tickets.get() for _ in range(count)]
    seated(event, [[ticket, *others]])
    browser = signed_in(ada)
    browser.get("/my/apart/")

    with django_assert_num_queries(6):
        page = browser.get("/my/apart/").content.decode()

    assert page.count("Not with them") == count


def test_apart_is_said_and_taken_back(event, ada, ticket, cleo):
    seated(event, [[ticket, cleo]])
    browser = signed_in(ada)

    page = browser.post("/my/apart/say/", {"about": cleo.pk}, follow=True).content.decode()
    assert "You will never be put at the same table as Cleo." in page
    assert apart.pairs(event.pk) == {frozenset((ticket.pk, cleo.pk))}

    browser.post("/my/apart/take-back/", {"block": Block.objects.get().pk})
    assert apart.pairs(event.pk) == set()


@pytest.mark.parametrize("about", ["", "x", "0", "9" * 30])
def test_apart_from_nobody_is_not_found(ada, ticket, about):
    assert signed_in(ada).post("/my/apart/say/", {"about": about}).status_code == 404


def test_apart_from_a_stranger_is_not_found(ada, ticket, cleo):
    assert signed_in(ada).post("/my/apart/say/", {"about": cleo.pk}).status_code == 404
    assert Block.objects.count() == 0


def test_host_enters_and_removes(henry, event, ticket, cleo):
    address = f"/desk/events/{event.pk}/wishes/"

    sent = {"kind": "apart", "one": ticket.pk, "other": cleo.pk}
    page = henry.post(address, sent, follow=True).content.decode()
    assert ("Entered." in page, "never at the same table" in page) == (True, True)
    assert apart.pairs(event.pk) == {frozenset((ticket.pk, cleo.pk))}

    page = henry.post(f"{address}remove/", {"entry": f"block-{Block.objects.get().pk}"}, follow=True).content.decode()
    assert ("Nothing is wished" in page, apart.pairs(event.pk)) == (True, set())


@pytest.mark.parametrize(
    ("seats", "state", "says"),
    [
        (1, Round.LIVE, "sit apart from the next round on; now they share a table: change it"),
        (2, Round.LIVE, "sit apart from the next round on."),
        (1, Round.CLOSED, "sit apart from the next round on."),
    ],
)
def test_host_hears_what_apart_means_for_the_round_that_is_on(henry, event, ticket, cleo, seats, state, says):
    seated(event, [[ticket, cleo]] if seats == 1 else [[ticket], [cleo]], state=state)

    sent = {"one": ticket.pk, "kind": Wish.APART, "other": cleo.pk}
    assert says in henry.post(f"/desk/events/{event.pk}/wishes/", sent, follow=True).content.decode()


@pytest.mark.parametrize("other", ["", "same"])
def test_host_needs_two_people_for_a_pair(henry, event, ticket, other):
    sent = {"kind": "together", "one": ticket.pk, "other": ticket.pk if other else ""}

    page = henry.post(f"/desk/events/{event.pk}/wishes/", sent).content.decode()

    assert (page.count("Choose somebody else"), Wish.objects.count()) == (2, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_hosts_page_costs_the_same(henry, event, count, django_assert_num_queries):
    for _ in range(count):
        one, other = (SignUpFactory(event=event).tickets.get() for _ in range(2))
        Block.objects.create(by=one.holder, against=other.holder, said_at=now())
        Wish.objects.create(event=event, ticket=one, kind=Wish.STAYS, said_at=now())
    henry.get(f"/desk/events/{event.pk}/wishes/")

    with django_assert_num_queries(8):
        henry.get(f"/desk/events/{event.pk}/wishes/")
