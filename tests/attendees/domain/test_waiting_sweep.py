import pytest

from attendees.domain import waiting_sweep
from attendees.models import Ticket
from events.domain import places
from events.models import Event, Places
from tests.support.waiting import full, give_back, mails, states, wait

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(frozen, series):
    event = full(2, series=series)
    for name in ("Ada", "Ben", "Cleo"):
        wait(event, name)
    return event


def waiting(event):
    return Places.objects.get(event=event).waiting


def test_room_that_the_host_made_is_offered(event, frozen):
    places.resize(event.pk, capacity=4)

    assert (waiting_sweep.settle(frozen.now), waiting_sweep.settle(frozen.now)) == (2, 0)
    assert states(event) == [("Ada", "offered"), ("Ben", "offered"), ("Cleo", "waiting")]
    assert waiting(event) == 1


def test_list_closes_with_a_kind_word_when_the_evening_begins(event, frozen):
    frozen.set(event.starts_at)

    assert (waiting_sweep.settle(frozen.now), waiting_sweep.settle(frozen.now)) == (3, 0)
    assert {state for _, state in states(event)} == {"closed"}
    assert mails("closed") == ["ada@mail.example", "ben@mail.example", "cleo@mail.example"]
    assert waiting(event) == 0


def test_cancelled_evening_closes_its_list_and_tells_who_waits_or_has_an_offer(event, frozen):
    give_back(event)
    Event.objects.filter(pk=event.pk).update(state="cancelled", cancelled_at=frozen.now)

    assert (waiting_sweep.settle(frozen.now), waiting_sweep.settle(frozen.now)) == (3, 0)
    assert {state for _, state in states(event)} == {"closed"}
    assert sorted(mails("closed")) == ["ada@mail.example", "ben@mail.example", "cleo@mail.example"]
    assert (waiting(event), Ticket.objects.filter(state="held").count()) == (0, 0)
