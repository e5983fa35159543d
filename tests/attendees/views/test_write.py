import html

import pytest

from attendees.domain import broadcasts, consents
from attendees.models import Broadcast, SignUp
from events.models import Event
from foundation.mail.models import Message
from tests.support.cast import signed_in
from tests.support.factories import ProfileFactory, SignUpFactory
from tests.support.filled_forms import code_of_page

pytestmark = pytest.mark.usefixtures("frozen")
WORDS = "We are upstairs tonight.\n\nThe black door <b>on the left</b>."


def url(event):
    return f"/desk/events/{event.pk}/write/"


def words(response):
    return " ".join(html.unescape(response.content.decode()).split())


@pytest.fixture
def people(event, ticket, ben):
    """Ada with a companion who has an address; Ben twice; Cem without a valid place."""
    SignUpFactory(event=event, buyer=ben.profile)
    ticket.sign_up.tickets.create(
        event=event, seat=2, name="Amy", email="amy@work.example", state="valid", confirmed_at=event.created_at
    )
    SignUpFactory(event=event, buyer=ProfileFactory(email="cem@work.example"), state="cancelled")
    return event


def write(browser, event, **typed):
    """The page that shows the draft."""
    form = {
        "form_code": code_of_page(browser.get(url(event))),
        "audience": "coming",
        "kind": "service",
        "subject": "The black door",
        "words": WORDS,
        **typed,
    }
    return browser.post(url(event), form, follow=True)


def send(browser, **typed):
    [broadcast] = Broadcast.objects.all()
    return browser.post(f"/desk/broadcasts/{broadcast.pk}/send/", {"when": "now", **typed}, follow=True)


def test_mail_is_looked_at_before_anything_is_sent(henry, people):
    response = write(henry, people)

    page, frame = words(response), henry.get(f"/desk/broadcasts/{Broadcast.objects.get().pk}/html/")
    assert "Everyone coming: 3 addresses as it stands now" in page
    assert "We are upstairs tonight." in page
    assert "<b>" not in frame.content.decode()
    assert "sandbox" in frame["Content-Security-Policy"]
    assert not Message.objects.exists()


def test_look_at_the_mail_gives_nobodys_ticket_away(lee, people):
    page = words(write(lee, people))

    assert "http://localhost:8000/t/" in page
    for sign_up in SignUp.objects.all():
        assert sign_up.manage_code not in page
        assert all(ticket.manage_code not in page for ticket in sign_up.tickets.all())


def test_stand_in_sends_it_and_sees_no_addresses(lee, people, frozen):
    write(lee, people)
    seen = words(send(lee))
    broadcasts.write_due(frozen.now)

    page = words(lee.get(f"/desk/broadcasts/{Broadcast.objects.get().pk}/"))

    assert "To be sent" in seen
    assert "Amy" in page
    assert "amy@work.example" not in page


def test_host_sees_what_became_of_it_person_by_person(henry, people, frozen):
    write(henry, people)
    send(henry)
    broadcasts.write_due(frozen.now)
    Message.objects.filter(to="ada@mail.example").update(state="sent", sent_at=frozen.now)
    Message.objects.filter(to="ben@mail.example").update(
        state="failed", failed_at=frozen.now, failure="550 no such user"
    )

    response = henry.get(f"/desk/broadcasts/{Broadcast.objects.get().pk}/")

    tiles = [(tile["label"], tile["figure"]) for tile in response.context["tiles"]]
    assert tiles == [("Sent", 1), ("On their way", 1), ("Failed", 1)]
    assert "550 no such user" in words(response)
    assert "amy@work.example" in words(response)


def test_form_sent_twice_is_one_draft(henry, people):
    code = code_of_page(henry.get(url(people)))

    pages = [write(henry, people, form_code=code) for _ in range(2)]

    assert pages[0].redirect_chain == pages[1].redirect_chain
    assert Broadcast.objects.count() == 1


def test_words_are_changed_before_they_go(henry, people):
    write(henry, people)
    address = f"/desk/broadcasts/{Broadcast.objects.get().pk}/words/"
    form = {"form_code": code_of_page(henry.get(address)), "audience": "coming", "kind": "service"}

    henry.post(address, {**form, "subject": "The green door", "words": "It is green."})

    draft = Broadcast.objects.get()
    assert (draft.subject, draft.words) == ("The green door", "It is green.")


