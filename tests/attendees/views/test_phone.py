import gzip
import json
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from attendees.views import decoder
from events.models import Places
from foundation.lib import clock
from tests.support.cast import opened, signed_in
from tests.support.factories import EveningLinkFactory, EventFactory, ProfileFactory, SignUpFactory, code_of
from tests.support.needs import missing

pytestmark = pytest.mark.usefixtures("frozen")
NAMES = ("phone-list", "kept-door", "door-worker", "door-manifest")


def url(name, event):
    app = "networking" if name == "phone-list" else "attendees"
    return reverse(f"{app}:{name}", kwargs={"event_id": event.pk})


def door(event):
    return reverse("attendees:door", kwargs={"event_id": event.pk})


def kept_by(browser, event):
    """What the service worker of this evening keeps."""
    script = browser.get(url("door-worker", event)).content.decode()
    return json.loads(script.splitlines()[0].removeprefix("const KEPT = ").removesuffix(";"))


@pytest.fixture
def tonight(event, frozen):
    frozen.set(event.starts_at)
    return event


def test_list_is_sent_once_and_then_said_to_be_the_same(dora, tonight, ticket):
    first = dora.get(url("phone-list", tonight))

    same = dora.get(url("phone-list", tonight), HTTP_IF_NONE_MATCH=first["ETag"])

    assert [person["name"] for person in first.json()["people"]] == ["Ada"]
    assert (same.status_code, same.content) == (304, b"")
    assert same["X-Time"] == clock.now().isoformat()
    assert "no-store" in first["Cache-Control"]


def test_list_changes_its_validator_with_what_it_says(dora, tonight, ticket):
    first = dora.get(url("phone-list", tonight))
    dora.post(reverse("networking:check-in", kwargs={"event_id": tonight.pk, "ticket_id": ticket.pk}))

    changed = dora.get(url("phone-list", tonight), HTTP_IF_NONE_MATCH=first["ETag"])

    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    assert changed.json()["people"][0]["by"] == "Dora"


def test_page_that_a_phone_keeps_has_nobody_on_it(dora, tonight, ticket):
    page = dora.get(url("kept-door", tonight)).content.decode()

    assert "The door" in page
    for hidden in ("Ada", ticket.letters, ticket.door_code, "csrfmiddlewaretoken"):
        assert hidden not in page


def test_worker_is_scoped_to_this_evening_and_keeps_files_that_exist(dora, tonight):
    response = dora.get(url("door-worker", tonight))

    second = response.content.decode().splitlines()[1]
    kept = kept_by(dora, tonight)
    assert response["Content-Type"] == "text/javascript"
    assert kept["door"] == f"/door/{tonight.pk}/"
    assert url("door-worker", tonight).startswith(kept["door"])
    assert second == 'importScripts("/static/js/door_worker.js");'
    files = [file.removeprefix("/static/") for file in kept["files"] if file.startswith("/static/")]
    assert [file for file in files if not finders.find(file)] == []


def test_door_weighs_no_more_than_120_kilobytes_in_all(dora, tonight):
    """A12: everything that a phone loads for an evening of a hundred people, the reader of codes too, as it travels."""
    Places.objects.filter(event=tonight).update(capacity=120, ceiling=120)
    for number in range(100):
        SignUpFactory(event=tonight, buyer=ProfileFactory(name=f"Guest{number} Number"), sector="tech")
    kept = kept_by(dora, tonight)
    files = [finders.find(file.removeprefix("/static/")) for file in kept["files"] if file.startswith("/static/")]
    loaded = [Path(file).read_bytes() for file in [*files, finders.find("js/door_worker.js")]]
    loaded += [
        dora.get(path).content for path in (door(tonight), kept["page"], *(url(name, tonight) for name in NAMES))
    ]

    weight = sum(len(gzip.compress(content, 9)) for content in loaded)

    assert decoder.url() or missing("the reader of codes (make scanner)")
    assert weight <= 120_000


@pytest.fixture
def nothing_fetched(settings):
    """A machine on which nobody has fetched the reader of codes."""
    settings.STATICFILES_DIRS = []
    finders.get_finder.cache_clear()
    yield
    finders.get_finder.cache_clear()


def test_phone_without_the_reader_of_codes_keeps_the_rest(dora, tonight, nothing_fetched):
    assert decoder.url() == ""
    assert "" not in kept_by(dora, tonight)["files"]
    assert 'data-decoder=""' in dora.get(url("kept-door", tonight)).content.decode()


def test_manifest_opens_this_door(dora, tonight):
    response = dora.get(url("door-manifest", tonight))

    manifest = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert (manifest["name"], manifest["start_url"], manifest["scope"], manifest["display"]) == (
        "Door: June evening",
        f"/door/{tonight.pk}/",
        f"/door/{tonight.pk}/",
        "standalone",
    )
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"192x192", "512x512"}


@pytest.mark.parametrize("name", NAMES)
def test_shut_door_tells_the_phone_to_forget(event, frozen, name):
    link = EveningLinkFactory(event=event)
    browser = opened(link)
    link.revoked_at = clock.now()
    link.save()

    response = browser.get(url(name, event))

    assert (response.status_code, response.json()) == (404, {"shut": True})
    assert response["Clear-Site-Data"] == '"cache", "storage"'


def test_link_dies_twelve_hours_after_the_end(dora, event, frozen):
    frozen.set(event.ends_at)
    frozen.move(hours=11, minutes=59)
    before = dora.get(url("phone-list", event))
    frozen.move(minutes=1)

    after = dora.get(url("phone-list", event))

    assert (before.status_code, after.status_code) == (200, 404)
    assert "Clear-Site-Data" in after


def test_hosts_phone_forgets_at_the_same_time(henry, event, frozen):
    frozen.set(event.ends_at)
    frozen.move(hours=12)

    assert henry.get(url("phone-list", event)).json() == {"shut": True}


def test_shut_door_leaves_another_evenings_door_on_the_same_phone_alone(event, frozen):
    link, other = EveningLinkFactory(event=event), EveningLinkFactory(event=EventFactory(series=event.series))
    browser = opened(link)
    browser.post(reverse("events:open-evening-link", kwargs={"code": code_of(other)}))
    link.revoked_at = clock.now()
    link.save()

    response = browser.get(url("phone-list", event))

    assert (response.status_code, "Clear-Site-Data" in response) == (404, False)
    assert browser.get(url("phone-list", other.event)).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_browser_that_lost_who_it_was_keeps_what_it_has_not_sent(event, name):
    response = Client().get(url(name, event))

    assert (response.status_code, response.json(), "Clear-Site-Data" in response) == (401, {}, False)


@pytest.mark.parametrize("name", NAMES)
def test_who_has_no_business_at_this_door_learns_nothing(event, ada, name):
    response = signed_in(ada).get(url(name, event))

    assert (response.status_code, response.json()) == (404, {"shut": True})
