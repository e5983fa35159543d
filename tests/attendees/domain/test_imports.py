import datetime as dt
import time

import pytest
from django.db import transaction

from attendees.domain import appearances, consents, imports, welcome
from attendees.domain.import_fates import BAD, FULL, JOINED, KNOWN, NEW
from attendees.domain.import_terms import ALL, COLUMN, Terms
from attendees.models import Consent, PastAttendance, PeopleImport, Profile, SignUp, Ticket
from events.models import JournalEntry, Places
from foundation.mail.models import Message
from foundation.sweeps.domain.leases import leased
from tests.support.factories import EventFactory, ProfileFactory, SignUpFactory

pytestmark = pytest.mark.usefixtures("frozen")

PAST = """email,name,date
ada@mail.example,Ada Attendee,2026-01-06
ADA@mail.example,Ada Again,3 March 2026
new@work.example,Nora New,2026-01-06
new@work.example,Nora New,2026-01-06
nobody,Bad Mail,2026-01-06
x@work.example,,2026-01-06
y@work.example,Yan,32/13/2026
z@work.example,Zed,2027-01-06
v@work.example,Vic,
"""
AGREED = {"agreed_words": "Tell me more", "agreed_where": "order form", "agreed_on": dt.date(2026, 1, 5)}


def check_past(event, frozen, text=PAST, **terms):
    return imports.check(event, PeopleImport.PAST, text, Terms(**terms), now=frozen.now).fates


def bring_past(event, frozen, text=PAST, *, key="one", **terms):
    return imports.want(event, PeopleImport.PAST, text, Terms(**terms), key=key, by="Henry", now=frozen.now)


def kinds(fates):
    return [(fate.line, fate.kind, fate.sentence) for fate in fates]


def listed(count):
    return "\n".join(f"p{number}@work.example,Person {number},2026-01-06" for number in range(count))


def test_each_line_has_a_fate_before_anything_is_saved(event, ada, frozen):
    fates = check_past(event, frozen)

    assert kinds(fates) == [
        (2, JOINED, "Known as Ada Attendee."),
        (3, JOINED, "Known as Ada Attendee."),
        (4, NEW, "New."),
        (5, KNOWN, "Stands in this list twice."),
        (6, BAD, "“nobody” is no e-mail address."),
        (7, BAD, "There is no name."),
        (8, BAD, "“32/13/2026” is no date. Write it like 2026-03-03 or 3 March 2026."),
        (9, BAD, "2027-01-06 is not in the past."),
        (10, BAD, "There is no date, and no yes to news: nothing to keep."),
    ]
    assert not PastAttendance.objects.exists()
    assert not Profile.objects.filter(email="new@work.example").exists()


def test_past_visits_count_from_the_first_evening(event, ada, frozen):
    job = bring_past(event, frozen)

    nora = Profile.objects.get(email="new@work.example")
    known = appearances.of([ada.profile.pk, nora.pk], event=event)
    assert (job.total, job.brought, job.done_at, job.text, job.failure) == (3, 3, frozen.now, "", "")
    assert (known.nth(ada.profile.pk), known.nth(nora.pk)) == (3, 2)
    assert Profile.objects.get(pk=ada.profile.pk).name == "Ada Attendee"
    assert {row.source for row in PastAttendance.objects.all()} == {"imported"}
    assert JournalEntry.objects.get().sentence == "brought in 3 past visits from a list"


def test_same_list_twice_changes_nothing(event, ada, frozen):
    bring_past(event, frozen)

    same_page, again = bring_past(event, frozen), bring_past(event, frozen, key="two")

    assert (same_page.brought, again.total, again.brought) == (3, 0, 0)
    assert PastAttendance.objects.count() == 3
    assert JournalEntry.objects.count() == 1


def test_lines_without_a_day_are_of_the_evening_that_was_named(event, frozen):
    text = "name,email\nAda,a@work.example\nBen,b@work.example"

    bring_past(event, frozen, text, evening=dt.date(2026, 3, 3))

    assert list(PastAttendance.objects.values_list("date", flat=True)) == [dt.date(2026, 3, 3)] * 2


def test_who_was_not_checked_in_there_or_cancelled_did_not_come(event, frozen):
    text = "name,email,date,status,checked in\n" + "\n".join(
        ["A,a@work.example,3/3/2026,ok,yes", "B,b@work.example,3/3/2026,ok,no", "C,c@work.example,3/3/2026,refunded,"]
    )

    assert kinds(check_past(event, frozen, text)) == [
        (2, NEW, "New."),
        (3, BAD, "Was not checked in there."),
        (4, BAD, "Cancelled, refused or waiting there."),
    ]


