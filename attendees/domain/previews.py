"""Every mail about an evening, filled in with invented people: for hosts, developers and the golden files."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from attendees.domain import broadcast_mails, diary, drafts, host_mails, reminders, samples, waiting_mails
from attendees.domain.addressees import Addressee
from attendees.domain.drafts import Paper
from attendees.domain.glance import Glance
from attendees.domain.looked_out import LookedOut
from attendees.domain.taken_home import TakenHome
from attendees.models import SignUp, WaitingListEntry
from events.models import Event
from foundation.lib import links
from foundation.mail.domain import outbox, rendering
from foundation.mail.domain.outbox import Draft
from foundation.mail.domain.rendering import Rendered
from foundation.mail.models import File, Message

CHANGED = "The time changed from 18:00–20:30 to 18:30–21:00."
OFF = "The pub has a flood, and no other room could be found."
NEWS = "From January we meet in **The Lamb**, two streets on.\n\n- More light\n- Less noise"
PRIVATE = "I would rather not sit with somebody whom I met in March.\nMay I call you?"
NOTE = "The stairs are being painted: please use the door on the left, and mind your sleeves.\n\nSee you there!"


@dataclass(frozen=True)
class Preview:
    """One kind of mail. `label` says when it is sent, as a host would."""

    kind: str
    label: str
    draft: Callable[[Event], Draft]

    def render(self, event: Event) -> Rendered:
        draft = self.draft(event)
        return rendering.render(draft.template, draft.context)

    def pictures(self, event: Event) -> list[tuple[str, str, bytes]]:
        """Content id, type and bytes of what the HTML shows."""
        return [(file.content_id, file.mime, file.content) for file in self.draft(event).files if file.content_id]


def find(kind: str) -> Preview:
    """Raises KeyError for a kind that does not exist."""
    return {preview.kind: preview for preview in KINDS}[kind]


def send_test(preview: Preview, event: Event, *, to: str, name: str, token: str) -> None:
    """Post it to `to`, marked as a test, without anything for the diary. The same `token` sends nothing more."""
    outbox.write_all([as_test(preview.draft(event), to=to, name=name, key=f"test:{token}:{preview.kind}")])


def as_test(draft: Draft, *, to: str, name: str, key: str) -> Draft:
    """The same mail to somebody of the team, marked as a test."""
    return replace(
        draft,
        key=key,
        to=to,
        to_name=name,
        subject_prefix="Test: ",
        consent=None,
        files=[file for file in draft.files if not file.method],
        about="",
        about_event=None,
        about_person=None,
        expires_at=None,
    )


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


def _confirmed(event: Event) -> Draft:
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


def _confirmed_at_door(event: Event) -> Draft:
    to = samples.buyer(event, way=SignUp.DOOR, people=1)
    return drafts.confirmed(to, now=_early(event), first_timer=False, paper=None, files=_entry(to))


def _guest_added(event: Event) -> Draft:
    to = samples.buyer(event, way=SignUp.HOST, people=1)
    return drafts.confirmed(to, now=_early(event), first_timer=True, paper=None, files=_entry(to))


def _companion(event: Event) -> Draft:
    to = samples.companion(event)
    return drafts.companion(to, now=_early(event), first_timer=True, files=_entry(to))


def _resent(event: Event) -> Draft:
    to = samples.buyer(event, people=1)
    return drafts.resent(to, now=_early(event), files=_entry(to))


def _moved(event: Event) -> Draft:
    to = samples.buyer(event, people=1)
    old = samples.later(event, -samples.FOUR_WEEKS)
    return drafts.moved(to, old=old, now=_early(event), files=_entry(to))


def _diary_mended(event: Event) -> Draft:
    to = samples.buyer(event, people=1)
    old = samples.buyer(samples.later(event, -samples.FOUR_WEEKS), people=1)
    return drafts.diary_mended(to, old=old.sign_up.event, left=0, now=_early(event), files=_removal(old))


def _place_offered(event: Event) -> Draft:
    return drafts.place_offered(samples.buyer(event, people=1), samples.transfer(), now=_early(event))


def _place_declined(event: Event) -> Draft:
    return drafts.place_declined(samples.buyer(event, people=1), samples.transfer(), now=_early(event))


def _given_away(event: Event) -> Draft:
    to = samples.buyer(event, people=1)
    return drafts.given_away(to, now=_early(event), files=_removal(to))


def _cancelled(event: Event) -> Draft:
    to = samples.buyer(event, people=2, cancel_reason="person", refund_wanted=bool(event.price_amount))
    return drafts.cancelled(to, left=1, now=_early(event), files=_entry(to))


def _cancelled_late(event: Event) -> Draft:
    to = samples.buyer(event, people=1, cancel_reason="person")
    return drafts.cancelled(to, left=0, now=_late(event), files=_removal(to))


def _corrected(event: Event) -> Draft:
    to = samples.buyer(event, people=1)
    return drafts.corrected(to, now=_early(event), files=_entry(to))


def _changed(event: Event) -> Draft:
    to = samples.buyer(samples.variant(event, moved_sentence=event.moved_sentence or CHANGED), people=1)
    return drafts.changed(to, now=_early(event), files=_entry(to))


def _event_cancelled(event: Event) -> Draft:
    off = samples.variant(event, state=Event.CANCELLED, cancel_reason=event.cancel_reason or OFF)
    to = samples.buyer(off, refund_wanted=bool(event.price_amount))
    return drafts.event_cancelled(to, now=_early(event), files=_removal(to))


def _note(event: Event) -> Draft:
    subject = f"A note about {event.title}"[:60]
    note = samples.broadcast(event, kind=Message.SERVICE, subject=subject, words=NOTE)
    return broadcast_mails.sample(note, now=_early(event))


def _news(event: Event) -> Draft:
    news = samples.broadcast(event, kind=Message.MARKETING, subject="A new room from January", words=NEWS)
    return broadcast_mails.sample(news, now=_early(event))


def _kept(event: Event) -> Draft:
    at = event.starts_at - samples.FOUR_WEEKS
    return drafts.kept(samples.buyer(event, people=1), until=at + dt.timedelta(days=2), now=at)


def _address_code(event: Event) -> Draft:
    to, at = samples.buyer(event, people=1), _early(event)
    until = at + dt.timedelta(minutes=15)
    return drafts.address_code(to, email="new@mail.example", code="482 913", until=until, now=at)


def _address_left(event: Event) -> Draft:
    to = samples.buyer(event, people=1)
    return drafts.address_left(to, now=_early(event), files=_removal(to))


def _reminder(
    kind: str, *, way: str = "", people: int = 2, look_out: LookedOut = drafts.ALONE
) -> Callable[[Event], Draft]:
    def draft(event: Event) -> Draft:
        [moment] = [moment for moment in reminders.moments(event) if moment.kind == kind] or reminders.moments(event)[
            :1
        ]
        to = samples.buyer(event, way=way, people=people)
        return drafts.reminder(kind, to, look_out=look_out, now=moment.due_at, expires_at=moment.stale_at)

    return draft


def _follow_up(kind: str, home: TakenHome) -> Callable[[Event], Draft]:
    def draft(event: Event) -> Draft:
        at = event.ends_at + dt.timedelta(hours=12)
        to = samples.buyer(event, people=1)
        return drafts.follow_up(kind, to, home=home, now=at, expires_at=at)

    return draft


def _next_date(event: Event) -> Draft:
    at = event.ends_at + dt.timedelta(hours=12)
    consent = outbox.Consent(given_at=_early(event), unsubscribe_url=links.absolute("/stop/sample/"))
    coming = samples.later(event, samples.FOUR_WEEKS)
    to = samples.buyer(event, people=1)
    home = samples.thanks_only()
    return drafts.follow_up("came", to, home=home, now=at, expires_at=at, coming=coming, consent=consent)


def _day_five(home: TakenHome) -> Callable[[Event], Draft]:
    def draft(event: Event) -> Draft:
        at = event.ends_at + dt.timedelta(days=5)
        return drafts.day_five(samples.buyer(event, people=1), home, now=at, expires_at=at)

    return draft


def _day_five_story(event: Event) -> Draft:
    return _day_five(TakenHome(story_url=links.absolute("/t/sample/story/")))(event)


def _waits(event: Event, *, party: int = 2) -> WaitingListEntry:
    at = _early(event)
    return samples.waits(event, party=party, offered_at=at, offered_until=at + dt.timedelta(hours=24))


def _waiting_joined(event: Event) -> Draft:
    return waiting_mails.joined(_waits(event), position=3, now=_early(event))


def _waiting_offered(event: Event) -> Draft:
    kept = samples.buyer(event, people=2).sign_up
    return waiting_mails.offered(_waits(event), kept=kept, now=_early(event))


def _waiting_fewer(event: Event) -> Draft:
    return waiting_mails.fewer(_waits(event), free=1, now=_early(event))


def _waiting_lapsed(event: Event) -> Draft:
    return waiting_mails.lapsed(_waits(event, party=1), now=_early(event))


def _waiting_closed(why: str) -> Callable[[Event], Draft]:
    def draft(event: Event) -> Draft:
        off = samples.variant(event, cancel_reason=event.cancel_reason or OFF)
        return waiting_mails.closed(_waits(off), why=why, now=_early(event))

    return draft


def _waiting_come(event: Event) -> Draft:
    return waiting_mails.come(_waits(event))


def _host_morning(event: Event) -> Draft:
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


def _host_failed(event: Event) -> Draft:
    return host_mails.failed_draft(event, [samples.failed_mail()], event.series.email, event.series.host_name)


def _private_word(event: Event) -> Draft:
    return host_mails.private_word_draft(samples.buyer(event, people=1).ticket, words=PRIVATE, reach="07700 900123")


KINDS = (
    Preview("confirmed", "Right after booking", _confirmed),
    Preview("confirmed_at_door", "Right after booking, to pay at the door", _confirmed_at_door),
    Preview("companion", "To somebody who was booked along", _companion),
    Preview("guest_added", "To a guest you added", _guest_added),
    Preview("resent", "The ticket again, on request", _resent),
    Preview("reminder_week", "A week before, if booked long ago", _reminder(reminders.WEEK)),
    Preview("reminder_two_days", "Two days before", _reminder(reminders.TWO_DAYS)),
    Preview("reminder_morning", "The morning of the evening", _reminder(reminders.MORNING, way=SignUp.DOOR, people=1)),
    Preview(
        "reminder_looked_out",
        "Two days before, to a first-timer for whom somebody looks out",
        _reminder(reminders.TWO_DAYS, people=1, look_out=LookedOut(by="Rita", came=7)),
    ),
    Preview(
        "reminder_looks_out",
        "The morning of the evening, to a regular who looks out for somebody",
        _reminder(reminders.MORNING, people=1, look_out=LookedOut(newcomer="Nell")),
    ),
    Preview("came", "The morning after, to those who came", _follow_up("came", samples.taken_home())),
    Preview("came_thanks", "The same, to who swapped no details", _follow_up("came", samples.thanks_only())),
    Preview("came_next_date", "The same, to those who asked to hear of the next dates", _next_date),
    Preview("missed", "The morning after, to those who did not", _follow_up("missed", TakenHome())),
    Preview("day_five", "Five days after, when something is still open", _day_five(samples.taken_home())),
    Preview("day_five_story", "The same, to first-timers", _day_five_story),
    Preview("kept", "When they keep a place at the close of the evening before", _kept),
    Preview("moved", "After a move to this date", _moved),
    Preview("diary_mended", "After a move, for the diary", _diary_mended),
    Preview("place_offered", "To whom a place is offered", _place_offered),
    Preview("place_declined", "When they do not take it", _place_declined),
    Preview("given_away", "After giving a place to somebody else", _given_away),
    Preview("cancelled", "After cancelling in time", _cancelled),
    Preview("cancelled_late", "After cancelling too late for a refund", _cancelled_late),
    Preview("corrected", "After a small correction", _corrected),
    Preview("changed", "After a real change", _changed),
    Preview("event_cancelled", "When you cancel the evening", _event_cancelled),
    Preview("waiting_joined", "To somebody who joins the waiting list", _waiting_joined),
    Preview("waiting_offered", "When a place is free for them", _waiting_offered),
    Preview("waiting_fewer", "When fewer places are free than they wait for", _waiting_fewer),
    Preview("waiting_lapsed", "When they did not take it in time", _waiting_lapsed),
    Preview("waiting_come", "When you call all who wait to the door", _waiting_come),
    Preview("waiting_closed_begun", "To who still waits when it begins", _waiting_closed(waiting_mails.BEGUN)),
    Preview(
        "waiting_closed_cancelled", "To who waits when you cancel the evening", _waiting_closed(waiting_mails.CANCELLED)
    ),
    Preview("waiting_closed_removed", "When you take somebody off the list", _waiting_closed(waiting_mails.REMOVED)),
    Preview("note", "When you write to people about the evening", _note),
    Preview("news", "When you write to those who agreed to hear from you", _news),
    Preview("address_code", "To prove a new address", _address_code),
    Preview("address_left", "To the old address after that", _address_left),
    Preview("host_morning", "To the team, on the morning", _host_morning),
    Preview("host_failed", "To the team, when mails did not arrive", _host_failed),
    Preview("private_word", "To you, when somebody tells you something in private", _private_word),
)
