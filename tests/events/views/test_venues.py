import pytest

from events.models import Venue
from tests.events import typed
from tests.support.error_pages import assert_refused, kept
from tests.support.factories import VenueFactory


@pytest.fixture
def desk(signed_in, host):
    return signed_in(host)


def test_a_venue_is_added(desk, series):
    page = desk.post("/desk/pmo-london/venues/new/", typed.VENUE, follow=True)

    venue = Venue.objects.get(name="The Lamb")
    assert (venue.series, venue.step_free, venue.postcode) == (series, False, "WC1N 3LZ")
    assert "The Lamb is on your list." in page.content.decode()


@pytest.mark.parametrize("url", ["http://map.example/", "javascript:alert(1)", "https://a.example/\r\nX: y", "map"])
def test_a_map_must_be_an_https_address(desk, url):
    page = desk.post("/desk/pmo-london/venues/new/", {**typed.VENUE, "map_url": url})

    if url == "map":  # https:// goes before a bare word
        assert "Enter an address that begins with https://" in page.content.decode()
    else:
        assert_refused(page, id_map_url="Enter an address that begins with https://")
    assert kept(page, "id_name") == "The Lamb"
    assert not Venue.objects.filter(name="The Lamb").exists()


def test_a_venue_is_corrected_and_the_page_says_who_is_told(desk, event, series):
    address = f"/desk/pmo-london/venues/{series.venue_id}/"
    assert "1 coming evening here" in desk.get(address).content.decode()

    desk.post(address, {**typed.VENUE, "step_free": ""})

    venue = Venue.objects.get(pk=series.venue_id)
    event.refresh_from_db()
    assert (venue.name, venue.step_free, event.diary_revision) == ("The Lamb", None, 1)


def test_the_venue_of_another_series_is_not_here(desk, zoe):
    theirs = VenueFactory()

    assert desk.get(f"/desk/pmo-london/venues/{theirs.pk}/").status_code == 404
    assert desk.post(f"/desk/pmo-london/venues/{theirs.pk}/", typed.VENUE).status_code == 404
