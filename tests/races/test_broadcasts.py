"""People say no, and hosts say stop, while a broadcast is being written: nothing of it is left to be sent."""

import time

import pytest

from attendees.domain import broadcasts, consents
from attendees.models import Broadcast, Consent
from foundation.lib import clock
from foundation.mail.domain import outbox
from foundation.mail.models import Message
from tests.support.at_once import at_once, raised
from tests.support.factories import ProfileFactory, SeriesFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PEOPLE = 20
NEWS = {"audience": "agreed", "kind": "marketing", "subject": "A new room", "words": "From January."}


def news():
    """A broadcast that is due, to people who all agreed."""
    series = SeriesFactory()
    for profile in ProfileFactory.create_batch(PEOPLE):
        consents.give(profile, series, source="sign-up page", now=clock.now())
    broadcast = broadcasts.draft(series, wish=NEWS, key=f"news {series.pk}", by="Olivia", now=clock.now())
    broadcasts.plan(broadcast, at=clock.now(), by="Olivia", now=clock.now())
    return broadcast


def write():
    broadcasts.write_due(clock.now())


def say_no(broadcast):
    """Somebody's click; the last of the list, so that it falls while the mails are being rendered."""
    consent = Consent.objects.filter(series=broadcast.series_id).latest("pk")
    return lambda: consents.withdraw(consent, now=clock.now())


def stop(broadcast):
    return lambda: broadcasts.stop(Broadcast.objects.get(pk=broadcast.pk), by="Olivia", now=clock.now())


def unwanted():
    """Mails still to be sent to who said no."""
    withdrawn = Consent.objects.filter(withdrawn_at__isnull=False).values("profile__email")
    return Message.objects.unsent().filter(to__in=withdrawn).count()


def test_who_says_no_meanwhile_gets_nothing():
    for _ in range(6):
        broadcast = news()

        outcomes = at_once(write, say_no(broadcast))

        assert raised(outcomes) == []
        assert unwanted() == 0


def test_without_row_locks_somebody_who_said_no_is_written_to(without_row_locks, monkeypatch):
    """The negative control: the no comes after the list was read and before the mails are saved."""
    write_all = outbox.write_all
    monkeypatch.setattr(outbox, "write_all", lambda mails: time.sleep(0.5) or write_all(mails))

    assert any(_is_written_to_all_the_same() for _ in range(12))


def _is_written_to_all_the_same():
    broadcast = news()
    no = say_no(broadcast)
    at_once(write, lambda: time.sleep(0.2) or no())
    return unwanted() > 0


def test_stopped_meanwhile_nothing_is_left_to_be_sent():
    for _ in range(6):
        broadcast = news()

        outcomes = at_once(write, stop(broadcast))

        broadcast.refresh_from_db()
        left = Message.objects.about(broadcast.about).unsent().count()
        assert raised(outcomes) == []
        assert (broadcast.state in (Broadcast.DRAFT, Broadcast.STOPPED), left) == (True, 0)


def test_two_sweeps_at_once_write_to_each_once():
    broadcast = news()

    outcomes = at_once(*(write for _ in range(4)))

    mails = Message.objects.about(broadcast.about)
    assert raised(outcomes) == []
    assert mails.count() == mails.values("to").distinct().count() == PEOPLE
