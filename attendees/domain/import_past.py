"""Who came to past evenings, as another platform lists them: each line's fate, and bringing the good ones in."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from attendees.domain import import_dates, import_file
from attendees.domain.import_columns import DATE, EMAIL, NAME
from attendees.domain.import_fates import BAD, JOINED, KNOWN, NEW, Fate, batches, read_person
from attendees.domain.import_file import Line, Listing
from attendees.domain.import_terms import ALL, AUTO, COLUMN, MONTH_FIRST, Terms
from attendees.models import Consent, PastAttendance, Profile
from events.models import Series

EARLIEST = dt.date(1990, 1, 1)


@dataclass(frozen=True)
class Checked:
    """The fates of a whole list. `unclear_dates`: 3/4/2026 was read as `month_first` says, and nothing proves it."""

    fates: list[Fate]
    platform: str
    unclear_dates: bool
    month_first: bool


@dataclass(frozen=True)
class Known:
    """What a series knows of the addresses in a list: names, visits, and who has said yes or no to news here."""

    names: Mapping[str, str]
    visits: Collection[tuple[str, dt.date | None]]
    said: Collection[str]


def check(series: Series, text: str, terms: Terms, *, now: dt.datetime) -> Checked:
    """The fate of each line of e-mail, name, date, and whether it brings a yes to news. Raises AttendeeRefused."""
    listing = import_file.read(text, usual=(EMAIL, NAME, DATE))
    written = [line.date for line in listing.lines]
    proved = terms.dates == AUTO and import_dates.are_month_first(written)
    month_first = proved or terms.dates == MONTH_FIRST
    read = [_read(line, listing, series, terms, month_first=month_first, now=now) for line in listing.lines]
    known = _known(series, {fate.email for fate in read})
    return Checked(
        fates=_judge(read, known),
        platform=listing.platform,
        unclear_dates=terms.dates == AUTO and import_dates.are_unclear(written),
        month_first=month_first,
    )


def bring(series: Series, fates: Sequence[Fate], terms: Terms, *, now: dt.datetime) -> None:
    """Save people, visits and consents of these NEW and JOINED lines; what is there already stays as it is."""
    names = {fate.email: fate.name for fate in reversed(fates)}
    Profile.objects.bulk_create(
        [Profile(email=email, name=name, created_at=now) for email, name in names.items()], ignore_conflicts=True
    )
    people = dict(Profile.objects.filter(email__in=names).values_list("email", "pk"))
    visits = [
        PastAttendance(
            profile_id=people[fate.email],
            series=series,
            date=fate.date,
            source=PastAttendance.IMPORTED,
            noted_at=now,
        )
        for fate in fates
        if fate.date
    ]
    consents = [
        Consent(
            profile_id=people[fate.email],
            series=series,
            wording=terms.agreed_words,
            source=terms.agreed_where,
            given_at=dt.datetime.combine(fate.news, dt.time(), series.zone),
        )
        for fate in fates
        if fate.news
    ]
    PastAttendance.objects.bulk_create(visits, ignore_conflicts=True)
    Consent.objects.bulk_create(consents, ignore_conflicts=True)


def _read(line: Line, listing: Listing, series: Series, terms: Terms, *, month_first: bool, now: dt.datetime) -> Fate:
    """A good line is NEW for now."""
    fate = read_person(line)
    if fate.kind == BAD:
        return fate
    if line.gave_up:
        return fate.but(BAD, "Cancelled, refused or waiting there.")
    if listing.was_scanned and not line.was_checked_in:
        return fate.but(BAD, "Was not checked in there.")
    day = import_dates.read(line.date, month_first=month_first, zone=series.zone) if line.date else terms.evening
    if line.date and day is None:
        return fate.but(BAD, f"“{line.date[:60]}” is no date. Write it like 2026-03-03 or 3 March 2026.")
    news = _agreed_on(line, series, terms, month_first=month_first)
    return _with_days(fate, day, news, today=now.astimezone(series.zone).date())


def _with_days(fate: Fate, day: dt.date | None, news: dt.date | None, *, today: dt.date) -> Fate:
    if day and not EARLIEST <= day <= today:
        return fate.but(BAD, f"{day.isoformat()} is not in the past.")
    if news and not EARLIEST <= news <= today:
        return fate.but(BAD, f"The yes to news of {news.isoformat()} is not in the past.")
    if not day and not news:
        return fate.but(BAD, "There is no date, and no yes to news: nothing to keep.")
    return fate.with_days(date=day, news=news)


def _agreed_on(line: Line, series: Series, terms: Terms, *, month_first: bool) -> dt.date | None:
    """When this line's person said yes to news; None without evidence."""
    if terms.news == ALL or (terms.news == COLUMN and line.wants_news):
        own = import_dates.read(line.news_on, month_first=month_first, zone=series.zone) if line.news_on else None
        return own or terms.agreed_on
    return None


def _judge(read: Sequence[Fate], known: Known) -> list[Fate]:
    """What of each line is there already, or stood in an earlier one. A no to news here outweighs a yes there."""
    seen: set[tuple[str, dt.date | None]] = set()
    said = set(known.said)
    judged = []
    for fate in read:
        if fate.kind == NEW:
            if fate.news and fate.email in said:
                fate = fate.with_days(date=fate.date, news=None)
            key = (fate.email, fate.date)
            is_visit = fate.date is not None and key not in known.visits and key not in seen
            fate = _judge_one(fate, known, is_visit=is_visit, is_seen=key in seen)
            seen.add(key)
            if fate.news:
                said.add(fate.email)
        judged.append(fate)
    return judged


def _judge_one(fate: Fate, known: Known, *, is_visit: bool, is_seen: bool) -> Fate:
    if not is_visit and not fate.news:
        return fate.but(KNOWN, "Stands in this list twice." if is_seen else "Known already.")
    if fate.email in known.names:
        return fate.but(JOINED, f"Known as {known.names[fate.email]}.")
    return fate


def _known(series: Series, emails: Collection[str]) -> Known:
    names: dict[str, str] = {}
    visits: set[tuple[str, dt.date | None]] = set()
    said: set[str] = set()
    for batch in batches(sorted(emails)):
        names |= dict(Profile.objects.filter(email__in=batch).values_list("email", "name"))
        noted = PastAttendance.objects.filter(series=series, date__isnull=False, profile__email__in=batch)
        visits |= set(noted.values_list("profile__email", "date"))
        answers = Consent.objects.filter(series=series, profile__email__in=batch)
        said |= set(answers.values_list("profile__email", flat=True))
    return Known(names, visits, said)
