import pytest

from events.models import Event
from tests.events import evenings


@pytest.fixture
def desk(signed_in, host):
    return signed_in(host)


def test_publishing_leads_to_the_evening(desk, series):
    draft = evenings.make_draft(series)

    answer = desk.post(f"/desk/events/{draft.pk}/publish/")

    draft.refresh_from_db()
    assert (draft.state, answer["Location"]) == (Event.PUBLISHED, f"/desk/events/{draft.pk}/")


def test_what_cannot_be_published_leads_to_the_form_and_says_why(desk, series):
    draft = evenings.make_draft(series, venue=None)

    answer = desk.post(f"/desk/events/{draft.pk}/publish/", follow=True)

    assert answer.redirect_chain == [(f"/desk/events/{draft.pk}/edit/", 302)]
    assert "Say where it is before you publish." in answer.content.decode()
    assert Event.objects.get().state == Event.DRAFT
