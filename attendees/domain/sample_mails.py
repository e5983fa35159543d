"""A sample of each kind of mail about an evening, to invented people, at a moment when it might be sent."""

import datetime as dt
from collections.abc import Callable

from attendees.domain import broadcast_mails, diary, drafts, host_mails, reminders, samples, waiting_mails
from attendees.domain.addressees import Addressee
from attendees.domain.drafts import Paper
from attendees.domain.glance import Glance
from attendees.domain.looked_out import LookedOut
from attendees.domain.taken_home import TakenHome
from attendees.models import SignUp, WaitingListEntry
from events.models import Event
from foundation.lib import links
from foundation.mail.domain import outbox
from foundation.mail.domain.outbox import Draft
from foundation.mail.models import File, Message

CHANGED = "The time changed from 18:00–20:30 to 18:30–21:00."
OFF = "The pub has a flood, and no other room could be found."
NEWS = "From January we meet in **The Lamb**, two streets on.\n\n- More light\n- Less noise"
PRIVATE = "I would rather not sit with somebody whom I met in March.\nMay I call you?"
NOTE = "The stairs are being painted: please use the door on the left, and mind your sleeves.\n\nSee you there!"


def _early(event: Event) -> dt.datetime:
    return event.refund_until - dt.timedelta(days=10)


def _late(event: Event) -> dt.datetime:
    return event.starts_at - dt.timedelta(hours=1)


def _entry(to: Addressee) -> list[File]:
    sign_up = to.sign_up
    at = _early(sign_up.event)
    return [diary.request(sign_up, to=to.email, name=to.name, places=len(to.tickets), now=at)]


def _removal(to: Addressee) -> list[File]:
    return [diary.cancel(to.sign_up, to=to.email, name=to.name, now=_early(to.sign_up.event))]


def confirmed(event: Event) -> Draft:
    to = samples.buyer(event)
    price = to.sign_up.price
    paper = Paper("2026-0142", links.absolute("/receipts/sample/"), price * 3, (f"3 places at {event.title}",))
    return drafts.confirmed(
        to,
        now=_early(event),
        first_timer=True,
        paper=paper if price else None,
        stories=samples.quotes(),
        files=_entry(to),
    )


def confirmed_at_door(event: Event) -> Draft:
    to = samples.buyer(event, way=SignUp.DOOR, people=1)
    return drafts.confirmed(to, now=_early(event), first_timer=False, paper=None, files=_entry(to))


def guest_added(event: Event) -> Draft:
    to = samples.buyer(event, way=SignUp.HOST, people=1)
    return drafts.confirmed(to, now=_early(event), first_timer=True, paper=None, files=_entry(to))


def companion(event: Event) -> Draft:
    to = samples.companion(event)
    return drafts.companion(to, now=_early(event), first_timer=True, files=_entry(to))


def resent(event: Event) -> Draft:
    to = samples.buyer(event, people=1)
    return drafts.resent(to, now=_early(event), files=_entry(to))


def moved(event: Event) -> Draft:
    to = samples.buyer(event, people=1)
    old = samples.later(event, -samples.FOUR_WEEKS)
    return drafts.moved(to, old=old, now=_early(event), files=_entry(to))


def diary_mended(event: Event) -> Draft:
    to = samples.buyer(event, people=1)
    old = samples.buyer(samples.later(event, -samples.FOUR_WEEKS), people=1)
    return drafts.diary_mended(to, old=old.sign_up.event, left=0, now=_early(event), files=_removal(old))


def place_offered(event: Event) -> Draft:
    return drafts.place_offered(samples.buyer(event, people=1), samples.transfer(), now=_early(event))


def place_declined(event: Event) -> Draft:
    return drafts.place_declined(samples.buyer(event, people=1), samples.transfer(), now=_early(event))


def given_away(event: Event) -> Draft:
    to = samples.buyer(event, people=1)
    return drafts.given_away(to, now=_early(event), files=_removal(to))


def cancelled(event: Event) -> Draft:
    to = samples.buyer(event, people=2, cancel_reason="person", refund_wanted=bool(event.price_amount))
    return drafts.cancelled(to, left=1, now=_early(event), files=_entry(to))


def cancelled_late(event: Event) -> Draft:
    to = samples.buyer(event, people=1, cancel_reason="person")
    return drafts.cancelled(to, left=0, now=_late(event), files=_removal(to))


def corrected(event: Event) -> Draft:
    to = samples.buyer(event, people=1)
    return drafts.corrected(to, now=_early(event), files=_entry(to))


def changed(event: Event) -> Draft:
    to = samples.buyer(samples.variant(event, moved_sentence=event.moved_sentence or CHANGED), people=1)
    return drafts.changed(to, now=_early(event), files=_entry(to))


