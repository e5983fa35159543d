import pytest

from payments.models import Till
from tests.support.cast import signed_in


def text(answer):
    return " ".join(answer.content.decode().split())


def url(event, act=""):
    return f"/door/{event.pk}/till/{act}"


def test_stand_in_notes_float_and_count_and_sees_the_difference(lee, event):
    lee.post(url(event, "float/"), {"amount": "£20"})
    page = text(lee.post(url(event, "close/"), {"counted": "19.50", "note": "short"}, follow=True))

    assert "The till is closed." in page
    assert "−£0.50" in page
    assert "too little" in page
    assert (Till.objects.get().float_by, Till.objects.get().closed_by) == ("Lee", "Lee")


def test_door_helper_has_no_till(dora, event):
    assert [dora.get(url(event)).status_code, dora.post(url(event, "close/"), {"counted": "1"}).status_code] == [
        404
    ] * 2
    assert not Till.objects.exists()


@pytest.mark.parametrize(("typed", "why"), [("", "Enter how much is in the till"), ("x", "Enter an amount like 5")])
def test_wrong_sums_are_refused_and_said_once(henry, event, typed, why):
    for act, field in (("float/", "amount"), ("close/", "counted")):
        page = text(henry.post(url(event, act), {field: typed}))
        assert "There is a problem" in page
        assert why in page
    assert not Till.objects.exists()


def test_second_closing_is_refused(henry, event):
    for counted in ("0", "5"):
        page = text(henry.post(url(event, "close/"), {"counted": counted}, follow=True))

    assert "Henry Host has closed the till already." in page
    assert Till.objects.get().counted_amount == 0


def test_money_page_shows_the_till(owner, event):
    olivia = signed_in(owner)
    before = text(olivia.get(f"/desk/events/{event.pk}/money/"))
    olivia.post(url(event, "close/"), {"counted": "3"})

    assert "The till</a>: not closed" in before
    assert 'counted £3 by Olivia Owner, <span class="nowrap">£3</span>' in text(
        olivia.get(f"/desk/events/{event.pk}/money/")
    )


def test_reopened_till_is_counted_again(henry, event):
    henry.post(url(event, "close/"), {"counted": "3"})
    henry.post(url(event, "reopen/"))

    assert "Close the till" in text(henry.get(url(event)))
