import datetime as dt

import pytest

from attendees.domain import erasing, letters, merging, quotes, retention, stories
from attendees.domain.quotes import Quote
from attendees.domain.refused import AttendeeRefused
from attendees.models import NotQuoted, Profile, Story
from events.models import JournalEntry
from foundation.lib import clock
from foundation.mail.models import Message
from tests.support.factories import EventFactory, SignUpFactory, TicketFactory

pytestmark = pytest.mark.django_db
WORDS = "I nearly stayed at home. “You & me” <3, said\nsomebody."
ONE_LINE = "I nearly stayed at home. “You & me” <3, said somebody."


@pytest.fixture
def there(event, frozen):
    """Ada came to the evening, her first, which is over; others came before."""
    came(_before(event), "Una Usual")
    ticket = came(event, "Ada Attendee")
    frozen.set(event.ends_at)
    return ticket


@pytest.fixture
def published(there, series, frozen):
    """Ada's story, on the pages."""
    stories.tell(there, words=WORDS, shows_name=True, now=clock.now())
    publish(series, stories.of(there))
    frozen.move(minutes=5)
    return stories.of(there)


def came(event, name):
    email = f"{name.split()[0].lower()}@mail.example"
    return TicketFactory(sign_up=SignUpFactory(event=event, buyer__name=name, buyer__email=email, people=[]), came=True)


def publish(series, story):
    stories.publish(series, story_id=story.pk, telling=story.telling, by="Henry", now=clock.now())


def confirmed(series, name, *, days=7):
    """The mail of somebody who takes a place at a coming evening."""
    event = EventFactory(series=series, starts_at=clock.now() + dt.timedelta(days=days))
    email = f"{name.split()[0].lower()}@mail.example"
    known = Profile.objects.filter(email=email).first()
    buyer = {"buyer": known} if known else {"buyer__name": name, "buyer__email": email}
    sign_up = SignUpFactory(event=event, **buyer)
    letters.confirmed(sign_up.tickets.all(), now=clock.now())
    return Message.objects.get(to=email, about_event=event.pk)


def told(story):
    story.refresh_from_db()
    return story.words, story.shows_name, story.state, story.telling


def test_what_is_told_waits_for_the_host(there, series):
    stories.tell(there, words=WORDS, shows_name=True, now=clock.now())

    assert told(stories.of(there)) == (WORDS, True, Story.TOLD, 1)
    assert stories.of(there).is_first
    assert quotes.of_series(series.pk) == []


def test_told_twice_the_same_stays_as_it_is(published, there):
    stories.tell(there, words=WORDS, shows_name=True, now=clock.now())

    assert told(published) == (WORDS, True, Story.PUBLISHED, 1)


def test_other_words_wait_for_the_host_again(published, there, series):
    mail = confirmed(series, "Ned Newcomer")

    stories.tell(there, words="It was loud.", shows_name=False, now=clock.now())

    assert told(published) == ("It was loud.", False, Story.TOLD, 2)
    assert quotes.of_series(series.pk) == []
    mail.refresh_from_db()
    assert "nearly" not in mail.text + mail.html


def test_before_the_end_and_without_having_come_nothing_is_told(there, event, frozen):
    absent = SignUpFactory(event=event).tickets.get()

    with pytest.raises(AttendeeRefused, match="for those who came"):
        stories.tell(absent, words=WORDS, shows_name=True, now=clock.now())
    frozen.set(event.starts_at)
    with pytest.raises(AttendeeRefused, match="when the evening is over"):
        stories.tell(there, words=WORDS, shows_name=True, now=clock.now())

    assert not Story.objects.exists()


def test_host_publishes_and_hides_with_a_line_in_the_journal_that_names_nobody(there, series):
    stories.tell(there, words=WORDS, shows_name=True, now=clock.now())
    story = stories.of(there)

    for _ in range(2):
        publish(series, story)
    assert quotes.of_series(series.pk) == [Quote(ONE_LINE, "Ada, a first-timer")]
    for _ in range(2):
        stories.hide(series, story_id=story.pk, by="Henry", now=clock.now())

    assert quotes.of_series(series.pk) == []
    assert told(story)[2] == Story.HIDDEN
    said = JournalEntry.objects.filter(series=series).order_by("pk").values_list("by", "sentence")
    assert list(said) == [("Henry", "published a story"), ("Henry", "hid a story")]


def test_host_publishes_only_what_they_have_read(there, series):
    stories.tell(there, words=WORDS, shows_name=True, now=clock.now())
    read = stories.of(there)
    stories.tell(there, words="Something else", shows_name=True, now=clock.now())

    with pytest.raises(AttendeeRefused, match="told anew"):
        publish(series, read)

    assert told(read)[2] == Story.TOLD


def test_stories_of_another_series_are_not_this_hosts(published):
    other = EventFactory().series

    stories.hide(other, story_id=published.pk, by="Zoe", now=clock.now())

    assert told(published)[2] == Story.PUBLISHED


