"""Access needs, reminders, been before, keeping a place."""

from attendees.models import AccessNeed, PastAttendance, Profile
from tests.support.ticket_pages import path


def test_buyer_tells_needs_of_everybody_and_a_companion_the_own(client, pair):
    ben = pair.tickets.get(seat=2)
    client.post(path(pair, "access-need"), {"need-1": "A stool", "need-2": "No steps"})

    response = client.post(path(ben, "access-need"), {"need-1": "Not mine to say", "need-2": "A lift"})

    assert response["Location"] == f"{path(ben)}?done=need"
    assert list(AccessNeed.objects.order_by("ticket__seat").values_list("words", flat=True)) == ["A stool", "A lift"]
    assert "A stool" not in client.get(path(ben, "access-need")).content.decode()


def test_need_is_taken_back_by_emptying_it(client, single):
    for words in ("A chair", ""):
        client.post(path(single, "access-need"), {"need-1": words})

    assert not AccessNeed.objects.exists()


def test_reminders_go_off_and_on_by_a_button_for_the_places_of_that_page_only(client, pair, frozen):
    ben = pair.tickets.get(seat=2)

    for _ in range(2):
        client.post(path(ben, "reminders"), {"reminders": "off"})

    ben.refresh_from_db()
    assert ben.reminders_off_at == frozen.now
    assert "Reminders of this evening are off" in client.get(path(ben, "reminders")).content.decode()
    assert "Stop reminding me" in client.get(path(pair, "reminders")).content.decode()
    assert not Profile.objects.filter(reminders_off_at__isnull=False).exists()
    client.post(path(ben, "reminders"), {"reminders": "on"})
    ben.refresh_from_db()
    assert ben.reminders_off_at is None


def test_buyer_switches_the_reminders_of_the_sign_up(client, pair, frozen):
    client.post(path(pair, "reminders"), {"reminders": "off"})

    pair.refresh_from_db()
    assert (pair.reminders_off_at, pair.tickets.filter(reminders_off_at__isnull=False).count()) == (frozen.now, 0)


def test_ticket_without_an_address_has_no_reminders_to_switch(client, pair):
    pair.tickets.filter(seat=2).update(email="", holder=None)
    ben = pair.tickets.get(seat=2)

    assert "no reminders go to you" in client.get(path(ben, "reminders")).content.decode()
    assert client.post(path(ben, "reminders"), {"reminders": "off"}).status_code == 200


def test_been_before_is_one_tap_and_twice_is_harmless(client, single, frozen):
    for _ in range(2):
        response = client.post(path(single, "been-before"))

    assert response["Location"] == f"{path(single)}?done=been-before"
    assert (single.tickets.get().been_before_at, PastAttendance.objects.count()) == (frozen.now, 1)
    assert "You told us so." in client.get(path(single, "been-before")).content.decode()


def test_buyer_who_gave_the_place_away_says_nothing_for_the_other(client, pair):
    pair.tickets.filter(seat=1).update(email="", holder=None, name="Cleo")

    client.post(path(pair, "been-before"))

    assert not PastAttendance.objects.exists()


def test_changed_evening_asks_and_keeping_answers_once(client, single, changed, frozen):
    page = client.get(path(single)).content.decode()
    question = client.get(path(single, "kept")).content.decode()

    responses = [client.post(path(single, "kept")) for _ in range(2)]

    assert "This evening has changed" in page
    assert "The place changed from A to B." in question
    assert [response["Location"] for response in responses] == [f"{path(single)}?done=kept"] * 2
    single.refresh_from_db()
    assert single.kept_after_move_at == frozen.now
    assert "This evening has changed" not in client.get(path(single)).content.decode()
    assert "You told us that you are staying." in client.get(path(single, "kept")).content.decode()


def test_unchanged_evening_asks_nothing(client, single):
    html = client.get(path(single, "kept")).content.decode()
    client.post(path(single, "kept"))

    single.refresh_from_db()
    assert ("Nothing to answer" in html, single.kept_after_move_at) == (True, None)


def test_keeping_is_the_buyers_choice(client, pair, changed):
    assert client.post(path(pair.tickets.get(seat=2), "kept")).status_code == 404
