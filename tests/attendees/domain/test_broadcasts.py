import datetime as dt
import re

import pytest

from attendees.domain import broadcast_mails, broadcasts, consents
from attendees.domain.refused import AttendeeRefused
from attendees.models import Broadcast
from events.models import Event, JournalEntry
from foundation.lib import clock, states
from foundation.mail.domain import outbox, rendering
from foundation.mail.models import Message
from tests.support.factories import EventFactory, ProfileFactory, SignUpFactory, TicketFactory
from tests.support.hostile_words import CORPUS

ADDRESSES = ("https://", "mailto:", "http://localhost:8000/")
NOTE = {"audience": "coming", "kind": "service", "subject": "The black door", "words": "We are **upstairs**."}
NEWS = {"audience": "agreed", "kind": "marketing", "subject": "A new room", "words": "From January."}


@pytest.fixture
def people(event, ticket, ben):
    """Ada and Ben, coming."""
    SignUpFactory(event=event, buyer=ben.profile)
    return event


@pytest.fixture
def note(people, frozen):
    return broadcasts.draft(people, wish=NOTE, key="one", by="Henry", now=frozen.now)


def test_throw_away_twice_is_harmless(note):
    again = Broadcast.objects.get()

    for draft in (note, again):
        broadcasts.throw_away(draft)

    assert not Broadcast.objects.exists()


@pytest.fixture
def followers(series, frozen):
    """Three who agreed."""
    profiles = [ProfileFactory(email=f"{name}@mail.example", name=name.title()) for name in ("eve", "fay", "gus")]
    for profile in profiles:
        consents.give(profile, series, source="sign-up page", now=frozen.now)
    return profiles


@pytest.fixture
def news(series, followers, frozen):
    return broadcasts.draft(series, wish=NEWS, key="two", by="Olivia", now=frozen.now)


def mails(broadcast):
    return sorted(Message.objects.about(broadcast.about).values_list("to", "state"))


def journal():
    return [(entry.by, entry.sentence) for entry in JournalEntry.objects.order_by("pk")]


def state(broadcast):
    broadcast.refresh_from_db()
    return broadcast.state


def test_same_form_twice_is_one_draft_that_nobody_gets(note, people, frozen):
    again = broadcasts.draft(people, wish=NOTE, key="one", by="Henry", now=frozen.now)

    assert (again.pk, broadcasts.write_due(frozen.now)) == (note.pk, 0)
    assert not Message.objects.exists()


def test_sent_now_goes_to_each_once_with_their_own_ticket(note, frozen):
    for _ in range(2):
        broadcasts.plan(note, at=frozen.now, by="Henry", now=frozen.now)

    assert [broadcasts.write_due(frozen.now) for _ in range(2)] == [2, 0]
    assert mails(note) == [("ada@mail.example", "due"), ("ben@mail.example", "due")]
    assert state(note) == Broadcast.SENT
    mail = Message.objects.get(to="ada@mail.example")
    assert (mail.kind, mail.subject, mail.about_event) == ("service", "The black door", note.event_id)
    assert "Henry writes to everyone who is coming to June evening:" in " ".join(mail.text.split())
    assert "<strong>upstairs</strong>" in mail.html
    assert mail.unsubscribe_url == ""
    assert journal() == [
        ("Henry", "wrote “The black door” to everyone coming"),
        ("Flashmob", "put “The black door” on its way to 2 addresses"),
    ]


def test_sent_later_waits_for_its_time(note, frozen):
    at = frozen.now + dt.timedelta(days=1)
    broadcasts.plan(note, at=at, by="Henry", now=frozen.now)

    early = broadcasts.write_due(at - dt.timedelta(seconds=1))
    frozen.set(at)

    assert (early, broadcasts.write_due(at)) == (0, 2)
    assert journal()[0][1] == (
        "wrote “The black door” to everyone coming, to go out on Tuesday 2 June 2026, 13:00, London time"
    )


def test_taken_back_before_its_time_is_a_draft_again(note, frozen):
    at = frozen.now + dt.timedelta(days=1)
    broadcasts.plan(note, at=at, by="Henry", now=frozen.now)

    broadcasts.stop(note, by="Olivia", now=frozen.now)

    assert (broadcasts.write_due(at), state(note), note.due_at) == (0, Broadcast.DRAFT, None)
    assert journal()[-1] == ("Olivia", "took “The black door” back before it was sent")