def test_list_that_proves_the_month_first_is_read_so(event, frozen):
    text = "a@work.example,Ada,3/4/2026\nb@work.example,Ben,3/13/2026"

    plan = imports.check(event, PeopleImport.PAST, text, Terms(), now=frozen.now)

    assert [fate.date for fate in plan.fates] == [dt.date(2026, 3, 4), dt.date(2026, 3, 13)]
    assert (plan.month_first, plan.unclear_dates) == (True, False)


def test_news_comes_only_with_evidence(event, frozen):
    text = "\n".join(
        ["email,name,date,newsletter,consent date", "a@work.example,A,6/1/2026,yes,2025-12-01",
         "b@work.example,B,6/1/2026,yes,", "c@work.example,C,6/1/2026,,2025-12-01", "d@work.example,D,,yes,"]
    )  # fmt: skip

    bring_past(event, frozen, text, news=COLUMN, agreed_words="Tell me more", agreed_where="order form")

    (consent,) = Consent.objects.all()
    assert (consent.profile.email, consent.wording, consent.source) == ("a@work.example", "Tell me more", "order form")
    assert consent.given_at == dt.datetime(2025, 12, 1, tzinfo=dt.UTC)
    assert sorted(Profile.objects.filter(user=None).values_list("name", flat=True)) == ["A", "B", "C"]


def test_declared_evidence_holds_for_lines_that_name_no_day(event, frozen):
    bring_past(event, frozen, "email,name\na@work.example,A", news=ALL, **AGREED)

    assert Consent.objects.get().given_at == dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
    assert not PastAttendance.objects.exists()


def test_lists_say_nothing_of_news_unless_the_host_declares_it(event, frozen):
    bring_past(event, frozen, "email,name,date,newsletter,consent date\na@work.example,A,6/1/2026,yes,2025-12-01")

    assert not Consent.objects.exists()


def test_who_unsubscribed_here_stays_so_whatever_a_list_says(event, ada, frozen):
    consents.give(ada.profile, event.series, source="sign-up page", now=frozen.now)
    consents.withdraw(ada.profile.consents.get(), now=frozen.now)

    bring_past(event, frozen, "ada@mail.example,Ada,6/1/2026", news=ALL, **AGREED)

    assert consents.given(ada.profile, event.series) is None
    assert PastAttendance.objects.filter(profile=ada.profile).exists()


def test_yes_of_tomorrow_is_no_evidence(event, frozen):
    text = "email,name,newsletter,consent date\na@work.example,A,yes,2026-06-09"

    assert kinds(check_past(event, frozen, text, news=COLUMN, **AGREED)) == [
        (2, BAD, "The yes to news of 2026-06-09 is not in the past.")
    ]


