"""Marketing needs consent, whatever a host chooses and whatever happened before (P5)."""

from contextlib import suppress

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attendees.domain import audiences, broadcasts, consents, follow_up, profiles, reminders
from attendees.domain.refused import AttendeeRefused
from foundation.mail.models import Message
from tests.support.factories import EventFactory, MessageFactory, ProfileFactory, SeriesFactory, SignUpFactory

SAID = st.sampled_from(["nothing", "yes", "yes, then no", "no, then yes", "yes to another series"])
AGREED = ("yes", "no, then yes")
ASKED = st.tuples(st.sampled_from(sorted(audiences.OF_EVENT)), st.sampled_from(["service", "marketing"]))
ON_SERIES = st.tuples(st.sampled_from(sorted(audiences.OF_SERIES)), st.just("marketing"))


class Undone(Exception):
    """Takes back what one example wrote."""


@pytest.fixture
def other(db):
    return SeriesFactory()


def person(event, other, number, said, *, came, now):
    profile = ProfileFactory(email=f"{number}@mail.example")
    stamp = {"checked_in_at": now, "checked_in_by": "Henry"} if came else {}
    SignUpFactory(event=event, buyer=profile).tickets.update(**stamp)
    if said == "yes to another series":
        consents.give(profile, other, source="sign-up page", now=now)
    elif said != "nothing":
        consents.give(profile, event.series, source="sign-up page", now=now)
    if said in ("yes, then no", "no, then yes"):
        consents.withdraw(consents.given(profile, event.series), now=now)
    if said == "no, then yes":
        consents.give(profile, event.series, source="sign-up page", now=now)
    return profile


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(st.tuples(SAID, st.booleans()), min_size=1, max_size=5),
    asked=st.one_of(ASKED, ON_SERIES),
    is_over=st.booleans(),
)
def test_no_marketing_is_written_to_whom_did_not_agree(series, other, frozen, people, asked, is_over):
    start = frozen.now
    try:
        with transaction.atomic():
            event = EventFactory(series=series)
            EventFactory(series=series)
            for number, (said, came) in enumerate(people):
                person(event, other, number, said, came=came, now=frozen.now)
            if is_over:
                frozen.set(follow_up.due_at(event))
            audience, kind = asked
            about = event if audience in audiences.OF_EVENT else series
            wish = {"audience": audience, "kind": kind, "subject": "S", "words": "W"}
            broadcast = broadcasts.draft(about, wish=wish, key="x", by="Henry", now=frozen.now)
            with suppress(AttendeeRefused):  # when nobody may read it
                broadcasts.plan(broadcast, at=frozen.now, by="Henry", now=frozen.now)
            broadcasts.write_due(frozen.now)
            follow_up.write_came(lambda people: {}, now=frozen.now)
            follow_up.write_missed(frozen.now)

            agreed = {
                f"{number}@mail.example" for number, (said, _) in enumerate(people) if said in ("yes", "no, then yes")
            }
            got = set(Message.objects.filter(kind=Message.MARKETING).values_list("to", flat=True))
            assert got <= agreed
            if kind == "marketing" and audience in audiences.OF_SERIES:
                assert audience == "agreed_came" or got == agreed
            raise Undone
    except Undone:
        frozen.set(start)


@pytest.mark.django_db
def test_row_itself_refuses_marketing_without_consent_or_without_a_way_to_stop_it(frozen):
    for fields in ({"unsubscribe_url": "https://x.example/stop/"}, {"consent_given_at": frozen.now}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MessageFactory(kind=Message.MARKETING, **fields)


def test_after_saying_no_to_news_service_mail_comes_and_reminders_are_a_switch_of_their_own(
    event, ticket, ada, series, frozen
):
    """P9."""
    consents.give(ada.profile, series, source="sign-up page", now=frozen.now)
    consents.withdraw(consents.given(ada.profile, series), now=frozen.now)
    frozen.set(reminders.moments(event)[-1].due_at)
    with_reminders = reminders.write_due(frozen.now)

    profiles.switch_reminders(ada.profile, on=False, now=frozen.now)
    Message.objects.all().delete()
    wish = {"audience": "coming", "kind": "service", "subject": "The black door", "words": "On the left."}
    note = broadcasts.draft(event, wish=wish, key="x", by="Henry", now=frozen.now)
    broadcasts.plan(note, at=frozen.now, by="Henry", now=frozen.now)
    broadcasts.write_due(frozen.now)

    assert (with_reminders, reminders.write_due(frozen.now)) == (1, 0)
    assert [(mail.to, mail.subject) for mail in Message.objects.all()] == [("ada@mail.example", "The black door")]
