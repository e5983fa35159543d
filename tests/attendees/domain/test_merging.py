import datetime as dt

import pytest

from attendees.domain import appearances, consents, erasing, merging, person, series_people, welcome
from attendees.domain.choices import Choice
from attendees.domain.refused import AttendeeRefused
from attendees.models import Consent, PastAttendance, PersonNote, Profile, SignUp, Ticket
from events.models import JournalEntry
from tests.support.factories import EventFactory, ProfileFactory, SeriesFactory, SignUpFactory

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def past(series, frozen):
    return EventFactory(series=series, starts_at=frozen.now - dt.timedelta(days=90))


@pytest.fixture
def stays(ada):
    return ada.profile


@pytest.fixture
def goes(db):
    """Ada's other address, as a guest."""
    return ProfileFactory(name="A. Attendee", email="ada@work.example", sector="tech")


def merged(goes, stays, series, frozen):
    merging.merge(goes, into=stays, series=series, by="Henry Host")
    merging.carry_out(frozen.now)


def came(profile, event):
    ticket = SignUpFactory(event=event, buyer=profile).tickets.get()
    Ticket.objects.filter(pk=ticket.pk).update(checked_in_at=event.starts_at, checked_in_by="Dora")
    return ticket


def evenings(profile, series):
    return len(appearances.at_series([profile.pk], series).days.get(profile.pk, ()))


def test_everything_moves_to_the_entry_that_stays(goes, stays, past, event, series, frozen):
    came(goes, past)
    SignUpFactory(event=event, buyer=goes)
    person.write_note(goes, series, words="Speaks Welsh.", by="Henry", now=frozen.now)
    PastAttendance.objects.create(
        profile=goes, series=series, date="2025-11-04", source="imported", noted_at=frozen.now
    )

    merged(goes, stays, series, frozen)

    assert evenings(stays, series) == 2
    assert set(Ticket.objects.values_list("holder", flat=True)) == {stays.pk}
    assert set(SignUp.objects.values_list("buyer", "email")) == {(stays.pk, "ada@work.example")}
    assert PersonNote.objects.get().profile == stays
    assert Profile.objects.get(pk=stays.pk).sector == "tech"
    assert [one.name for one in series_people.find(series, Choice("everybody"), now=frozen.now)] == ["Ada Attendee"]
    assert [(entry.by, entry.sentence) for entry in JournalEntry.objects.all()] == [
        ("Henry Host", f"merged person {goes.pk} into person {stays.pk}")
    ]


def test_evening_that_stands_in_both_counts_once(goes, stays, past, series, frozen):
    came(goes, past)
    came(stays, past)
    for profile in (goes, stays):
        for date in ("2025-11-04", None):
            source = "imported" if date else "said"
            PastAttendance.objects.create(profile=profile, series=series, date=date, source=source, noted_at=frozen.now)

    merged(goes, stays, series, frozen)

    assert evenings(stays, series) == 2
    assert PastAttendance.objects.count() == 2


@pytest.mark.parametrize("which", ["goes", "stays"])
def test_of_two_places_of_an_evening_the_one_that_was_used_is_theirs(goes, stays, past, series, frozen, which):
    tickets = {"goes": SignUpFactory(event=past, buyer=goes), "stays": SignUpFactory(event=past, buyer=stays)}
    used = tickets[which].tickets.get()
    Ticket.objects.filter(pk=used.pk).update(checked_in_at=past.starts_at, checked_in_by="Dora")

    merged(goes, stays, series, frozen)

    assert [ticket.pk for ticket in Ticket.objects.filter(holder=stays)] == [used.pk]
    assert Ticket.objects.filter(holder=None).count() == 1


@pytest.mark.parametrize(
    ("goes_said", "stays_said", "news"),
    [
        ("yes", "yes", True), ("yes", "", True), ("", "yes", True),
        ("no", "yes", False), ("yes", "no", False), ("no", "", False), ("", "", False),
    ],
)  # fmt: skip
def test_no_to_news_counts_more_than_a_yes(goes, stays, series, frozen, goes_said, stays_said, news):
    for profile, said in ((goes, goes_said), (stays, stays_said)):
        if said:
            consents.give(profile, series, source="sign-up page", now=frozen.now)
        if said == "no":
            consents.withdraw(profile.consents.get(), now=frozen.now)

    merged(goes, stays, series, frozen)

    assert (consents.given(stays, series) is not None) == news
    assert not Consent.objects.filter(profile=goes).exists()


@pytest.mark.parametrize("which", [0, 1])
def test_who_is_not_welcome_with_one_address_is_not_with_the_other(goes, stays, series, frozen, which):
    person.write_note(goes, series, words="Here too.", by="Henry", now=frozen.now)
    welcome.mark((goes, stays)[which], series, reason="Rude.", by="Henry", now=frozen.now)

    merged(goes, stays, series, frozen)

    for email in (goes.email, stays.email):
        with pytest.raises(AttendeeRefused):
            welcome.check(series, email)
    assert welcome.standing(stays, series) is not None


def test_rule_of_a_merged_person_holds_for_all_their_addresses_and_is_lifted_at_once(goes, stays, series, frozen):
    merged(goes, stays, series, frozen)

    welcome.mark(stays, series, reason="Rude.", by="Henry", now=frozen.now)
    with pytest.raises(AttendeeRefused):
        welcome.check(series, goes.email)
    welcome.lift(stays, series, by="Henry", now=frozen.now)

    welcome.check(series, goes.email, stays.email)


def test_what_comes_in_later_moves_along_and_twice_changes_nothing(goes, stays, event, series, frozen):
    merged(goes, stays, series, frozen)
    merging.merge(goes, into=stays, series=series, by="Henry Host")
    SignUpFactory(event=event, buyer=goes)

    assert (merging.carry_out(frozen.now), merging.carry_out(frozen.now)) == (1, 0)
    assert Ticket.objects.get().holder == stays
    assert JournalEntry.objects.count() == 1


def test_chain_of_merges_ends_at_the_last(goes, stays, series, frozen):
    third = ProfileFactory()
    merging.merge(third, into=goes, series=series, by="Henry")
    merging.merge(goes, into=stays, series=series, by="Henry")

    assert set(Profile.objects.filter(pk__in=[third.pk, goes.pk]).values_list("merged_into", flat=True)) == {stays.pk}


def test_host_cannot_merge_who_signs_in_or_is_known_elsewhere_or_is_nobody_here(goes, stays, ben, event, series):
    for profile in (stays, ben.profile, goes):
        SignUpFactory(event=event, buyer=profile)
    SignUpFactory(event=EventFactory(series=SeriesFactory()), buyer=goes)

    for email, words in (
        ("nobody@work.example", "Nobody else"), (stays.email, "Nobody else"),
        (ben.email, "Somebody signs in"), (goes.email, "known to another meet-up"),
    ):  # fmt: skip
        with pytest.raises(AttendeeRefused, match=words):
            merging.find_other(stays, series, email=email)


def test_erasing_takes_the_other_address_too(goes, stays, past, series, frozen):
    came(goes, past)
    merged(goes, stays, series, frozen)

    erasing.ask(stays, now=frozen.now)
    erasing.carry_out(frozen.now)

    assert not Profile.objects.filter(email__startswith="ada@").exists()
    assert not SignUp.objects.exclude(email="").exists()
