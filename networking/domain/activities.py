"""The activities of a series: the house's deck, changed as its hosts like, and which one an evening has."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction

from events.domain import journal
from events.models import Event, Series
from networking.domain import deck, run_sheets
from networking.domain.refused import NetworkingRefused
from networking.models import Activity, RunSheet

WORDS = ("title", "how", "prompt", "minutes", "openers", "tags")


def deck_of(series: Series) -> list[Activity]:
    """All of a series by title, retired ones too; those that the series never touched are not saved. One query."""
    own = {activity.slug: activity for activity in Activity.objects.filter(series=series)}
    house = {entry.slug: _unsaved(series, entry) for entry in deck.HOUSE}
    return sorted({**house, **own}.values(), key=lambda activity: activity.title.casefold())


def offered(series: Series) -> list[Activity]:
    """Those that are not retired."""
    return [activity for activity in deck_of(series) if activity.retired_at is None]


def find(series: Series, slug: str) -> Activity | None:
    """One of the series' deck, saved or not."""
    own = Activity.objects.filter(series=series, slug=slug).first()
    return own or next((_unsaved(series, entry) for entry in deck.HOUSE if entry.slug == slug), None)


def create(series: Series, *, values: Mapping[str, Any], by: str, now: dt.datetime) -> Activity:
    """Save a new one (names as in WORDS); sent twice it is one. Refused when the deck has another of that title."""
    known = _by_title(series)
    if values["title"].casefold() in known:
        there = find(series, known[values["title"].casefold()])
        if there and there.pk and there.retired_at is None and _says(there, values):
            return there
        raise NetworkingRefused("Your deck has an activity of this title already")
    slug = _free(deck.slug_of(values["title"]), taken=known.values())
    with transaction.atomic():
        activity, is_new = Activity.objects.get_or_create(
            series=series, slug=slug, defaults={**values, "changed_at": now}
        )
        if is_new:
            journal.note(series, by=by, sentence=f"added the activity {activity.title}")
    return activity


def edit(activity: Activity, *, changes: Mapping[str, Any], by: str, now: dt.datetime) -> Activity:
    """Change its words; of one of the house's deck the series gets a copy. Its address stays. Nothing new: nothing."""
    if _says(activity, changes):
        return activity
    with transaction.atomic():
        own = _own(activity, now=now)
        Activity.objects.filter(pk=own.pk).update(**changes, changed_at=now)
        journal.note(own.series, by=by, sentence=f"changed the activity {own.title}")
        own.refresh_from_db()
        _tell_evenings(own, now=now)
    return own


def retire(activity: Activity, *, by: str, now: dt.datetime) -> None:
    """It is offered no more; evenings that have it keep it. Twice is harmless."""
    with transaction.atomic():
        own = _own(activity, now=now)
        if Activity.objects.filter(pk=own.pk, retired_at__isnull=True).update(retired_at=now, changed_at=now):
            journal.note(own.series, by=by, sentence=f"retired the activity {own.title}")


def bring_back(activity: Activity, *, by: str, now: dt.datetime) -> None:
    """A retired one is offered again. Twice is harmless."""
    retired = Activity.objects.filter(series=activity.series, slug=activity.slug, retired_at__isnull=False)
    with transaction.atomic():
        if retired.update(retired_at=None, changed_at=now):
            journal.note(activity.series, by=by, sentence=f"brought back the activity {activity.title}")


def bring_in(series: Series, entries: Iterable[deck.Entry], *, by: str, now: dt.datetime) -> int:
    """Save these in the series' deck, over those of the same title, which come back when retired. Returns how many."""
    known = _by_title(series)
    rows = []
    for entry in entries:
        slug = known.setdefault(entry.title.casefold(), "") or _free(entry.slug, taken=known.values())
        known[entry.title.casefold()] = slug
        words = {name: getattr(entry, name) for name in WORDS}
        rows.append(Activity(series=series, slug=slug, changed_at=now, **words))
    with transaction.atomic():
        Activity.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["series", "slug"],
            update_fields=[*WORDS, "changed_at", "retired_at"],
        )
        journal.note(series, by=by, sentence=f"brought in a deck of {len(rows)}")
    return len(rows)


def as_deck(series: Series) -> str:
    """What the series offers, as a file to take away (networking.domain.deck)."""
    return deck.write(deck.Entry(**{name: getattr(each, name) for name in WORDS}) for each in offered(series))


def choose(event: Event, activity: Activity | None, *, by: str, now: dt.datetime) -> None:
    """The evening has this activity, or none. One of the house's deck becomes the series' own. Twice is harmless."""
    with transaction.atomic():
        own = _own(activity, now=now) if activity else None
        sheet = run_sheets.locked(event, now=now)
        if sheet.activity_id != (own.pk if own else None):
            run_sheets.take_activity(sheet, own, now=now)
            done = f"chose the activity {own.title}" if own else "took the activity away"
            journal.note(event, by=by, sentence=done)


def chosen(event: Event) -> Activity | None:
    """The evening's activity."""
    return run_sheets.of(event).activity


def _says(activity: Activity, values: Mapping[str, Any]) -> bool:
    return all(getattr(activity, name) == value for name, value in values.items())


def _unsaved(series: Series, entry: deck.Entry) -> Activity:
    return Activity(series=series, slug=entry.slug, **{name: getattr(entry, name) for name in WORDS})


def _by_title(series: Series) -> dict[str, str]:
    """The addresses of the series' deck by their titles, in one case."""
    return {activity.title.casefold(): activity.slug for activity in deck_of(series)}


def _free(slug: str, *, taken: Collection[str]) -> str:
    """The slug, or the first of its followers (-2, -3 …) that nobody has."""
    followers = (f"{slug[: deck.SLUG - 4]}-{number}" for number in range(2, 1000))
    return slug if slug not in taken else next(each for each in followers if each not in taken)


def _own(activity: Activity, *, now: dt.datetime) -> Activity:
    """Its row, made when there is none."""
    words = {name: getattr(activity, name) for name in WORDS}
    own, _ = Activity.objects.get_or_create(
        series=activity.series, slug=activity.slug, defaults={**words, "changed_at": now}
    )
    return own


def _tell_evenings(activity: Activity, *, now: dt.datetime) -> None:
    """Phones that show it look again."""
    for sheet in RunSheet.objects.select_for_update().filter(activity=activity, event__ends_at__gt=now):
        run_sheets.touch(sheet, now=now)
