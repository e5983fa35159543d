import re

import pytest
from allauth.account.models import EmailAddress

from foundation.accounts.domain import sign_in
from foundation.accounts.models import User
from foundation.mail.models import Message
from tests.support.factories import PASSWORD
from tests.support.meanwhile import meanwhile

pytestmark = pytest.mark.django_db
ELSEWHERE = [
    "//evil.example", "/\\evil.example", "\\\\evil.example", "///evil.example", "javascript:alert(1)",
    "JaVaScRiPt:alert(1)", "data:text/html,x", "https://evil.example/", "https://user@evil.example",
    "http:///evil.example", "https://localhost:8000@evil.example/", "\t//evil.example",
]  # fmt: skip


def ask(client, email, next_path=""):
    return client.post("/sign-in/", {"email": email, "next": next_path})


def mailed_code(email):
    return re.search(r"\d{6}", Message.objects.filter(to=email).latest("id").text).group()


def test_code_signs_an_unknown_address_in_and_makes_its_user(client):
    ask(client, "New.Person@mail.example")

    answer = client.post("/sign-in/code/", {"code": mailed_code("new.person@mail.example")})

    assert (answer.status_code, answer.url) == (302, "/my/")
    user = User.objects.get(email="new.person@mail.example")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert EmailAddress.objects.get(user=user).verified is True


def test_two_tabs_with_the_first_code_of_an_address_are_one_user(db):
    email = "new.person@mail.example"

    with meanwhile(lambda: sign_in.user_of(email), after="accounts_user") as other_tab:
        user = sign_in.user_of(email)

    assert [user] == other_tab
    assert EmailAddress.objects.get(user=user).email == email


def test_known_and_unknown_addresses_get_the_same_answers(client):
    User.objects.create_user("known@mail.example")

    known = ask(client, "known@mail.example")
    unknown = ask(client, "nobody@mail.example")

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url) == (302, "/sign-in/code/")
    assert sorted(Message.objects.values_list("to", "template")) == [
        ("known@mail.example", "accounts/sign_in_code"),
        ("nobody@mail.example", "accounts/sign_in_code"),
    ]


def test_code_of_another_address_is_refused(client):
    ask(client, "a@mail.example")
    other = mailed_code("a@mail.example")
    ask(client, "b@mail.example")
    if other == mailed_code("b@mail.example"):
        pytest.skip("one in a million")

    answer = client.post("/sign-in/code/", {"code": other})

    assert "This is not the code we sent last" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_fifth_wrong_code_ends_the_attempt(client):
    ask(client, "a@mail.example")
    right = mailed_code("a@mail.example")
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        client.post("/sign-in/code/", {"code": wrong})

    answer = client.post("/sign-in/code/", {"code": right})

    assert (answer.status_code, answer.url) == (302, "/sign-in/")
    assert not User.objects.exists()


def test_code_mail_goes_before_all_others_and_expires(client, frozen):
    ask(client, "a@mail.example")

    message = Message.objects.get()

    assert (message.priority, message.kind) == (Message.CODE, Message.SERVICE)
    assert (message.expires_at - message.written_at).total_seconds() == 900


@pytest.mark.parametrize("evil", ELSEWHERE)
def test_next_never_leaves_the_site(client, evil):
    """S26."""
    ask(client, "a@mail.example", next_path=evil)

    answer = client.post("/sign-in/code/", {"code": mailed_code("a@mail.example")})

    assert (answer.status_code, answer.url) == (302, "/my/")


@pytest.mark.parametrize("evil", ELSEWHERE)
def test_next_of_the_password_and_of_signing_out_never_leave_the_site(client, owner, evil):
    """S26."""
    shown = [client.get(page, {"next": evil}).content.decode() for page in ("/sign-in/", "/accounts/login/")]
    came_in = client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD, "next": evil})
    went_out = client.post("/accounts/logout/", {"next": evil})

    assert [re.findall(r'(?:href|action)="(?!/(?!/))[^"#]', page) for page in shown] == [[], []]
    assert [(answer.status_code, answer.url) for answer in (came_in, went_out)] == [(302, "/my/"), (302, "/")]


def test_next_with_a_line_break_splits_no_header(client):
    """S26."""
    ask(client, "a@mail.example", next_path="/%0d%0aSet-Cookie:x=1")

    answer = client.post("/sign-in/code/", {"code": mailed_code("a@mail.example")})

    assert answer.headers["Location"] == "/%0d%0aSet-Cookie:x=1"
    assert "x" not in answer.cookies


def test_other_way_in_keeps_where_one_was_going(client, owner):
    by_code = client.get("/sign-in/?next=/desk/").content.decode()
    by_password = client.get("/accounts/login/?next=/desk/").content.decode()

    answer = client.post(
        "/accounts/login/", {"login": owner.email, "password": PASSWORD, "next": "/desk/"}, follow=True
    )

    assert 'href="/accounts/login/?next=/desk/"' in by_code
    assert 'href="/sign-in/?next=/desk/"' in by_password
    assert by_password.count('name="next" value="/desk/"') == 2  # with the password, with the passkey
    assert answer.redirect_chain == [("/desk/", 302)]


def test_asking_too_often_says_so_kindly(client, same_minute):
    for _ in range(5):
        ask(client, "a@mail.example")

    answer = ask(client, "a@mail.example")

    assert "Please wait a few minutes" in answer.content.decode()
    assert Message.objects.count() == 5


def test_one_address_asks_for_as_many_codes_as_a_room_holds_people(client, settings, same_minute):
    settings.PEOPLE_AT_ONE_ADDRESS = 3

    answers = [
        "Please wait a few minutes" in ask(client, f"a{number}@mail.example").content.decode() for number in range(4)
    ]

    assert answers == [False, False, False, True]
    assert Message.objects.count() == 3
