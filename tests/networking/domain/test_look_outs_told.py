import datetime as dt

import pytest

from attendees.domain import giving, reminders, tickets
from foundation.mail.models import Message
from networking.domain import blocks, following, look_outs, look_outs_told
from networking.models import LookOut
from tests.support.meeting import place, regular

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]  # the evening is by the frozen clock
FOR_NELL = "Rita will look out for you. They have come 7 times: ask for them at the door."
FOR_RITA = "You look out for Nell, who comes for the first time."


@pytest.fixture
def rita(event):
    return regular(event, "Rita", came=7)


@pytest.fixture
def nell(event):
    """New here."""
    return place(event, "Nell")


@pytest.fixture
def agreed(event, rita, nell, frozen):
    """Both said yes; now it is two days before."""
    look_outs.offer(rita, now=frozen.now)
    look_outs.pair_up(frozen.now)
    look_outs.agree(nell, now=frozen.now)
    [two_days] = [moment for moment in reminders.moments(event) if moment.kind == reminders.TWO_DAYS]
    frozen.set(two_days.due_at + dt.timedelta(minutes=1))
    return LookOut.objects.get()


def told(ticket):
    """The sentences about a look-out in this person's reminders that are not withdrawn."""
    mails = Message.objects.filter(to=ticket.email, template__contains="reminder").exclude(state=Message.WITHDRAWN)
    words = [" ".join(mail.text.split()) for mail in mails]
    return [[said for said in (FOR_NELL, FOR_RITA) if said in one] for one in words]


def test_both_read_of_each_other_two_days_before(agreed, rita, nell, frozen):
    assert [look_outs_told.write_reminders(frozen.now) for _ in range(2)] == [2, 0]

    assert (told(nell), told(rita)) == ([[FOR_NELL]], [[FOR_RITA]])


def test_the_morning_says_it_in_one_line(agreed, event, rita, nell, frozen):
    frozen.set(event.starts_at - dt.timedelta(hours=3))

    look_outs_told.write_reminders(frozen.now)

    mornings = Message.objects.filter(template="attendees/reminder_morning")
    assert "\nRita will look out for you: ask for them at the door.\n" in mornings.get(to=nell.email).text
    assert "You look out for Nell, who comes for the first time: say hello" in mornings.get(to=rita.email).text


def test_before_the_first_timer_said_yes_neither_reads_of_it(rita, nell, agreed, frozen):
    LookOut.objects.update(state=LookOut.PROPOSED)

    look_outs_told.write_reminders(frozen.now)
    assert (told(nell), told(rita)) == ([[]], [[]])
    look_outs.agree(nell, now=frozen.now)
    look_outs_told.write_reminders(frozen.now)

    assert (told(nell), told(rita)) == ([[FOR_NELL]], [[FOR_RITA]])


def decline(rita, nell, now):
    look_outs.decline(nell, now=now)


def take_back(rita, nell, now):
    look_outs.take_back(rita, now=now)


def block(rita, nell, now):
    blocks.enter(rita, nell, now=now)


def give_away(rita, nell, now):
    giving.give(rita, name="Gus", email="gus@mail.example", by="Rita", now=now)
    following.carry_out(now)


def cancel(rita, nell, now):
    tickets.cancel([rita], reason="person", now=now)
    following.carry_out(now)


@pytest.mark.parametrize("part", [decline, take_back, block, give_away, cancel])
def test_parted_before_the_mail_is_sent_it_is_written_anew_without_the_name(agreed, rita, nell, frozen, part):
    look_outs_told.write_reminders(frozen.now)

    part(rita, nell, frozen.now)
    frozen.move(minutes=1)
    for _ in range(2):
        look_outs_told.write_reminders(frozen.now)

    assert told(nell) == [[]]
    assert [FOR_RITA] not in told(rita)


def test_what_was_sent_is_not_sent_again(agreed, rita, nell, frozen):
    look_outs_told.write_reminders(frozen.now)
    Message.objects.update(state=Message.SENT, sent_at=frozen.now)

    look_outs.decline(nell, now=frozen.now)
    frozen.move(minutes=1)

    assert look_outs_told.write_reminders(frozen.now) == 0


def test_without_a_look_out_the_reminder_says_nothing_of_one(nell, event, frozen):
    frozen.set(event.starts_at - dt.timedelta(hours=3))

    look_outs_told.write_reminders(frozen.now)

    assert "look out" not in Message.objects.get(to=nell.email).text