def test_stopped_on_its_way_the_rest_is_not_sent(note, frozen):
    broadcasts.plan(note, at=frozen.now, by="Henry", now=frozen.now)
    broadcasts.write_due(frozen.now)
    Message.objects.filter(to="ada@mail.example").update(state="sent", sent_at=frozen.now)

    broadcasts.stop(note, by="Olivia", now=frozen.now)

    assert mails(note) == [("ada@mail.example", "sent"), ("ben@mail.example", "withdrawn")]
    assert (state(note), note.stopped_by) == (Broadcast.STOPPED, "Olivia")
    assert journal()[-1] == ("Olivia", "stopped “The black door” on its way")


def test_nothing_is_left_to_stop_when_all_are_sent(note, frozen):
    broadcasts.plan(note, at=frozen.now, by="Henry", now=frozen.now)
    broadcasts.write_due(frozen.now)
    Message.objects.update(state="sent", sent_at=frozen.now)

    with pytest.raises(AttendeeRefused, match="All of them are sent already"):
        broadcasts.stop(note, by="Henry", now=frozen.now)

    assert state(note) == Broadcast.SENT


def test_words_stay_once_it_is_on_its_way(note, frozen):
    broadcasts.plan(note, at=frozen.now, by="Henry", now=frozen.now)

    with pytest.raises(AttendeeRefused):
        broadcasts.change(note, wish=NOTE | {"words": "Other"}, by="Henry", now=frozen.now)

    note.refresh_from_db()
    assert note.words == "We are **upstairs**."


def test_next_run_goes_on_with_those_who_have_none(note, people, frozen):
    """As after a kill between two handfuls."""
    broadcasts.plan(note, at=frozen.now, by="Henry", now=frozen.now)
    broadcasts.write_due(frozen.now)
    Message.objects.filter(to="ben@mail.example").delete()
    Broadcast.objects.update(state=Broadcast.SENDING, sent_at=None)
    SignUpFactory(event=people, buyer=ProfileFactory(email="cem@mail.example"))

    written = broadcasts.write_due(frozen.now)

    assert written == 2
    assert [to for to, _ in mails(note)] == ["ada@mail.example", "ben@mail.example", "cem@mail.example"]


def test_evening_that_is_cancelled_meanwhile_is_not_written_to(note, frozen):
    at = frozen.now + dt.timedelta(days=1)
    broadcasts.plan(note, at=at, by="Henry", now=frozen.now)
    Event.objects.update(state="cancelled", cancelled_at=frozen.now)

    assert (broadcasts.write_due(at), state(note)) == (0, Broadcast.STOPPED)
    assert journal()[-1] == ("Flashmob", "did not send “The black door”: the evening is not on, or over")


def test_nobody_can_be_coming_after_the_end(note, people, frozen):
    with pytest.raises(AttendeeRefused, match="over or not published"):
        broadcasts.plan(note, at=people.ends_at, by="Henry", now=frozen.now)


def test_nobody_can_have_come_before_the_start(people, frozen):
    early = broadcasts.draft(people, wish=NOTE | {"audience": "came"}, key="x", by="Henry", now=frozen.now)

    with pytest.raises(AttendeeRefused, match="has not begun"):
        broadcasts.plan(early, at=people.starts_at - dt.timedelta(seconds=1), by="Henry", now=frozen.now)


def test_audience_of_nobody_is_refused(event, frozen):
    empty = broadcasts.draft(event, wish=NOTE, key="x", by="Henry", now=frozen.now)

    with pytest.raises(AttendeeRefused, match="nobody to write to"):
        broadcasts.plan(empty, at=frozen.now, by="Henry", now=frozen.now)


def test_who_came_is_thanked_without_a_ticket(event, frozen):
    TicketFactory(sign_up=SignUpFactory(event=event, people=[]), came=True)
    frozen.set(event.ends_at)
    thanks = broadcasts.draft(event, wish=NOTE | {"audience": "came"}, key="x", by="Henry", now=frozen.now)
    broadcasts.plan(thanks, at=frozen.now, by="Henry", now=frozen.now)

    broadcasts.write_due(frozen.now)

    text = Message.objects.get().text
    assert "Henry writes to everyone who came to June evening:" in " ".join(text.split())
    assert "/t/" not in text


def test_news_goes_to_who_agreed_and_each_can_stop_it(news, followers, series, frozen):
    broadcasts.plan(news, at=frozen.now, by="Olivia", now=frozen.now)

    broadcasts.write_due(frozen.now)

    mail = Message.objects.get(to="eve@mail.example")
    link = f"http://localhost:8000/stop/{consents.given(followers[0], series).withdraw_code}/"
    assert [to for to, _ in mails(news)] == ["eve@mail.example", "fay@mail.example", "gus@mail.example"]
    assert (mail.kind, mail.consent_given_at, mail.unsubscribe_url) == ("marketing", frozen.now, link)
    assert link in mail.text
    assert f'href="{link}"' in mail.html


