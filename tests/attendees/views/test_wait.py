import pytest

from attendees.models import Consent, WaitingListEntry
from events.models import Places
from tests.support.filled_forms import code_shown
from tests.support.waiting import full, give_back, mails, states, wait

PAGE = "/pmo-london/june/wait/"


@pytest.fixture
def event(frozen, series):
    return full(2, series=series, slug="june")


@pytest.fixture
def filled(monkeypatch):
    def fill(**changes):
        further = {f"place-{place}-{field}": "" for place in (2, 3, 4) for field in ("name", "email")}
        form_code = code_shown(monkeypatch)
        return {"name": "Ada", "email": "ada@mail.example", "form_code": form_code, "website": "", **further, **changes}

    return fill


def test_page_asks_for_name_and_email_and_for_no_consent(client, event):
    html = client.get(PAGE).content.decode()

    assert "<h1>Join the waiting list</h1>" in html
    assert "You pay only when you take it" in html
    assert "next dates" not in html
    assert "checkbox" not in html


def test_who_joins_is_told_to_look_into_the_mail(client, event, filled):
    response = client.post(PAGE, filled(**{"place-2-name": "Ben", "place-2-email": "Ada@mail.example"}), follow=True)

    entry = WaitingListEntry.objects.get()
    assert response.redirect_chain == [(f"{PAGE}?sent", 302)]
    assert "<h1>You are on the waiting list</h1>" in response.content.decode()
    assert (entry.people, entry.party) == ([("Ada", "ada@mail.example"), ("Ben", "")], 2)
    assert mails("joined") == ["ada@mail.example"]
    assert not Consent.objects.exists()


def test_answer_is_the_same_for_an_address_that_waits_already(client, event, filled):
    wait(event, "Ada")

    known = client.post(PAGE, filled())
    new = client.post(PAGE, filled(email="ben@mail.example"))

    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"]) == (302, f"{PAGE}?sent")
    assert WaitingListEntry.objects.count() == 2


def test_page_sent_twice_is_one_entry(client, event, filled):
    sent = filled()

    client.post(PAGE, sent)
    client.post(PAGE, sent)

    assert states(event) == [("Ada", "waiting")]


def test_errors_stand_at_their_fields_and_keep_what_was_typed(client, event, filled):
    html = client.post(PAGE, filled(name="", **{"place-3-email": "cleo@mail.example"})).content.decode()

    assert "There is a problem" in html
    assert '<a href="#id_name">Enter your name</a>' in html
    assert "Enter the name of the person with this e-mail address" in html
    assert 'value="cleo@mail.example"' in html
    assert not WaitingListEntry.objects.exists()


def test_hidden_field_filled_in_is_refused(client, event, filled):
    client.post(PAGE, filled(website="spam.example"))

    assert not WaitingListEntry.objects.exists()


def test_one_address_joins_so_many_lists_an_hour(client, event, filled, settings):
    settings.WAITING_PER_ADDRESS_PER_HOUR = 2

    answers = [client.post(PAGE, filled(email=f"{name}@mail.example")).status_code for name in "abc"]

    assert answers == [302, 302, 429]


@pytest.mark.parametrize("post", [True, False])
def test_where_a_place_is_left_nobody_waits(client, event, filled, post):
    give_back(event)

    response = client.post(PAGE, filled()) if post else client.get(PAGE)

    assert (response.status_code, response["Location"]) == (302, "/pmo-london/june/take/")
    assert Places.objects.get(event=event).waiting == 0


def test_list_of_an_evening_that_has_begun_is_closed(client, event, filled, frozen):
    frozen.set(event.starts_at)

    assert "<h1>The waiting list is closed</h1>" in client.get(PAGE).content.decode()
    assert "The evening has begun" in client.post(PAGE, filled()).content.decode()
    assert not WaitingListEntry.objects.exists()


def test_full_evening_asks_to_join_on_each_page(client, event):
    for page in ("/", "/pmo-london/june/"):
        html = client.get(page).content.decode()
        assert f'<a class="button button--big" href="{PAGE}">Join the waiting list</a>' in html
        assert "Take a place</a>" not in html


def test_pages_say_full_while_somebody_waits_though_a_place_is_free(client, event):
    wait(event, "Ada", party=2)
    client.get("/pmo-london/june/")
    give_back(event)

    for page in ("/", "/pmo-london/june/", "/pmo-london/june/take/"):
        html = client.get(page).content.decode()
        assert "Take a place</a>" not in html
        assert "1 place left" not in html
        assert PAGE in html
    assert '"availability": "https://schema.org/SoldOut"' in client.get("/pmo-london/june/").content.decode()
