"""Every mail about an evening, filled in with invented people: for hosts, developers and the golden files."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from attendees.domain import reminders, sample_mails, samples, waiting_mails
from attendees.domain.looked_out import LookedOut
from attendees.domain.taken_home import TakenHome
from attendees.models import SignUp
from events.models import Event
from foundation.mail.domain import outbox, rendering
from foundation.mail.domain.outbox import Draft
from foundation.mail.domain.rendering import Rendered


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


KINDS = (
    Preview("confirmed", "Right after booking", sample_mails.confirmed),
    Preview("confirmed_at_door", "Right after booking, to pay at the door", sample_mails.confirmed_at_door),
    Preview("companion", "To somebody who was booked along", sample_mails.companion),
    Preview("guest_added", "To a guest you added", sample_mails.guest_added),
    Preview("resent", "The ticket again, on request", sample_mails.resent),
    Preview("reminder_week", "A week before, if booked long ago", sample_mails.reminder(reminders.WEEK)),
    Preview("reminder_two_days", "Two days before", sample_mails.reminder(reminders.TWO_DAYS)),
    Preview(
        "reminder_morning",
        "The morning of the evening",
        sample_mails.reminder(reminders.MORNING, way=SignUp.DOOR, people=1),
    ),
    Preview(
        "reminder_looked_out",
        "Two days before, to a first-timer for whom somebody looks out",
        sample_mails.reminder(reminders.TWO_DAYS, people=1, look_out=LookedOut(by="Rita", came=7)),
    ),
    Preview(
        "reminder_looks_out",
        "The morning of the evening, to a regular who looks out for somebody",
        sample_mails.reminder(reminders.MORNING, people=1, look_out=LookedOut(newcomer="Nell")),
    ),
    Preview("came", "The morning after, to those who came", sample_mails.follow_up("came", samples.taken_home())),
    Preview(
        "came_thanks", "The same, to who swapped no details", sample_mails.follow_up("came", samples.thanks_only())
    ),
    Preview("came_next_date", "The same, to those who asked to hear of the next dates", sample_mails.next_date),
    Preview("missed", "The morning after, to those who did not", sample_mails.follow_up("missed", TakenHome())),
    Preview("day_five", "Five days after, when something is still open", sample_mails.day_five(samples.taken_home())),
    Preview("day_five_story", "The same, to first-timers", sample_mails.day_five_story),
    Preview("kept", "When they keep a place at the close of the evening before", sample_mails.kept),
    Preview("moved", "After a move to this date", sample_mails.moved),
    Preview("diary_mended", "After a move, for the diary", sample_mails.diary_mended),
    Preview("place_offered", "To whom a place is offered", sample_mails.place_offered),
    Preview("place_declined", "When they do not take it", sample_mails.place_declined),
    Preview("given_away", "After giving a place to somebody else", sample_mails.given_away),
    Preview("cancelled", "After cancelling in time", sample_mails.cancelled),
    Preview("cancelled_late", "After cancelling too late for a refund", sample_mails.cancelled_late),
    Preview("corrected", "After a small correction", sample_mails.corrected),
    Preview("changed", "After a real change", sample_mails.changed),
    Preview("event_cancelled", "When you cancel the evening", sample_mails.event_cancelled),
    Preview("waiting_joined", "To somebody who joins the waiting list", sample_mails.waiting_joined),
    Preview("waiting_offered", "When a place is free for them", sample_mails.waiting_offered),
    Preview("waiting_fewer", "When fewer places are free than they wait for", sample_mails.waiting_fewer),
    Preview("waiting_lapsed", "When they did not take it in time", sample_mails.waiting_lapsed),
    Preview("waiting_come", "When you call all who wait to the door", sample_mails.waiting_come),
    Preview(
        "waiting_closed_begun", "To who still waits when it begins", sample_mails.waiting_closed(waiting_mails.BEGUN)
    ),
    Preview(
        "waiting_closed_cancelled",
        "To who waits when you cancel the evening",
        sample_mails.waiting_closed(waiting_mails.CANCELLED),
    ),
    Preview(
        "waiting_closed_removed",
        "When you take somebody off the list",
        sample_mails.waiting_closed(waiting_mails.REMOVED),
    ),
    Preview("note", "When you write to people about the evening", sample_mails.note),
    Preview("news", "When you write to those who agreed to hear from you", sample_mails.news),
    Preview("address_code", "To prove a new address", sample_mails.address_code),
    Preview("address_left", "To the old address after that", sample_mails.address_left),
    Preview("host_morning", "To the team, on the morning", sample_mails.host_morning),
    Preview("host_failed", "To the team, when mails did not arrive", sample_mails.host_failed),
    Preview("private_word", "To you, when somebody tells you something in private", sample_mails.private_word),
)
