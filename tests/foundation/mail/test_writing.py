import datetime as dt

import pytest

from foundation.mail.domain import outbox
from foundation.mail.models import File, Message

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 6, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _template(tmp_path, settings):
    folder = tmp_path / "emails" / "try"
    folder.mkdir(parents=True)
    for part in ("subject.txt", "body.txt", "body.html"):
        (folder / f"it-{part}").write_text("Hello {{ name }}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path], "APP_DIRS": False}]


def draft(key, **fields):
    sender = outbox.Sender(name="PMO Flashmob London", reply_to="host@pmo.example")
    return outbox.Draft(
        **{"key": key, "template": "try/it", "to": "ada@mail.example", "context": {"name": "Ada"}, "sender": sender}
        | fields
    )


def test_write_all_stores_what_was_drafted(frozen):
    picture = File(name="code.png", mime="image/png", content=b"png", content_id="code")

    outbox.write_all([draft("one", files=[picture], about="ticket:1", about_event=7, expires_at=NOON)])

    message = Message.objects.get()
    assert (message.key, message.kind, message.state, message.due_at) == ("one", "service", "due", NOON)
    assert (message.to, message.from_name, message.reply_to) == (
        "ada@mail.example",
        "PMO Flashmob London",
        "host@pmo.example",
    )
    assert (message.subject, message.about, message.about_event) == ("Hello Ada", "ticket:1", 7)
    assert message.files == [picture]


def test_write_all_twice_writes_once_and_keeps_the_first(frozen):
    picture = File(name="code.png", mime="image/png", content=b"png")
    outbox.write_all([draft("one", files=[picture])])

    written = outbox.write_all([draft("one", files=[picture], context={"name": "Bea"}), draft("two")])

    assert written == 1
    assert sorted(Message.objects.values_list("key", "subject")) == [("one", "Hello Ada"), ("two", "Hello Ada")]
    assert Message.objects.get(key="one").files == [picture]


def test_write_all_takes_the_same_queries_for_one_and_for_thirty(frozen, django_assert_num_queries):
    picture = File(name="code.png", mime="image/png", content=b"png")

    for count, letter in ((1, "a"), (30, "b")):
        with django_assert_num_queries(2):
            outbox.write_all([draft(f"{letter}{n}", files=[picture]) for n in range(count)])


def test_a_mail_with_consent_is_marketing(frozen):
    consent = outbox.Consent(given_at=NOON, unsubscribe_url="https://flashmob.example/stop/x/")

    outbox.write_all([draft("one", consent=consent)])

    message = Message.objects.get()
    assert (message.kind, message.consent_given_at, message.unsubscribe_url) == (
        "marketing",
        NOON,
        "https://flashmob.example/stop/x/",
    )
