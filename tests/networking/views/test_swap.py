import pytest

from networking.domain import swaps
from networking.domain.swaps import AGREED, ASKED, NOTHING, SAID_NO
from networking.models import Block
from tests.networking.people import came, swapped
from tests.support.cast import signed_in
from tests.support.factories import EventFactory, SignUpFactory, now, seated

SECRETS = ["Lovelace", "ada@mail.example", "02079460001", "Head of PMO"]


@pytest.fixture
def room(frozen, event, ada, ben):
    """Ada and Ben sat at a table; Ada has a card, and both can sign in."""
    card = {"phone": "02079460001", "role": "Head of PMO"}
    room = came(event, "Ada Lovelace", person=ada.profile, **card), came(event, "Ben Thackray", person=ben.profile)
    seated(event, [list(room)])
    return room


def page(browser, other, *parts):
    return browser.get("/".join(["/my/people", str(other.pk), *parts, ""]))


def say(browser, other, *shares):
    return browser.post(f"/my/people/{other.pk}/swap/", {"shares": shares})


def test_two_at_a_table_swap_details(room, ada, ben):
    """P11: nothing but a first name before both said yes."""
    (hers, his), (ada, ben) = room, (signed_in(ada), signed_in(ben))
    offered = page(ben, hers).content.decode()
    asked = say(ada, his, "phone", "name")
    before = [page(ben, hers).content.decode(), ben.get("/my/people/").content.decode()]
    agreed = say(ben, hers, "email")

    assert (asked.status_code, agreed.status_code) == (302, 302)
    for html in (offered, *before):
        assert [secret for secret in SECRETS if secret in html] == []
        assert "Ada" in html
    after = page(ben, hers).content.decode()
    assert [secret for secret in SECRETS if secret in after] == ["Lovelace", "02079460001"]
    assert "ben@mail.example" in page(ada, his).content.decode()


def test_nothing_is_ticked_that_was_not_chosen_before(room, ada, event):
    (_, his), browser = room, signed_in(ada)
    first = page(browser, his).content.decode()
    say(browser, his, "phone")
    cleo = came(event, "Cleo Third")
    seated(event, [[room[0], cleo]])

    html = page(browser, cleo).content.decode()
    assert ("checked" in first, html.count(" checked"), 'value="phone" id="id_shares_2" checked' in html) == (
        False, 1, True,
    )  # fmt: skip
    assert 'value="link"' not in html, "what nobody gave is not offered"


def test_something_must_be_chosen(room, ada):
    html = say(signed_in(ada), room[1]).content.decode()

    assert html.count("Choose at least one thing to share") == 2
    assert "<title>Error: Swap details with Ben" in html
    assert swaps.between(*room).kind == NOTHING


def test_no_is_silent(room, ada, ben):
    """P12: the asker's pages are the same before and after, byte for byte but for the CSRF token."""
    (hers, his), asker = room, signed_in(ada)
    say(asker, his, "name")
    paths = ["/my/people/", f"/my/people/{his.pk}/", f"/my/people/{his.pk}/swap/", "/my/people/my-people.csv"]
    before = [without_token(asker.get(path)) for path in paths]
    answer = signed_in(ben).post(f"/my/people/{hers.pk}/no/", follow=True)

    assert "is not told that you said no" in answer.content.decode()
    assert swaps.between(his, hers).kind == SAID_NO
    assert [without_token(asker.get(path)) for path in paths] == before


def without_token(response):
    lines = b"".join(response).decode().splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line] + [
        line.partition("value=")[0] for line in lines if "csrfmiddlewaretoken" in line
    ]


@pytest.mark.parametrize("part", ["", "swap/"])
def test_page_of_somebody_at_the_table_leads_to_the_host_privately(room, ada, part):
    hers, his = room

    html = signed_in(ada).get(f"/my/people/{his.pk}/{part}").content.decode()

    assert html.count(f'<a href="/t/{hers.manage_code}/evening/host/">Talk to the host privately</a>') == 1
    assert signed_in(ada).get(f"/t/{hers.manage_code}/evening/host/").status_code == 200


def test_ended_swap_is_gone_at_once_from_page_card_and_table(room, ada, ben):
    hers, his = room
    swapped(hers, his, shares=["name", "phone"])
    browser = signed_in(ben)
    paths = ["/my/people/", "/my/people/my-people.vcf", "/my/people/my-people.csv", f"/my/people/{hers.pk}/"]
    shown = ["Lovelace" in b"".join(browser.get(path)).decode() for path in paths]

    signed_in(ada).post(f"/my/people/{his.pk}/end/")

    assert shown == [True] * 4
    for path in paths:
        html = b"".join(browser.get(path)).decode()
        assert [secret for secret in SECRETS if secret in html] == [], path
    assert browser.get(f"/my/people/{hers.pk}/card.vcf").status_code == 404