def test_five_thousand_lines_wait_for_the_sweep_and_are_brought_in(event, frozen, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        job = bring_past(event, frozen, listed(5000))
    before = (job.total, job.brought, job.done_at)
    began = time.monotonic()
    with django_assert_max_num_queries(400):
        imports.work_due(frozen.now)
    seconds = time.monotonic() - began
    again = bring_past(event, frozen, listed(5000), key="two")

    job.refresh_from_db()
    assert before == (5000, 0, None)
    assert (job.brought, job.done_at, job.text) == (5000, frozen.now, "")
    assert (again.total, PastAttendance.objects.count()) == (0, 5000)
    assert seconds < 30


def test_progress_and_lines_stand_or_fall_together(event, frozen):
    job = bring_past(event, frozen, listed(300))
    fates = check_past(event, frozen, job.text)

    with transaction.atomic():
        imports._bring_some(job, fates[:200], Terms(), now=frozen.now)
        transaction.set_rollback(True)

    job.refresh_from_db()
    assert (job.brought, PastAttendance.objects.count()) == (0, 0)


def test_short_list_waits_when_the_sweep_is_at_work(event, frozen):
    with leased(imports.SWEEP):
        job = bring_past(event, frozen)

    assert (job.brought, job.done_at) == (0, None)


GUEST_LIST = """Name,E-mail
Gina Guest,gina@work.example
Ada Attendee,ada@mail.example
Gina Guest,GINA@work.example
Max Mail,not an address
Hugo Here,hugo@work.example
"""


def check_guests(event, frozen, **terms):
    return imports.check(event, PeopleImport.GUESTS, GUEST_LIST, Terms(**terms), now=frozen.now).fates


def bring_guests(event, frozen, *, with_mail=True, **terms):
    key = str(PeopleImport.objects.count())
    wanted = Terms(with_mail=with_mail, **terms)
    return imports.want(event, PeopleImport.GUESTS, GUEST_LIST, wanted, key=key, by="Henry", now=frozen.now)


def test_guests_who_have_a_place_are_known(event, ticket, frozen):
    assert kinds(check_guests(event, frozen)) == [
        (2, NEW, "New."),
        (3, KNOWN, "Has a place already."),
        (4, KNOWN, "Stands in this list twice."),
        (5, BAD, "“not an address” is no e-mail address."),
        (6, NEW, "New."),
    ]


def test_guests_from_elsewhere_get_places_and_tickets_once(event, ticket, frozen):
    done = [bring_guests(event, frozen).brought for _ in range(2)]

    brought = SignUp.objects.filter(way=SignUp.HOST)
    assert done == [2, 0]
    assert sorted(brought.values_list("name", "email", "price_amount")) == [
        ("Gina Guest", "gina@work.example", 0),
        ("Hugo Here", "hugo@work.example", 0),
    ]
    assert Places.objects.get(event=event).taken == 3
    assert sorted(Message.objects.values_list("to", "template")) == [
        ("gina@work.example", "attendees/guest_added"),
        ("hugo@work.example", "attendees/guest_added"),
    ]
    assert [entry.sentence for entry in JournalEntry.objects.all()] == ["brought in 2 guests who booked elsewhere"]


def test_guests_can_be_brought_in_without_a_mail(event, frozen):
    bring_guests(event, frozen, with_mail=False)

    assert not Message.objects.exists()
    assert Ticket.objects.filter(email="gina@work.example", state="valid").exists()


def test_guest_who_gave_the_place_back_can_be_brought_in_again(event, frozen):
    bring_guests(event, frozen)
    Ticket.objects.filter(email="gina@work.example").update(
        state="cancelled", cancelled_at=frozen.now, cancel_reason="person"
    )

    assert bring_guests(event, frozen).brought == 1
    assert Ticket.objects.valid().filter(email="gina@work.example").count() == 1


def test_full_room_takes_as_many_as_fit_or_all_when_the_host_says_so(series, frozen):
    event = EventFactory(series=series, capacity=2)
    SignUpFactory(event=event)

    fates = check_guests(event, frozen)
    fitting = bring_guests(event, frozen).brought
    others = bring_guests(event, frozen, over_capacity=True).brought

    assert [fate.kind for fate in fates] == [NEW, FULL, KNOWN, BAD, FULL]
    assert (fitting, others) == (1, 2)
    assert Places.objects.get(event=event).taken == 4


def test_room_that_filled_up_meanwhile_stops_the_rest(series, frozen):
    event = EventFactory(series=series, capacity=2)
    with leased(imports.SWEEP):
        job = bring_guests(event, frozen)
    SignUpFactory(event=event)

    imports.work_due(frozen.now)

    job.refresh_from_db()
    assert (job.total, job.brought, job.done_at) == (2, 1, frozen.now)
    assert Places.objects.get(event=event).taken == 2


def test_evening_that_was_cancelled_meanwhile_says_why(event, frozen):
    with leased(imports.SWEEP):
        job = bring_guests(event, frozen)
    event.__class__.objects.filter(pk=event.pk).update(state="cancelled", cancelled_at=frozen.now)

    imports.work_due(frozen.now)

    job.refresh_from_db()
    assert (job.brought, job.failure) == (0, "This evening is cancelled.")


def test_guest_who_is_not_welcome_again_stays_out(event, series, frozen):
    gina = ProfileFactory(email="gina@work.example")
    welcome.mark(gina, series, reason="Rude.", by="Henry", now=frozen.now)

    assert check_guests(event, frozen)[0].kind == BAD
    assert bring_guests(event, frozen).brought == 2


def test_today_is_not_yet_to_come(event, frozen):
    frozen.set(dt.datetime(2026, 6, 1, 23, 30, tzinfo=dt.UTC))  # the second of June in London

    fates = check_past(event, frozen, "a@work.example,Ada,2026-06-02\nb@work.example,Ben,2026-06-03")

    assert [fate.kind for fate in fates] == [NEW, BAD]
