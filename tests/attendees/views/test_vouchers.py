import pytest

from attendees.domain import sign_up
from attendees.domain.wishes import Wish
from events.models import Places, Voucher
from tests.support.cast import signed_in
from tests.support.error_pages import assert_refused

PAGE = "/desk/pmo-london/codes/"


@pytest.fixture
def typed():
    def fill(**changes):
        return {"words": "Speaker-May", "kind": "free", **changes}

    return fill


def test_code_for_an_evening_sets_places_aside_and_has_a_link(henry, event, typed):
    html = henry.post(PAGE, typed(event=event.pk, reserved="2", note="The panel"), follow=True).content.decode()

    made = Voucher.objects.get()
    assert (made.words, made.kind, made.event, made.reserved) == ("SPEAKER-MAY", "free", event, 2)
    assert "The code SPEAKER-MAY is ready." in html
    assert 'value="http://localhost:8000/pmo-london/june/take/?code=SPEAKER-MAY"' in html
    assert "0 places taken with it, 2 more set aside." in html
    assert Places.objects.get(event=event).taken == 2


def test_code_for_every_evening_is_described(henry, event, typed):
    html = henry.post(
        PAGE, typed(kind="percent", percent="20", most_places="5", last_day=f"{event.starts_at:%Y-%m-%d}"), follow=True
    ).content.decode()

    assert "20 % off, at every evening, until " in html
    assert "0 of 5 places taken with it." in html


def test_ending_a_code_keeps_the_places_taken_with_it(henry, event, typed, frozen):
    henry.post(PAGE, typed(event=event.pk, reserved="2"))
    voucher = Voucher.objects.get()
    sign_up.take(event, Wish("Ada", "ada@mail.example", voucher=voucher), now=frozen.now)

    html = henry.post(f"{PAGE}{voucher.pk}/end/", follow=True).content.decode()

    assert "The code SPEAKER-MAY is worth nothing any more. Places taken with it stay." in html
    assert Places.objects.get(event=event).taken == 1


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"words": ""}, "id_words", "Enter the code"),
        ({"words": "a<b"}, "id_words", "Use letters, numbers and hyphens only"),
        ({"kind": ""}, "id_kind_0", "Choose what the code does"),
        ({"kind": "percent"}, "id_percent", "Enter the percentage"),
        ({"kind": "percent", "percent": "101"}, "id_percent", "Enter a whole number from 1 to 100"),
        ({"kind": "fixed"}, "id_off", "Enter the amount"),
        ({"reserved": "2"}, "id_event", "Choose the evening whose places are set aside"),
        ({"last_day": "2001-01-01"}, "id_last_day", "Enter a day that is not over"),
    ],
)
def test_half_a_code_is_asked_again(henry, event, typed, changes, field, sentence):
    assert_refused(henry.post(PAGE, typed(**changes)), **{field: sentence})
    assert not Voucher.objects.exists()


def test_more_than_the_room_has_is_refused(henry, event, typed):
    page = henry.post(PAGE, typed(event=event.pk, reserved="11"))

    assert_refused(page, id_reserved="So many places are not left on that evening")


def test_same_words_twice_are_refused(henry, event, typed):
    henry.post(PAGE, typed())

    again = henry.post(PAGE, typed(words="SPEAKER-may", note="another one"))

    assert_refused(again, id_words="There is a code with these words already.")
    assert henry.post(PAGE, typed())["Location"] == PAGE  # the same twice is a second tap
    assert Voucher.objects.count() == 1


def test_code_of_another_series_is_not_here(zoe, henry, event, typed):
    henry.post(PAGE, typed())

    theirs = signed_in(zoe)
    assert theirs.get(PAGE).status_code == 404
    assert theirs.post(f"/desk/elsewhere/codes/{Voucher.objects.get().pk}/end/").status_code == 404