def event_cancelled(event: Event) -> Draft:
    off = samples.variant(event, state=Event.CANCELLED, cancel_reason=event.cancel_reason or OFF)
    to = samples.buyer(off, refund_wanted=bool(event.price_amount))
    return drafts.event_cancelled(to, now=_early(event), files=_removal(to))


def note(event: Event) -> Draft:
    subject = f"A note about {event.title}"[:60]
    note = samples.broadcast(event, kind=Message.SERVICE, subject=subject, words=NOTE)
    return broadcast_mails.sample(note, now=_early(event))


def news(event: Event) -> Draft:
    news = samples.broadcast(event, kind=Message.MARKETING, subject="A new room from January", words=NEWS)
    return broadcast_mails.sample(news, now=_early(event))


def kept(event: Event) -> Draft:
    at = event.starts_at - samples.FOUR_WEEKS
    return drafts.kept(samples.buyer(event, people=1), until=at + dt.timedelta(days=2), now=at)


def address_code(event: Event) -> Draft:
    to, at = samples.buyer(event, people=1), _early(event)
    until = at + dt.timedelta(minutes=15)
    return drafts.address_code(to, email="new@mail.example", code="482 913", until=until, now=at)


def address_left(event: Event) -> Draft:
    to = samples.buyer(event, people=1)
    return drafts.address_left(to, now=_early(event), files=_removal(to))


def reminder(
    kind: str, *, way: str = "", people: int = 2, look_out: LookedOut = drafts.ALONE
) -> Callable[[Event], Draft]:
    def draft(event: Event) -> Draft:
        [moment] = [moment for moment in reminders.moments(event) if moment.kind == kind] or reminders.moments(event)[
            :1
        ]
        to = samples.buyer(event, way=way, people=people)
        return drafts.reminder(kind, to, look_out=look_out, now=moment.due_at, expires_at=moment.stale_at)

    return draft


def follow_up(kind: str, home: TakenHome) -> Callable[[Event], Draft]:
    def draft(event: Event) -> Draft:
        at = event.ends_at + dt.timedelta(hours=12)
        to = samples.buyer(event, people=1)
        return drafts.follow_up(kind, to, home=home, now=at, expires_at=at)

    return draft


def next_date(event: Event) -> Draft:
    at = event.ends_at + dt.timedelta(hours=12)
    consent = outbox.Consent(given_at=_early(event), unsubscribe_url=links.absolute("/stop/sample/"))
    coming = samples.later(event, samples.FOUR_WEEKS)
    to = samples.buyer(event, people=1)
    home = samples.thanks_only()
    return drafts.follow_up("came", to, home=home, now=at, expires_at=at, coming=coming, consent=consent)


def day_five(home: TakenHome) -> Callable[[Event], Draft]:
    def draft(event: Event) -> Draft:
        at = event.ends_at + dt.timedelta(days=5)
        return drafts.day_five(samples.buyer(event, people=1), home, now=at, expires_at=at)

    return draft


def day_five_story(event: Event) -> Draft:
    return day_five(TakenHome(story_url=links.absolute("/t/sample/story/")))(event)


def _waits(event: Event, *, party: int = 2) -> WaitingListEntry:
    at = _early(event)
    return samples.waits(event, party=party, offered_at=at, offered_until=at + dt.timedelta(hours=24))


def waiting_joined(event: Event) -> Draft:
    return waiting_mails.joined(_waits(event), position=3, now=_early(event))


def waiting_offered(event: Event) -> Draft:
    kept = samples.buyer(event, people=2).sign_up
    return waiting_mails.offered(_waits(event), kept=kept, now=_early(event))


def waiting_fewer(event: Event) -> Draft:
    return waiting_mails.fewer(_waits(event), free=1, now=_early(event))


def waiting_lapsed(event: Event) -> Draft:
    return waiting_mails.lapsed(_waits(event, party=1), now=_early(event))


def waiting_closed(why: str) -> Callable[[Event], Draft]:
    def draft(event: Event) -> Draft:
        off = samples.variant(event, cancel_reason=event.cancel_reason or OFF)
        return waiting_mails.closed(_waits(off), why=why, now=_early(event))

    return draft


def waiting_come(event: Event) -> Draft:
    return waiting_mails.come(_waits(event))


def host_morning(event: Event) -> Draft:
    people = Glance(
        coming=42,
        kept=1,
        offered=0,
        inside=0,
        to_pay=5,
        first_timers=3,
        access_needs=2,
        sectors=(("Technology", 20),),
        unsaid=22,
    )
    names = ("Alex Chen", "Jo Kim", "Sam Okafor")
    return host_mails.morning_draft(event, people, names, event.series.email, event.series.host_name)


def host_failed(event: Event) -> Draft:
    return host_mails.failed_draft(event, [samples.failed_mail()], event.series.email, event.series.host_name)


def private_word(event: Event) -> Draft:
    return host_mails.private_word_draft(samples.buyer(event, people=1).ticket, words=PRIVATE, reach="07700 900123")
