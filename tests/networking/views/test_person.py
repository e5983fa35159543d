import pytest

from networking.domain import own_notes, promises
from networking.models import Promise
from tests.networking.people import came, swapped
from tests.support.cast import signed_in
from tests.support.factories import now, seated
from tests.support.shown_page import Page


@pytest.fixture
def two(frozen, event, ada, ben):
    two = came(event, "Ada Lovelace", person=ada.profile), came(event, "Ben Thackray", person=ben.profile)
    seated(event, [list(two)])
    return two


def test_note_is_saved_for_oneself_and_removed(two, ada, ben):
    browser, path = signed_in(ada), f"/my/people/{two[1].pk}/note/"
    for _ in range(2):
        browser.post(path, {"words": "Runs the  rail PMO."})
    noted, seen = own_notes.words(*two), signed_in(ben).get(f"/my/people/{two[0].pk}/").content.decode()
    emptied = browser.post(path, {"words": ""}, follow=True).content.decode()

    assert "You have no note any more." in emptied
    assert (noted, own_notes.words(*two)) == ("Runs the rail PMO.", "")
    assert "rail PMO" not in seen


def test_note_and_promise_on_one_page_have_each_their_own_label(two, ada):
    swapped(*two)

    page = Page(signed_in(ada).get(f"/my/people/{two[1].pk}/").content.decode())

    typed = [(control.id, control.name) for control in page.controls if control.is_typed]
    assert typed == [("promise_words", "words"), ("note_words", "words")]
    assert {"promise_words", "note_words"} <= page.labels
    assert page.twice == set()


def test_note_that_is_too_long_is_kept_to_be_shortened(two, ada):
    html = signed_in(ada).post(f"/my/people/{two[1].pk}/note/", {"words": "x" * 501}).content.decode()

    assert "Use 500 characters or fewer" in html
    assert "x" * 501 in html


def test_promise_is_made_and_ended_from_the_page(two, ada, ben):
    swapped(*two)
    maker, receiver = signed_in(ada), signed_in(ben)
    for _ in range(2):
        maker.post(f"/my/people/{two[1].pk}/promise/", {"words": "the RAID template"})
    promise = Promise.objects.get()
    seen = receiver.get(f"/my/people/{two[0].pk}/").content.decode()

    assert receiver.post(f"/my/promises/{promise.pk}/sent/").status_code == 404, "only its maker says sent"
    for _ in range(2):
        assert maker.post(f"/my/promises/{promise.pk}/sent/")["Location"] == f"/my/people/{two[1].pk}/"
    receiver.post(f"/my/promises/{promise.pk}/dropped/")
    promise.refresh_from_db()
    assert "Ada sends you" in seen
    assert promise.state == "sent"


def test_promise_of_others_is_not_found(two, zoe):
    swapped(*two)
    promise = promises.make(*two, words="the template", now=now())

    assert signed_in(zoe).post(f"/my/promises/{promise.pk}/dropped/").status_code == 404


def test_promise_needs_a_swap(two, ada):
    html = signed_in(ada).post(f"/my/people/{two[1].pk}/promise/", {"words": "anything"}).content.decode()

    assert "You can promise something to people you swapped details with." in html
    assert Promise.objects.count() == 0
