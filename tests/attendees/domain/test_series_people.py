import datetime as dt

import pytest

from attendees.domain import consents, series_people, welcome
from attendees.domain.choices import Choice
from attendees.models import PastAttendance, PersonNote, Profile, Ticket
from tests.support.factories import EventFactory, ProfileFactory, SeriesFactory, SignUpFactory

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def past(series, frozen):
    """An evening three months ago."""
    return EventFactory(series=series, title="March", starts_at=frozen.now - dt.timedelta(days=90))


@pytest.fixture
def people(series, past, event, frozen):
    """Ann came twice and comes again, Bea comes for the first time, Cal never came, Dee only wants news,
    Eli came before we counted, Fay said so; Gus let a hold lapse and Hal came to another series."""
    made = {name: ProfileFactory(name=name, email=f"{name.lower()}@work.example") for name in
            ("Ann", "Bea", "Cal", "Dee", "Eli", "Fay", "Gus", "Hal")}  # fmt: skip
    SignUpFactory(event=past, buyer=made["Ann"], sector="tech")
    Ticket.objects.update(checked_in_at=past.starts_at, checked_in_by="Dora")
    noted(made["Ann"], series, frozen, dt.date(2025, 11, 4))
    SignUpFactory(event=event, buyer=made["Ann"])
    SignUpFactory(event=event, buyer=made["Bea"], sector="health")
    SignUpFactory(event=past, buyer=made["Cal"])
    consents.give(made["Dee"], series, source="sign-up page", now=frozen.now)
    noted(made["Eli"], series, frozen, dt.date(2025, 10, 7))
    SignUpFactory(event=event, buyer=made["Fay"])
    Ticket.objects.filter(name="Fay").update(been_before_at=frozen.now)
    SignUpFactory(event=event, buyer=made["Gus"], state="expired")
    SignUpFactory(event=EventFactory(), buyer=made["Hal"])
    Profile.objects.filter(name="Cal").update(sector="tech")
    return made


def noted(profile, series, frozen, date):
    PastAttendance.objects.create(profile=profile, series=series, date=date, source="imported", noted_at=frozen.now)


def names(series, frozen, show=series_people.EVERYBODY, **narrowed):
    found = series_people.find(series, Choice(show=show, **narrowed), now=frozen.now)
    return "".join(profile.name[0] for profile in found)


@pytest.mark.parametrize(
    ("show", "found"),
    [
        ("everybody", "ABCDEF"),
        ("coming", "ABF"),
        ("first", "B"),
        ("came", "AEF"),
        ("never", "BCD"),
        ("not-welcome", "C"),
    ],
)
def test_list_shows_who_belongs_to_the_series_by_state(series, people, frozen, show, found):
    welcome.mark(people["Cal"], series, reason="Rude.", by="Henry", now=frozen.now)

    assert names(series, frozen, show) == found


def test_list_is_narrowed_by_sector_news_and_words(series, people, frozen):
    assert names(series, frozen, sector="tech") == "AC"
    assert names(series, frozen, sector="health") == "B"
    assert names(series, frozen, news="yes") == "D"
    assert names(series, frozen, news="no") == "ABCEF"
    assert names(series, frozen, query="ann") == "A"
    assert names(series, frozen, query="CAL@work") == "C"
    assert names(series, frozen, "came", sector="tech") == "A"


def test_own_word_about_the_sector_counts_more_than_what_a_place_said(series, people, frozen):
    Profile.objects.filter(name="Bea").update(sector="build")

    assert names(series, frozen, sector="health") == ""
    assert names(series, frozen, sector="build") == "B"


def test_merged_and_erased_people_are_not_shown(series, people, frozen):
    Profile.objects.filter(name="Ann").update(merged_into=people["Bea"])
    Profile.objects.filter(name="Cal").update(erase_asked_at=frozen.now)

    assert names(series, frozen) == "BDEF"


def test_line_says_how_often_when_and_what_was_noted(series, people, frozen):
    for words in ("Prefers to sit.", "Speaks Welsh."):
        PersonNote.objects.create(
            profile=people["Ann"], series=series, words=words, written_at=frozen.now, written_by="Henry"
        )

    ann, bea, cal, dee, eli, fay = series_people.describe(
        series, [people[name] for name in ("Ann", "Bea", "Cal", "Dee", "Eli", "Fay")], now=frozen.now
    )

    assert (ann.evenings, ann.last, ann.sector, ann.note) == (2, dt.date(2026, 3, 3), "Technology", "Speaks Welsh.")
    assert [person.is_first_timer for person in (ann, bea, cal, dee, eli, fay)] == [0, 1, 0, 0, 0, 0]
    assert [person.is_coming for person in (ann, bea, cal, dee, eli, fay)] == [1, 1, 0, 0, 0, 1]
    assert [person.said for person in (ann, fay)] == [False, True]
    assert [bool(person.consent) for person in (cal, dee)] == [False, True]


def test_news_and_rules_of_another_series_are_not_shown(series, people, frozen):
    other = SeriesFactory()
    consents.give(people["Ann"], other, source="sign-up page", now=frozen.now)
    welcome.mark(people["Ann"], other, reason="Rude.", by="Zoe", now=frozen.now)

    (ann,) = series_people.describe(series, [people["Ann"]], now=frozen.now)

    assert (ann.consent, ann.is_welcome) == (None, True)
