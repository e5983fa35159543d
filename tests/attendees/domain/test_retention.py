import datetime as dt

import pytest

from attendees.domain import consents, offers, retention, sign_up, tickets
from attendees.models import AccessNeed, PastAttendance, Profile, SignUp, Ticket, WaitingListEntry
from tests.support.factories import EventFactory, ProfileFactory, SeriesFactory, SignUpFactory, UserFactory
from tests.support.waiting import full, give_back, wait

pytestmark = pytest.mark.django_db
STARTS = dt.datetime(2026, 7, 7, 17, 30, tzinfo=dt.UTC)
ENDS = STARTS + dt.timedelta(hours=3)
DAY = dt.timedelta(days=1)
IN_TWO_YEARS = ENDS.replace(year=2028)


@pytest.fixture
def event(frozen):
    return EventFactory(starts_at=STARTS)


def test_access_needs_go_a_week_after_the_evening(event, frozen):
    sign_up = SignUpFactory(event=event)
    AccessNeed.objects.create(ticket=sign_up.tickets.get(), words="A chair with arms.", told_at=frozen.now)

    assert retention.delete_access_needs(ENDS + 6 * DAY) == 0
    assert retention.delete_access_needs(ENDS + 8 * DAY) == 1


def test_notes_for_the_door_go_a_week_after_the_evening(event):
    sign_up = SignUpFactory(event=event)
    sign_up.tickets.update(door_note="Speaks first.")

    assert retention.delete_door_notes(ENDS + 6 * DAY) == 0
    assert retention.delete_door_notes(ENDS + 8 * DAY) == 1
    assert sign_up.tickets.get().door_note == ""


def test_a_withdrawn_consent_is_kept_24_months(event, frozen):
    profile = Profile.objects.get(user=UserFactory())
    consents.give(profile, event.series, source="sign-up page", now=frozen.now)
    consents.withdraw(profile.consents.get(), now=ENDS)

    retention.forget_old(IN_TWO_YEARS - DAY)
    assert profile.consents.count() == 1
    retention.forget_old(IN_TWO_YEARS + DAY)

    assert profile.consents.count() == 0


def test_after_24_months_tickets_and_sign_ups_name_nobody(event, frozen):
    sign_up = SignUpFactory(event=event, buyer__name="Ada Park", sector="tech", years="1-3")

    retention.forget_old(IN_TWO_YEARS - DAY)
    sign_up.refresh_from_db()
    assert (sign_up.name, sign_up.tickets.get().name, sign_up.sector) == ("Ada Park", "Ada Park", "tech")
    retention.forget_old(IN_TWO_YEARS + DAY)

    sign_up.refresh_from_db()
    ticket = sign_up.tickets.get()
    assert (sign_up.name, sign_up.email, sign_up.sector, sign_up.years) == ("Somebody", "", "", "")
    assert (ticket.name, ticket.email) == ("Somebody", "")
    assert retention.forget_old(IN_TWO_YEARS + DAY) == 0


def test_after_24_quiet_months_the_profile_names_nobody_and_a_history_is_gone(event, frozen):
    profile = ProfileFactory(name="Ada Park", email="ada@mail.example", sector="tech")
    PastAttendance.objects.create(profile=profile, series=event.series, source="said", noted_at=frozen.now)
    SignUpFactory(event=event, buyer=profile)

    retention.forget_old(IN_TWO_YEARS + DAY)

    profile.refresh_from_db()
    assert (profile.name, profile.sector) == ("Somebody", "")
    assert profile.email == f"forgotten-{profile.pk}@forgotten.invalid"
    assert not PastAttendance.objects.exists()


def test_who_still_comes_has_an_account_or_wants_to_hear_is_not_forgotten(event, frozen):
    regular, keen = ProfileFactory(name="Rita"), ProfileFactory(name="Ken")
    member = Profile.objects.get(user=UserFactory(name="Mia"))
    for profile in (regular, keen, member):
        SignUpFactory(event=event, buyer=profile)
    SignUpFactory(event=EventFactory(starts_at=IN_TWO_YEARS - 5 * DAY), buyer=regular)
    consents.give(keen, SeriesFactory(), source="sign-up page", now=frozen.now)

    retention.forget_old(IN_TWO_YEARS + DAY)

    assert sorted(Profile.objects.values_list("name", flat=True)) == ["Ken", "Mia", "Rita"]


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (dt.datetime(2028, 2, 29, tzinfo=dt.UTC), dt.datetime(2026, 2, 28, tzinfo=dt.UTC)),
        (dt.datetime(2028, 1, 31, tzinfo=dt.UTC), dt.datetime(2026, 1, 31, tzinfo=dt.UTC)),
        (dt.datetime(2028, 12, 1, tzinfo=dt.UTC), dt.datetime(2026, 12, 1, tzinfo=dt.UTC)),
    ],
)
def test_24_months_ago_is_a_day_of_the_calendar(now, then):
    assert retention.months_ago(now) == then


def test_waiting_lists_go_30_days_after_the_evening(frozen):
    event = full(1, starts_at=STARTS)
    wait(event, "Ada")
    wait(event, "Ben")
    give_back(event)
    tickets.expire_all_lapsed(frozen.move(days=2))
    sign_up.confirm(offers.current(WaitingListEntry.objects.get(name="Ben")), now=frozen.now)

    assert retention.delete_waiting_lists(ENDS + 29 * DAY) == 0
    assert retention.delete_waiting_lists(ENDS + 31 * DAY) == 2
    assert retention.delete_waiting_lists(ENDS + 31 * DAY) == 0

    assert not Profile.objects.filter(email="ada@mail.example").exists()
    assert not SignUp.objects.filter(name="Ada").exists()
    assert not Ticket.objects.filter(name="Ada").exists()
    assert Profile.objects.filter(email="ben@mail.example", name="Ben").exists()
    assert Ticket.objects.get(name="Ben").state == "valid"