def test_before_the_evening_it_is_about_it_and_after_it_the_consent_filter_is_on(henry, people, frozen):
    before = henry.get(url(people)).context["form"]
    frozen.set(people.ends_at)
    after = henry.get(url(people)).context["form"]

    assert (before.initial["audience"], before.initial["kind"]) == ("coming", "service")
    assert (after.initial["audience"], after.initial["kind"]) == ("came", "marketing")


def test_advertising_in_a_mail_about_the_evening_is_said(henry, people):
    page = words(write(henry, people, words="Book now for the next date!"))

    assert "“book now”, “next date”: a mail about the evening must not advertise." in page


def test_later_is_by_the_clocks_of_the_evening(henry, people):
    write(henry, people)

    page = words(send(henry, when="later", day="2026-06-03", time="09:15"))

    assert "Wednesday 3 June 2026, 09:15, London time" in page
    assert f"{Broadcast.objects.get().due_at:%H:%M}" == "08:15"


@pytest.mark.parametrize(
    ("day", "time", "why"),
    [
        ("", "", "Enter the day and the time"),
        ("2026-05-31", "09:00", "Choose a time that is still to come"),
        ("2026-07-01", "09:00", "This evening is over or not published at that time"),
    ],
)
def test_wrong_times_are_refused(henry, people, day, time, why):
    write(henry, people)

    assert why in words(send(henry, when="later", day=day, time=time))
    assert Broadcast.objects.get().state == Broadcast.DRAFT


def test_taken_back_it_is_a_draft_again(henry, people):
    write(henry, people)
    send(henry, when="later", day="2026-06-03", time="09:15")

    page = words(henry.post(f"/desk/broadcasts/{Broadcast.objects.get().pk}/stop/", follow=True))

    assert "Taken back." in page
    assert Broadcast.objects.get().state == Broadcast.DRAFT


def test_draft_is_thrown_away_and_what_was_sent_stays(henry, people):
    for sent in (False, True):
        write(henry, people)
        address = f"/desk/broadcasts/{Broadcast.objects.get().pk}/"
        if sent:
            send(henry)
        henry.post(f"{address}throw-away/")
        assert Broadcast.objects.exists() is sent


def test_test_mail_goes_to_who_asks_for_it(henry, people):
    token = write(henry, people).context["token"]
    address = f"/desk/broadcasts/{Broadcast.objects.get().pk}/test/"

    for _ in range(2):
        henry.post(address, {"token": token})

    assert [(mail.to, mail.subject) for mail in Message.objects.all()] == [
        ("henry@mail.example", "Test: The black door")
    ]


def test_empty_mail_is_refused(henry, people):
    page = words(write(henry, people, words="  ", subject=""))

    assert "Enter what they should know" in page
    assert "Enter a subject" in page
    assert not Broadcast.objects.exists()


def test_nobody_to_write_to_is_said(henry, event):
    assert "Nobody to write to" in words(write(henry, event))


def test_cancelled_evening_is_not_written_to(henry, people, frozen):
    write(henry, people)
    Event.objects.filter(pk=people.pk).update(state="cancelled", cancelled_at=frozen.now)

    assert "over or not published" in words(send(henry))
    assert Broadcast.objects.get().state == Broadcast.DRAFT


def test_series_is_written_to_with_marketing_whatever_is_asked(henry, series, ada, frozen):
    consents.give(ada.profile, series, source="sign-up page", now=frozen.now)
    form = {
        "form_code": code_of_page(henry.get("/desk/pmo-london/write/")),
        "subject": "News",
        "words": "From January.",
    }

    response = henry.post("/desk/pmo-london/write/", {**form, "audience": "agreed", "kind": "service"}, follow=True)

    assert "Everyone who asked to hear about the next dates: 1 address as it stands now" in words(response)
    assert Broadcast.objects.get().kind == "marketing"


def test_other_series_host_finds_no_such_broadcast(henry, zoe, people):
    write(henry, people)
    address = f"/desk/broadcasts/{Broadcast.objects.get().pk}/"

    assert signed_in(zoe).get(address).status_code == 404
    assert signed_in(zoe).post(f"{address}send/", {"when": "now"}).status_code == 404
    assert henry.get("/desk/broadcasts/987654/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_results_take_the_same_queries_for_one_and_three(henry, event, frozen, django_assert_num_queries, count):
    SignUpFactory.create_batch(count, event=event)
    write(henry, event)
    send(henry)
    broadcasts.write_due(frozen.now)

    with django_assert_num_queries(9):
        henry.get(f"/desk/broadcasts/{Broadcast.objects.get().pk}/")
