import datetime as dt

import pytest

from foundation.lib import states
from foundation.mail.domain import outbox, retention
from foundation.mail.models import File, Message


def age(put, frozen, *, days, **fields):
    picture = File(name="code.png", mime="image/png", content=b"x")
    message = put(f"{days} days", files=[picture], **fields)
    frozen.move(days=days)
    return message


@pytest.mark.parametrize(("days", "kept"), [(29, True), (31, False)])
def test_the_words_of_a_mail_are_kept_for_30_days(days, kept, put, frozen):
    message = age(put, frozen, days=days, state=Message.SENT, sent_at=frozen())

    emptied = retention.empty_old(frozen())

    message.refresh_from_db()
    assert (emptied, bool(message.text), bool(message.html), bool(message.files)) == (
        not kept,
        kept,
        kept,
        kept,
    )
    assert (message.to, message.subject, message.state) == ("ada@mail.example", f"Mail {days} days", "sent")


def test_a_mail_that_still_waits_keeps_its_words(put, frozen):
    message = age(put, frozen, days=31)

    assert retention.empty_old(frozen()) == 0
    message.refresh_from_db()
    assert message.text != ""


def test_emptying_twice_finds_nothing_more(put, frozen):
    age(put, frozen, days=31, state=Message.WITHDRAWN)

    assert [retention.empty_old(frozen()), retention.empty_old(frozen())] == [1, 0]


def test_marketing_keeps_its_consent_and_can_be_emptied_too(put, frozen):
    consent = {"consent_given_at": frozen(), "unsubscribe_url": "https://flashmob.example/stop/x/"}
    age(put, frozen, days=31, state=Message.SENT, sent_at=frozen(), kind=Message.MARKETING, **consent)

    assert retention.empty_old(frozen()) == 1
    assert Message.objects.get().consent_given_at == frozen() - dt.timedelta(days=31)


def test_an_emptied_mail_is_not_sent_again(put, frozen):
    message = age(put, frozen, days=31, state=Message.FAILED)
    retention.empty_old(frozen())
    message.refresh_from_db()

    with pytest.raises(states.Stale):
        outbox.resend(message, now=frozen())
