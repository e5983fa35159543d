"""What of people meeting goes when: by erasing, by time; and what moves when two entries are one person."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import models

from attendees.domain import erasing as attendees_erasing
from attendees.domain import merging as attendees_merging
from attendees.domain import retention as attendees_retention
from attendees.models import Profile, Ticket
from networking.domain import erasing, merging, retention
from networking.models import (
    Answerer,
    Ask,
    Block,
    Card,
    Feedback,
    LookOut,
    OwnNote,
    Pattern,
    Promise,
    Round,
    Seat,
    Swap,
    Talked,
    Wish,
)
from tests.support.factories import EventFactory, ProfileFactory, SignUpFactory, seated

WORD = "quillaword"
DAY = dt.timedelta(days=1)
TWO_YEARS = 731  # 24 months, of which one may be a leap year's
MODELS = (Answerer, Ask, Block, Card, Feedback, LookOut, OwnNote, Pattern, Promise, Swap, Talked, Wish)
KEPT = {Wish: 7, LookOut: 7, Ask: 90, Answerer: 90, **dict.fromkeys(
    (Swap, Promise, Talked, Feedback, Pattern, OwnNote, Round, Seat, Card, Block), TWO_YEARS)}  # fmt: skip


def says_everything(mine, his, *, at):
    """One of every row that a person can make, between two people of an evening."""
    event = mine.event
    seated(event, [[mine, his]])
    ask = Ask.objects.create(event=event, ticket=mine, number=1, words=f"{WORD}?", topic=WORD, asked_at=at)
    his_ask = Ask.objects.create(event=event, ticket=his, number=1, words="His?", asked_at=at)
    Answerer.objects.create(ask=ask, ticket=his, said_at=at)
    Answerer.objects.create(ask=his_ask, ticket=mine, said_at=at)
    Block.objects.create(by=mine.holder, against=his.holder, said_at=at)
    said = dict.fromkeys(("role", "can_help", "employer", "phone", "link"), WORD)
    Card.objects.create(profile=mine.holder, **said, photo=WORD.encode(), changed_at=at)
    Feedback.objects.create(event=event, ticket=mine, words=WORD, said_at=at)
    LookOut.objects.create(event=event, regular=mine, newcomer=his, state=LookOut.AGREED, said_at=at)
    OwnNote.objects.create(owner=mine.holder, about=his, words=WORD, changed_at=at)
    OwnNote.objects.create(owner=his.holder, about=mine, words=f"His about {WORD}", changed_at=at)
    Pattern.objects.create(event=event, ticket=mine, words=WORD, nonce="n", filed_at=at, changed_at=at)
    Promise.objects.create(event=event, by=mine, to=his, words=WORD, made_at=at)
    Promise.objects.create(event=event, by=his, to=mine, words=f"For {WORD}", made_at=at)
    Swap.objects.create(event=event, asker=mine, other=his, asker_shares=["phone"], asked_at=at)
    Talked.objects.create(event=event, by=mine, to=his, said_at=at)
    Wish.objects.create(event=event, ticket=mine, kind=Wish.TOGETHER, other=his, said_at=at)


def where(word):
    """Every row and field that holds it."""
    fields = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    return sorted(
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("networking").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, fields)
        for value in model.objects.values_list(field.name, flat=True)
        if word in str(bytes(value) if isinstance(value, memoryview) else value)
    )


def counts():
    return {model.__name__: model.objects.count() for model in MODELS if model.objects.exists()}


@pytest.fixture
def evening(frozen, series):
    """Just over."""
    return EventFactory(series=series, starts_at=frozen.now - dt.timedelta(hours=3), ends_at=frozen.now)


def ticket_of(event, **fields):
    ticket = SignUpFactory(event=event, buyer=ProfileFactory(**fields)).tickets.get()
    ticket.event = event
    return ticket


@pytest.fixture
def quilla(evening):
    return ticket_of(evening, name="Quilla Zander")


@pytest.fixture
def ben(evening):
    return ticket_of(evening, name="Ben Nevis")


@pytest.mark.parametrize("attendees_first", [True, False])
def test_erased_person_leaves_nothing_whichever_app_comes_first(quilla, ben, frozen, attendees_first):
    says_everything(quilla, ben, at=frozen.now)
    Talked.objects.create(event=ben.event, by=ben, to=ticket_of(ben.event), said_at=frozen.now)
    assert len(where(WORD)) > 10
    attendees_erasing.ask(quilla.holder, now=frozen.now)

    sweeps = [attendees_erasing.carry_out, erasing.carry_out]
    for sweep in (sweeps if attendees_first else sweeps[::-1]) * 2:
        sweep(frozen.now)

    assert where(WORD) == []
    assert counts() == {"Ask": 1, "Talked": 1}, "what is others' stays"
    assert Seat.objects.filter(ticket=quilla).count() == 1
    assert Ticket.objects.get(pk=quilla.pk).name == "Somebody"


def test_who_took_a_place_after_asking_is_erased_when_that_evening_is_over(quilla, ben, series, frozen):
    attendees_erasing.ask(quilla.holder, now=frozen.now)
    frozen.move(minutes=1)
    later = EventFactory(series=series, starts_at=frozen.now + DAY)
    SignUpFactory(event=later, buyer=quilla.holder)
    Card.objects.create(profile=quilla.holder, role=WORD, changed_at=frozen.now)

    assert erasing.carry_out(frozen.now) == 0
    assert erasing.carry_out(later.ends_at) == 1


def test_merge_moves_all_that_is_by_person(quilla, ben, series, frozen):
    says_everything(quilla, ben, at=frozen.now)
    stays = ProfileFactory(name="Quilla Z")
    Block.objects.create(by=ben.holder, against=quilla.holder, by_host=True, said_at=frozen.now)
    before = counts()
    attendees_merging.merge(quilla.holder, into=stays, series=series, by="Henry")

    for _ in range(2):
        attendees_merging.carry_out(frozen.now)
        merging.carry_out(frozen.now)

    assert counts() == before
    assert Card.objects.get().profile == stays
    assert set(Block.objects.values_list("by", "against", "by_host")) == {
        (stays.pk, ben.holder.pk, False), (ben.holder.pk, stays.pk, True)}  # fmt: skip
    assert set(OwnNote.objects.values_list("owner", flat=True)) == {stays.pk, ben.holder.pk}
    assert Ticket.objects.get(pk=quilla.pk).holder == stays
    assert merging.carry_out(frozen.now) == 0


def test_merge_keeps_what_the_entry_that_stays_has(quilla, ben, series, frozen):
    stays = ProfileFactory(name="Quilla Z")
    for profile, role in ((quilla.holder, "goes"), (stays, "stays")):
        Card.objects.create(profile=profile, role=role, changed_at=frozen.now)
        OwnNote.objects.create(owner=profile, about=ben, words=role, changed_at=frozen.now)
        Block.objects.create(by=profile, against=ben.holder, said_at=frozen.now)
    Block.objects.create(by=quilla.holder, against=stays, said_at=frozen.now)
    Block.objects.create(by=stays, against=quilla.holder, said_at=frozen.now)
    attendees_merging.merge(quilla.holder, into=stays, series=series, by="Henry")

    for _ in range(2):
        merging.carry_out(frozen.now)

    assert list(Card.objects.values_list("role", flat=True)) == ["stays"]
    assert list(OwnNote.objects.values_list("words", flat=True)) == ["stays"]
    assert list(Block.objects.values_list("by", "against")) == [(stays.pk, ben.holder.pk)]


@pytest.mark.parametrize(("model", "days"), KEPT.items(), ids=lambda value: getattr(value, "__name__", value))
def test_everything_is_kept_so_long_and_no_longer(quilla, ben, frozen, model, days):
    says_everything(quilla, ben, at=frozen.now)
    Profile.objects.update(created_at=frozen.now)
    ends_at = frozen.now

    forget_all(ends_at + dt.timedelta(days=days) - DAY)
    assert model.objects.exists()

    for _ in range(2):
        forget_all(ends_at + dt.timedelta(days=days) + DAY)
    assert not model.objects.exists()


def test_private_question_is_kept_thirty_days(quilla, ben, frozen):
    Ask.objects.create(event=quilla.event, ticket=quilla, number=1, words=WORD, is_private=True, asked_at=frozen.now)

    forget_all(frozen.now + 29 * DAY)
    assert Ask.objects.exists()

    forget_all(frozen.now + 31 * DAY)
    assert not Ask.objects.exists()


def test_block_of_somebody_who_still_comes_stays_until_taken_back(quilla, ben, series, frozen):
    Block.objects.create(by=quilla.holder, against=ben.holder, said_at=frozen.now)
    recent = EventFactory(series=series, starts_at=frozen.now + dt.timedelta(days=TWO_YEARS))
    for person in (quilla.holder, ben.holder):
        SignUpFactory(event=recent, buyer=person)

    forget_all(frozen.now + dt.timedelta(days=TWO_YEARS + 1))

    assert (Block.objects.count(), Seat.objects.count()) == (1, 0)


def forget_all(now):
    attendees_retention.forget_old(now)
    retention.delete_asks(now)
    retention.delete_wishes(now)
    retention.forget_old(now)
