import pytest

from attendees.models import Profile
from networking.domain import own_notes
from networking.models import Block
from tests.networking.people import came
from tests.support.factories import EventFactory, now


@pytest.fixture
def ada(frozen, event):
    return came(event, "Ada Lovelace")


def test_note_is_kept_changed_and_removed_and_is_its_owners_alone(ada, event):
    ben = came(event, "Ben Thackray")
    own_notes.write(ada, ben, words="Runs the rail programme.", now=now())
    own_notes.write(ada, ben, words="Runs the rail PMO.", now=now())

    assert own_notes.words(ada, ben) == "Runs the rail PMO."
    assert [note.words for note in own_notes.of(ada.holder, event)] == ["Runs the rail PMO."]
    assert own_notes.of(ben.holder, event) == []
    own_notes.write(ada, ben, words="", now=now())
    assert (own_notes.words(ada, ben), own_notes.of(ada.holder, event)) == ("", [])


def test_notes_are_of_one_evening(ada, event):
    other = EventFactory(series=event.series)
    own_notes.write(ada, came(other, "Ben Thackray"), words="Elsewhere.", now=now())

    assert own_notes.of(ada.holder, event) == []
    assert [note.words for note in own_notes.of(ada.holder, other)] == ["Elsewhere."]


def test_notes_about_somebody_blocked_or_erased_are_not_shown(ada, event):
    ben, cleo = came(event, "Ben Thackray"), came(event, "Cleo Third")
    for other in (ben, cleo):
        own_notes.write(ada, other, words="Words.", now=now())
    Block.objects.create(by=ben.holder, against=ada.holder, said_at=now())
    Profile.objects.filter(pk=cleo.holder_id).update(erase_asked_at=now())

    assert own_notes.of(ada.holder, event) == []
