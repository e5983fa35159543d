"""What followed the last evening: the till was counted, who came was thanked, and some asked for the next dates."""

import datetime as dt
from itertools import cycle

from attendees.domain import appearances, broadcasts, consents
from attendees.models import Consent, Profile, Story, Ticket
from events.models import Event, JournalEntry, Series
from flashmob.demo import house, words
from foundation.mail.models import Message
from networking.models import Feedback
from payments.domain import cash_box

FOLLOWERS = 24
LOST_COIN = 50
EVENINGS_ASKED = 6
ANSWERED = ((3, 3, 3), (3, 2, 3), (2, 3, 3), (3, 3, 2), (1, 2, 3), (3, 3, 3), (2, 1, None))


def tidy_up(series: Series, *, now: dt.datetime) -> None:
    """Save it all as if it had been done then."""
    event = Event.objects.filter(series=series).past(now)[0]
    ask_for_news(event)
    count_till(event)
    thank(event, now=now)
    for each in Event.objects.filter(series=series).past(now)[:EVENINGS_ASKED]:
        say_how_it_was(each)
    tell_stories(series, now=now)


def ask_for_news(event: Event) -> None:
    """Some of those who came ticked the box when they took their place."""
    came = Profile.objects.filter(tickets__in=Ticket.objects.for_event(event.pk).checked_in()).order_by("pk")
    Consent.objects.bulk_create(
        Consent(
            profile=profile,
            series=event.series,
            wording=consents.WORDING,
            source="sign-up page",
            given_at=event.starts_at - dt.timedelta(days=9),
        )
        for profile in came[:FOLLOWERS]
    )


def count_till(event: Event) -> None:
    """£20 to give change from, and a coin that nobody found."""
    cash_box.put_in(event, amount=2000, by=house.HOST_NAME, now=event.starts_at - dt.timedelta(minutes=40))
    expected = cash_box.cash_of(event, cash_box.of(event)).expected
    late = event.ends_at + dt.timedelta(minutes=25)
    counted, note = expected.amount - LOST_COIN, "one coin rolled under the bar"
    cash_box.close(event, counted=counted, note=note, by=house.HOST_NAME, now=late)
    JournalEntry.objects.filter(event=event).update(at=late)


def say_how_it_was(event: Event) -> None:
    """Every third of those who came answered the three questions, a few with a sentence."""
    came = Ticket.objects.for_event(event.pk).checked_in().order_by("pk")[::3]
    Feedback.objects.bulk_create(
        Feedback(
            event=event,
            ticket=ticket,
            met=met,
            included=included,
            again=again,
            words=words.HOW_IT_WAS[number] if number < len(words.HOW_IT_WAS) else "",
            said_at=event.ends_at + dt.timedelta(hours=13, minutes=number),
        )
        for number, (ticket, (met, included, again)) in enumerate(zip(came, cycle(ANSWERED), strict=False))
    )


def tell_stories(series: Series, *, now: dt.datetime) -> None:
    """First-timers of three evenings told theirs: the latest waits for the host, the others are published."""
    past = Event.objects.filter(series=series).past(now)[1:]
    came = (appearances.first_timers(event).checked_in().order_by("pk").first() for event in past)
    for number, (ticket, told) in enumerate(zip(filter(None, came), words.STORIES, strict=False)):
        told_at = ticket.event.ends_at + dt.timedelta(days=5, hours=13)
        story = Story(series=series, ticket=ticket, words=told, shows_name=number == 1, is_first=True, told_at=told_at)
        if number:
            story.state, story.published_at = Story.PUBLISHED, told_at + dt.timedelta(hours=2)
        story.save()


def thank(event: Event, *, now: dt.datetime) -> None:
    """Written the next morning to all who came; one mailbox was full for good."""
    morning = event.ends_at + dt.timedelta(hours=13)
    wish = {"audience": "came", "kind": Message.SERVICE, "subject": words.THANKS_SUBJECT, "words": words.THANKS}
    thanks = broadcasts.draft(event, wish=wish, key="seed", by=house.OWNER_NAME, now=morning)
    broadcasts.plan(thanks, at=morning, by=house.OWNER_NAME, now=morning)
    broadcasts.write_due(now)
    mails = Message.objects.about(thanks.about)
    lost = mails.order_by("pk")[:1].get()
    mails.update(state=Message.SENT, sent_at=morning, written_at=morning, due_at=morning, attempts=1)
    mails.filter(pk=lost.pk).update(
        state=Message.FAILED, sent_at=None, failed_at=morning, failure="552 5.2.2 This mailbox is full"
    )
    type(thanks).objects.filter(pk=thanks.pk).update(sent_at=morning)
    JournalEntry.objects.filter(event=event, at__gt=morning).update(at=morning)
