import datetime as dt

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models

from attendees.domain import consents, door_acts, door_phones, erasing, person, welcome
from attendees.domain.refused import AttendeeRefused
from attendees.models import (
    AccessNeed,
    Erased,
    NotWelcome,
    PastAttendance,
    PersonNote,
    Profile,
    Ticket,
    Transfer,
    WaitingListEntry,
)
from events.domain import journal, vouchers
from events.models import JournalEntry
from foundation.accounts.domain import letters
from foundation.accounts.models import User
from foundation.lib import codes
from foundation.mail.models import Message
from payments.domain import erasing as payments_erasing
from payments.models import Payment, StripeEvent, Till, Unmatched
from tests.support.cast import person as somebody
from tests.support.cast import signed_in
from tests.support.factories import (
    EventFactory,
    PaymentFactory,
    ProfileFactory,
    RefundFactory,
    SignUpFactory,
    UnmatchedFactory,
)

pytestmark = pytest.mark.usefixtures("frozen")
NAME, EMAIL = "Quilla Zanderholm", "quilla.zanderholm@canary.example"
WORDS = (models.CharField, models.TextField, models.JSONField)


def where(*words):
    """Every row and field of ours that holds one of these words, whatever their case."""
    return sorted(
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, WORDS)
        for value in model.objects.values_list(field.name, flat=True)
        if any(word.lower() in str(value).lower() for word in words)
    )


@pytest.fixture
def quilla(series, frozen):
    """She came to an evening that is over, paid, answered, was written to and noted about; all of it by her name."""
    user = somebody(EMAIL, name=NAME)
    evening = EventFactory(series=series, starts_at=frozen.now - dt.timedelta(days=3))
    sign_up = SignUpFactory(event=evening, buyer=user.profile, people=[NAME, "Ben Friend"], sector="tech")
    Ticket.objects.filter(name=NAME).update(
        checked_in_at=evening.starts_at, checked_in_by="Henry", door_note=f"{NAME} is shy"
    )
    payment = PaymentFactory(sign_up=sign_up)
    StripeEvent.objects.create(
        id="evt_1", type="checkout.session.completed", state="processed", received_at=frozen.now,
        processed_at=frozen.now, payload={"id": payment.session_id, "customer_details": {"email": EMAIL}},
    )  # fmt: skip
    AccessNeed.objects.create(ticket=sign_up.tickets.get(seat=1), words=f"{NAME} needs a chair", told_at=frozen.now)
    PastAttendance.objects.create(profile=user.profile, series=series, source="said", noted_at=frozen.now)
    consents.give(user.profile, series, source="sign-up page", now=frozen.now)
    person.write_note(user.profile, series, words=f"{NAME} speaks Welsh", by="Henry", now=frozen.now)
    welcome.mark(user.profile, series, reason=f"{NAME} shouted", by="Henry", now=frozen.now)
    journal.note(evening, by="Henry Host", sentence=f"sent the ticket of {NAME} again")
    letters.sign_in_code(EMAIL, code="123456")
    offered = SignUpFactory(event=evening, buyer=ProfileFactory(name="Guest")).tickets.get()
    Transfer.objects.create(ticket=offered, name=NAME, email=EMAIL, asked_at=frozen.now)
    WaitingListEntry.objects.create(
        event=evening, person=user.profile, name=NAME, email=EMAIL, party=1, rank=1, joined_at=frozen.now,
        state="closed", ended_at=frozen.now, note=f"{NAME} rang",
    )  # fmt: skip
    _mention(evening, offered, payment, frozen.now)
    return user


def _mention(evening, other, payment, now):
    """Notes about others, about money and about a code that name her."""
    series = evening.series
    person.write_note(other.holder, series, words=f"A friend of {NAME}", by="Henry", now=now)
    welcome.mark(ProfileFactory(), series, reason=f"Followed {NAME.upper()}", by="Henry", now=now)
    Ticket.objects.filter(pk=other.pk).update(door_note=f"Sits with {NAME}")
    WaitingListEntry.objects.create(
        event=evening, person=ProfileFactory(), name="Wendy", email="wendy@mail.example", party=1, rank=2,
        joined_at=now, state="closed", ended_at=now, note=f"asked by {NAME}",
    )  # fmt: skip
    phone = door_phones.hear(evening, code="d" * 26, name="Dora", unsent=0, now=now)
    said = door_acts.told(phone, nonce="n" * 26, ago=dt.timedelta(), now=now)
    door_acts.refuse(evening, said, "check-in", why=f"Not found: {NAME}")
    values = {"words": "GUESTS", "kind": "percent", "value": 50, "note": f"for {NAME}"}
    vouchers.create(series, values=values, by="Henry", now=now)
    RefundFactory(payment=payment, reason=f"{NAME} is ill")
    key = f"till:{payment.sign_up.tickets.get(seat=1).pk}"
    UnmatchedFactory(event=None, key=key, what=f"{NAME} paid at the door, and the place was cancelled.")
    UnmatchedFactory(event=evening, key="other", what=f"{payment.payer_name} paid, but not what was asked for.")
    Till.objects.create(event=evening, float_at=now, float_by="Henry", note=f"{NAME} owes £5")


