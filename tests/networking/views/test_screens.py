"""The host's page of screens, table phones and paper."""

from django.urls import reverse

from events.models import JournalEntry
from foundation.lib import qr
from networking.models import Round, RunSheet
from tests.support.rooms import here, plan, run_sheet


def url(event):
    return reverse("networking:screens", kwargs={"event_id": event.pk})


def test_host_opens_the_screen_and_the_table_phone_from_here(henry, event, settings):
    sheet = run_sheet(event)

    page = henry.get(url(event)).content.decode()

    table = f"{settings.SITE_URL}/table/{sheet.table_code}/"
    assert f'href="{settings.SITE_URL}/wall/{sheet.wall_code}/"' in page
    assert f'href="{table}"' in page
    assert qr.svg(table) in page


def test_looking_makes_no_addresses_and_asking_makes_them_once(henry, event):
    looked = henry.get(url(event)).content.decode()
    before = RunSheet.objects.count()

    henry.post(url(event))
    henry.post(url(event))

    assert "Make the addresses" in looked
    assert (before, RunSheet.objects.count(), RunSheet.objects.get().issue) == (0, 1, 1)


def test_new_addresses_replace_the_old_ones_once_however_often_it_is_sent(henry, event):
    old = run_sheet(event).wall_code

    for _ in range(2):
        henry.post(url(event), {"issue": "1"})

    sheet = RunSheet.objects.get()
    assert (sheet.issue, sheet.wall_code == old) == (2, False)
    sentences = JournalEntry.objects.filter(event=event).values_list("by", "sentence")
    assert list(sentences) == [("Henry Host", "made new addresses for the room’s screen and the tables’ phones")]


def test_what_was_printed_counts_as_told(henry, event):
    plan(event, here(event, "Ada Adams", "Ben Brown"))

    henry.post(url(event), {"paper": "1"})

    assert list(Round.objects.values_list("is_told", flat=True)) == [True]


def test_stand_in_may_and_door_may_not(lee, dora, event):
    assert (lee.get(url(event)).status_code, dora.get(url(event)).status_code) == (200, 404)
