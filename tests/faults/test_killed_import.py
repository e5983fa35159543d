"""A long list is brought in by processes that are killed with kill -9 on the way: each line is in once."""

import datetime as dt

import pytest

from attendees.domain import imports
from attendees.domain.import_terms import Terms
from attendees.models import PastAttendance, PeopleImport
from events.models import JournalEntry
from foundation.lib import clock
from foundation.sweeps.models import Lease
from tests.support.ports import wait_for


def brought():
    return PeopleImport.objects.get().brought


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_import_killed_half_way_goes_on_without_doubles(product, event):
    lines = "\n".join(f"p{number}@work.example,Person {number},2026-01-06" for number in range(5000))
    imports.want(event, PeopleImport.PAST, lines, Terms(), key="one", by="Henry", now=clock.now())

    kills = 0
    while not PeopleImport.objects.filter(done_at__isnull=False).exists():
        before = brought()
        sweep = product.sweep()
        wait_for(lambda b=before, s=sweep: brought() > b or s.popen.poll() is not None, seconds=60, what="some lines")
        if kills < 3:
            kills += sweep.popen.poll() is None
            sweep.kill()
            Lease.objects.update(until=clock.real_now() - dt.timedelta(seconds=1))  # as if its time had run out
        else:
            sweep.wait()

    assert kills == 3, "the test must have killed somebody"
    assert (brought(), PastAttendance.objects.count()) == (5000, 5000)
    assert JournalEntry.objects.get().sentence == "brought in 5000 past visits from a list"