def test_nothing_of_an_erased_person_is_left_but_what_the_books_need(quilla, frozen):
    before = set(where(NAME, EMAIL))

    erasing.ask(quilla.profile, now=frozen.now)
    erasing.carry_out(frozen.now)
    for _ in range(2):
        payments_erasing.empty_messages(frozen.now)
        payments_erasing.forget_notes(frozen.now)

    assert len(before) > 20
    assert set(where(NAME, EMAIL, "quilla")) == {"payments.Payment.payer_name", "payments.Receipt.payer_name"}
    assert Payment.objects.get().amount == 1000
    assert PersonNote.objects.get().words == "A friend of somebody"
    assert sorted(Unmatched.objects.values_list("what", flat=True)) == [
        "Somebody paid at the door, and the place was cancelled. Give the money back by hand.",
        "somebody paid, but not what was asked for.",
    ]
    assert not User.objects.filter(pk=quilla.pk).exists()


def test_that_somebody_came_and_who_came_along_stays(quilla, frozen):
    erasing.ask(quilla.profile, now=frozen.now)
    erasing.carry_out(frozen.now)

    assert sorted(Ticket.objects.values_list("name", "checked_in_by")) == [
        ("Ben Friend", ""),
        ("Guest", ""),
        ("Somebody", "Henry"),
    ]
    assert JournalEntry.objects.get(sentence__contains="ticket of").sentence == "sent the ticket of somebody again"


def test_rule_outlives_the_person(quilla, series, frozen):
    erasing.ask(quilla.profile, now=frozen.now)
    erasing.carry_out(frozen.now)

    with pytest.raises(AttendeeRefused):
        welcome.check(series, EMAIL)
    assert NotWelcome.objects.get(profile=quilla.profile).reason == "Somebody"


def test_mail_on_its_way_is_not_sent(quilla, frozen):
    erasing.ask(quilla.profile, now=frozen.now)
    erasing.carry_out(frozen.now)

    assert [(mail.state, mail.to, mail.text) for mail in Message.objects.all()] == [
        ("withdrawn", "erased@erased.invalid", "")
    ]


def test_sessions_end(quilla, frozen):
    browser = signed_in(quilla)
    browser.get("/my/")
    before = Session.objects.count()

    erasing.ask(quilla.profile, now=frozen.now)
    erasing.carry_out(frozen.now)

    assert before == 1
    assert browser.get("/my/").status_code == 302


def test_erasing_twice_and_half_way_is_harmless(quilla, frozen):
    for _ in range(2):
        erasing.ask(quilla.profile, now=frozen.now)
    assert (erasing.carry_out(frozen.now), erasing.carry_out(frozen.now)) == (1, 0)

    assert erasing.listed() == [(codes.pseudonym(EMAIL), frozen.now)]


def test_who_took_a_place_after_asking_is_erased_after_that_evening(quilla, event, frozen):
    erasing.ask(quilla.profile, now=frozen.now)
    frozen.move(minutes=1)
    SignUpFactory(event=event, buyer=quilla.profile)

    assert (erasing.carry_out(frozen.now), erasing.carry_out(event.ends_at)) == (0, 1)


def test_people_with_something_ahead_are_asked_to_settle_it_first(event, ada, ben, zoe, frozen):
    SignUpFactory(event=event, buyer=ada.profile)
    with pytest.raises(AttendeeRefused, match="You have a place for a coming evening"):
        erasing.ask(ada.profile, now=frozen.now)
    with pytest.raises(AttendeeRefused, match="You are on the team"):
        erasing.ask(Profile.objects.get(user=zoe), now=frozen.now)

    assert not Profile.objects.filter(erase_asked_at__isnull=False).exists()


def test_old_backup_is_put_right_by_the_list(quilla, frozen):
    asked_at = frozen.move(hours=1)

    done = erasing.apply_list(
        [(codes.pseudonym(EMAIL), asked_at), (codes.pseudonym("x@y.example"), asked_at)], now=frozen.now
    )

    assert done == 1
    assert EMAIL not in Profile.objects.values_list("email", flat=True)
    assert Erased.objects.count() == 2


def test_who_came_back_after_being_erased_is_somebody_new(ada, frozen):
    erased = [(codes.pseudonym("ada@mail.example"), frozen.now - dt.timedelta(days=1))]

    assert erasing.apply_list(erased, now=frozen.now) == 0
    assert Profile.objects.filter(email="ada@mail.example").exists()


@pytest.mark.parametrize(("days", "left"), [(39, 1), (41, 0)])
def test_list_is_kept_as_long_as_backups_are(quilla, frozen, days, left):
    erasing.ask(quilla.profile, now=frozen.now)
    erasing.carry_out(frozen.now)

    erasing.forget_list(frozen.now + dt.timedelta(days=days))

    assert Erased.objects.count() == left