def test_first_timers_come_first_two_at_most_and_unnamed_unless_they_like(there, event, series):
    regular, other, third = (came(event, name) for name in ("Rosa Regular", "Ola Other", "Tess Third"))
    TicketFactory(sign_up=SignUpFactory(event=_before(event), buyer=regular.holder, people=[]), came=True)
    for ticket, words in ((there, "one"), (other, "two"), (third, "three"), (regular, "again")):
        stories.tell(ticket, words=words, shows_name=ticket == regular, now=clock.now())
    for number, ticket in enumerate((there, other, third, regular)):
        story = stories.of(ticket)
        now = clock.now() + dt.timedelta(hours=number)
        stories.publish(series, story_id=story.pk, telling=1, by="Henry", now=now)

    assert quotes.of_series(series.pk) == [Quote("three", "A first-timer"), Quote("two", "A first-timer")]
    assert quotes.quote(stories.of(regular)) == Quote("again", "Rosa, who was there")


def _before(event):
    return EventFactory(series=event.series, starts_at=event.starts_at - dt.timedelta(days=28))


def test_first_timers_confirmation_quotes_it_and_a_regulars_does_not(published, series, event):
    mail = confirmed(series, "Ned Newcomer")
    regular = confirmed(series, "Ada Attendee", days=14)

    assert "What it was like for others:" in mail.text
    assert f"Ada, a first-timer: “{ONE_LINE}”" in " ".join(mail.text.split())
    assert "Ada, a first-timer: “I nearly stayed at home. “You &amp; me” &lt;3, said somebody.”" in mail.html
    assert "nearly" not in regular.text + regular.html


def test_nobody_is_quoted_to_themselves(published):
    reader = published.ticket.holder_id

    assert quotes.to_readers(published.series_id, [reader]) == {reader: []}


def test_who_is_kept_apart_is_not_quoted_to_the_other_nor_in_a_mail_that_waits(published, series):
    mail, other = confirmed(series, "Ned Newcomer"), confirmed(series, "Nora New")
    author, reader = published.ticket.holder_id, mail.about_person

    for _ in range(2):
        quotes.keep_apart(author, reader)

    assert quotes.to_readers(series.pk, [reader, author]) == {reader: [], author: []}
    for one in (mail, other):
        one.refresh_from_db()
    assert (ONE_LINE in " ".join(mail.text.split()), "nearly" in mail.html) == (False, False)
    assert "nearly" in other.text
    quotes.end_apart(reader, author)
    assert quotes.to_readers(series.pk, [reader]) == {reader: [quotes.quote(published)]}


def test_taken_back_it_is_gone_from_pages_rows_and_mails(published, there, series):
    mail = confirmed(series, "Ned Newcomer")
    before = published.series.changed_at

    for _ in range(2):
        stories.take_back(there, now=clock.now())

    assert not Story.objects.exists()
    mail.refresh_from_db()
    assert "- What stood here was taken back.\n" in mail.text
    assert "What stood here was taken back." in mail.html
    assert "nearly" not in mail.text + mail.html
    series.refresh_from_db()
    assert series.changed_at > before


def test_who_asks_to_be_erased_is_quoted_no_more(published, there, series):
    quotes.keep_apart(there.holder_id, SignUpFactory().buyer_id)
    mail = confirmed(series, "Ned Newcomer")

    erasing.ask(there.holder, now=clock.now())
    mail.refresh_from_db()
    assert (Story.objects.count(), "nearly" in mail.text) == (0, False)

    erasing.carry_out(clock.now())
    assert not NotQuoted.objects.exists()


def test_merged_people_stay_kept_apart(published, there, series):
    ned = SignUpFactory(event=there.event, buyer__email="ned@mail.example").buyer
    new = SignUpFactory(event=there.event, buyer__email="ned2@mail.example").buyer
    quotes.keep_apart(there.holder_id, ned.pk)

    merging.merge(ned, into=new, series=series, by="Henry")
    for _ in range(2):
        merging.carry_out(clock.now())

    assert set(NotQuoted.objects.values_list("author", "reader")) == {
        (there.holder_id, new.pk),
        (new.pk, there.holder_id),
    }


def test_24_months_after_the_evening_it_is_forgotten(published, event, frozen):
    frozen.set(event.ends_at + dt.timedelta(days=729))
    retention.forget_old(clock.now())
    assert Story.objects.exists()

    frozen.move(days=3)
    for _ in range(2):
        retention.forget_old(clock.now())
    assert not Story.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_quotes_take_the_same_queries_for_one_and_three(there, event, series, django_assert_num_queries, count):
    for number in range(count):
        ticket = came(event, f"P{number} Person")
        stories.tell(ticket, words="Good.", shows_name=True, now=clock.now())
        publish(series, stories.of(ticket))

    with django_assert_num_queries(2):
        assert len(quotes.to_readers(series.pk, [there.holder_id])[there.holder_id]) == min(count, 2)
    with django_assert_num_queries(1):
        quotes.of_series(series.pk)