def test_swap_with_somebody_of_another_table_is_ended_twice(room, ada, event):
    cleo = came(event, "Cleo Third")
    swapped(room[0], cleo)
    browser = signed_in(ada)

    answers = [browser.post(f"/my/people/{cleo.pk}/end/") for _ in range(2)]

    assert [answer.headers.get("Location") for answer in answers] == ["/my/people/"] * 2
    assert page(browser, cleo).status_code == 404


def test_nothing_is_ended_with_somebody_who_was_never_asked(room, ada, event):
    cleo = came(event, "Cleo Third")

    assert signed_in(ada).post(f"/my/people/{cleo.pk}/end/").status_code == 404


def test_card_of_one_person_holds_what_they_share(room, ben):
    hers, his = room
    swapped(hers, his, shares=["name"])

    card = signed_in(ben).get(f"/my/people/{hers.pk}/card.vcf")

    assert card["Content-Type"] == "text/vcard; charset=utf-8"
    assert card["Content-Disposition"] == 'attachment; filename="ada-lovelace.vcf"'
    assert [secret for secret in SECRETS if secret in card.content.decode()] == ["Lovelace"]


def test_people_cannot_be_gone_through_by_number(room, ada, event):
    """S34, S1."""
    cleo, elsewhere = came(event, "Cleo Third"), came(EventFactory(series=event.series), "Eve Elsewhere")
    absent = SignUpFactory(event=event).tickets.get()
    browser = signed_in(ada)

    for other in (cleo, elsewhere, absent, room[0]):
        assert page(browser, other).status_code == 404
        assert say(browser, other, "name").status_code == 404


@pytest.mark.parametrize("who", [0, 1])
def test_blocked_people_find_each_other_nowhere(room, ada, ben, who):
    Block.objects.create(by=room[who].holder, against=room[1 - who].holder, said_at=now())

    for user, other in ((ada, room[1]), (ben, room[0])):
        browser = signed_in(user)
        scanned = browser.get(f"/d/{other.door_code}/", follow=True)
        assert page(browser, other).status_code == 404
        assert say(browser, other, "name").status_code == 404
        assert "This is a ticket" in scanned.content.decode()
        assert other.first_name not in scanned.content.decode()


def test_scanned_code_leads_who_came_to_a_swap(room, ada, event, client):
    cleo = came(event, "Cleo Third")
    browser = signed_in(ada)

    led = browser.get(f"/d/{cleo.door_code}/", follow=True)
    asked = browser.post(f"/d/{cleo.door_code}/swap/", {"shares": ["name"]})

    assert led.redirect_chain == [(f"/d/{cleo.door_code}/swap/", 302)]
    assert "Swap details with Cleo" in led.content.decode()
    assert asked["Location"] == f"/my/people/{cleo.pk}/"
    assert swaps.between(room[0], cleo).kind == ASKED
    nobody = client.get(f"/d/{cleo.door_code}/")
    assert (nobody.status_code, "Cleo" in nobody.content.decode()) == (200, False)
    assert client.get(f"/d/{cleo.door_code}/swap/")["Location"].startswith("/sign-in/?next=/d/")


def test_scanning_shows_the_same_of_who_did_not_come_and_of_who_is_blocked(room, ada, event):
    absent, blocked = SignUpFactory(event=event).tickets.get(), came(event, "Cleo Third")
    Block.objects.create(by=blocked.holder, against=room[0].holder, said_at=now())
    browser = signed_in(ada)

    pages = [browser.get(f"/d/{other.door_code}/", follow=True) for other in (absent, blocked)]

    assert pages[0].content == pages[1].content
    assert [len(each.redirect_chain) for each in pages] == [1, 1]


def test_replayed_yes_changes_nothing(room, ada, ben):
    """S34."""
    hers, his = room
    for _ in range(2):
        say(signed_in(ada), his, "name")
        say(signed_in(ben), hers, "name")

    assert swaps.between(hers, his).kind == AGREED


def test_who_is_signed_in_is_said_and_can_be_changed(room, ada, ben):
    browser = signed_in(ben)
    html = page(browser, room[0]).content.decode()
    out = browser.post("/accounts/logout/", {"next": "/sign-in/?next=/my/people/"})

    assert "ben@mail.example" in html
    assert 'name="next" value="/sign-in/?next=/my/people/"' in html
    assert (out.status_code, out["Location"]) == (302, "/sign-in/?next=/my/people/")
    assert browser.get("/my/people/")["Location"] == "/sign-in/?next=/my/people/"


def test_who_was_signed_out_meanwhile_signs_in_and_comes_to_their_own_pages(room, client):
    answers = [
        client.post(path, {"shares": ["name"]})["Location"]
        for path in (f"/my/people/{room[1].pk}/swap/", f"/d/{room[1].door_code}/swap/")
    ]

    assert answers == ["/sign-in/?next=/my/"] * 2