def test_who_withdraws_gets_nothing_that_is_still_waiting(news, followers, series, frozen):
    broadcasts.plan(news, at=frozen.now, by="Olivia", now=frozen.now)
    broadcasts.write_due(frozen.now)

    consents.withdraw(consents.given(followers[0], series), now=frozen.now)

    assert mails(news) == [
        ("eve@mail.example", "withdrawn"),
        ("fay@mail.example", "due"),
        ("gus@mail.example", "due"),
    ]
    assert Message.objects.get(to="eve@mail.example").failure == "The person wants no more of these."


def test_who_withdraws_gets_nothing_that_failed_and_is_sent_again(news, followers, series, frozen):
    broadcasts.plan(news, at=frozen.now, by="Olivia", now=frozen.now)
    broadcasts.write_due(frozen.now)
    Message.objects.filter(to="eve@mail.example").update(state="failed", failed_at=frozen.now)

    consents.withdraw(consents.given(followers[0], series), now=frozen.now)

    with pytest.raises(states.Stale):
        outbox.resend(Message.objects.get(to="eve@mail.example"), now=frozen.now)


def test_marketing_about_an_evening_reaches_only_who_agreed(people, ada, series, frozen):
    consents.give(ada.profile, series, source="sign-up page", now=frozen.now)
    both = broadcasts.draft(people, wish=NOTE | {"kind": "marketing"}, key="x", by="Henry", now=frozen.now)
    broadcasts.plan(both, at=frozen.now, by="Henry", now=frozen.now)

    broadcasts.write_due(frozen.now)

    assert mails(both) == [("ada@mail.example", "due")]
    assert Message.objects.get().template == "attendees/news"
    assert journal()[0][1] == "wrote “The black door” to everyone coming, of them only who agreed"


def test_a_test_goes_to_oneself_once_and_is_no_marketing(news, frozen):
    for _ in range(2):
        broadcasts.send_test(news, to="olivia@mail.example", name="Olivia", token="t", now=frozen.now)

    mail = Message.objects.get()
    assert (mail.to, mail.subject, mail.kind, mail.about) == (
        "olivia@mail.example", "Test: A new room", "service", "",
    )  # fmt: skip


def test_a_long_list_takes_several_runs(people, note, frozen, monkeypatch):
    """Each run ends by itself before its lease does."""
    broadcasts.plan(note, at=frozen.now, by="Henry", now=frozen.now)
    real_now, looks = clock.real_now, []

    def hurried():
        looks.append(1)
        return real_now() + dt.timedelta(minutes=len(looks))

    monkeypatch.setattr(clock, "real_now", hurried)
    first = broadcasts.write_due(frozen.now)
    monkeypatch.setattr(clock, "real_now", real_now)

    assert (first, state(note)) == (0, Broadcast.SENDING)
    assert (broadcasts.write_due(frozen.now), state(note)) == (2, Broadcast.SENT)


@pytest.mark.parametrize("count", [1, 3])
def test_a_handful_takes_the_same_queries_for_one_and_three(series, frozen, django_assert_num_queries, count):
    event = EventFactory(series=series)
    SignUpFactory.create_batch(count, event=event)
    note = broadcasts.draft(event, wish=NOTE, key="x", by="Henry", now=frozen.now)
    broadcasts.plan(note, at=frozen.now, by="Henry", now=frozen.now)

    with django_assert_num_queries(15):
        broadcasts.write_due(frozen.now)


def test_hostile_words_stay_words_in_the_mail(note, frozen):
    """S27: what a host pastes is text, Markdown and https addresses, and nothing else."""
    for words in CORPUS:
        note.subject, note.words = words.replace("\0", "")[:80], words.replace("\0", "")
        mail = broadcast_mails.sample(note, now=frozen.now)
        body = rendering.render(mail.template, mail.context).html.partition("<body")[2]
        assert re.findall(r"<(?:script|img|iframe|svg|form|object|style)\b", body) == [], words
        assert [link for link in re.findall(r'href="([^"]*)"', body) if not link.startswith(ADDRESSES)] == [], words


def test_an_address_pasted_as_it_is_can_be_followed(note, frozen):
    note.words = "The map: https://map.example/?a=1&b=2. Or ask."

    mail = broadcast_mails.sample(note, now=frozen.now)

    assert 'href="https://map.example/?a=1&amp;b=2"' in rendering.render(mail.template, mail.context).html
