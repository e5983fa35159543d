"""Every mail about an evening as a real mail server gets it: headers, parts, diary file (C10, C11, C16, C21, C22)."""

import re
from dataclasses import replace

import pytest

from attendees.domain import previews, samples
from foundation.mail.domain import delivery, outbox
from tests.support.diary_linter import lint, properties, value

EVENING = samples.evening()
EVERY = pytest.mark.parametrize("preview", previews.KINDS, ids=lambda preview: preview.kind)
ALWAYS = {
    "Subject", "From", "To", "Reply-To", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "MIME-Version",
    "Content-Type",
}  # fmt: skip
SENDER = "PMO Flashmob London <hello@flashmob.example>"


@pytest.fixture
def arrived(post_office, frozen, db):
    """`arrived(preview)` is its draft, and the mail that a recipient's server gets."""

    def send(preview):
        draft = replace(preview.draft(EVENING), due_at=None, expires_at=None)
        outbox.write_all([draft])
        delivery.send_due(frozen())
        (mail,) = post_office.mails
        return draft, mail

    return send


def stop_headers(draft):
    """What a mail that can be stopped must carry: one click for marketing, a page with a button for reminders."""
    if draft.consent:
        return {"List-Unsubscribe", "List-Unsubscribe-Post", "List-Id"}
    return {"List-Unsubscribe"} if draft.stop_url else set()


@EVERY
def test_headers_are_these_and_no_others(arrived, preview):
    draft, mail = arrived(preview)
    headers = mail.message

    assert set(headers.keys()) == ALWAYS | stop_headers(draft)
    assert (headers["From"], mail.sender) == (SENDER, "hello@flashmob.example")
    assert (headers["Reply-To"], headers["To"].addresses[0].addr_spec) == (draft.sender.reply_to, draft.to)
    assert mail.recipients == [draft.to]
    assert headers["Date"] == "Mon, 01 Jun 2026 12:00:00 +0000"
    assert re.fullmatch(r"<[0-9a-f]{32}@flashmob\.example>", headers["Message-ID"])
    assert (headers["Auto-Submitted"], headers["Content-Language"]) == ("auto-generated", "en-GB")
    if draft.consent:
        assert headers["List-Unsubscribe"] == f"<{draft.consent.unsubscribe_url}>"
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@EVERY
def test_parts_stand_in_their_order_in_seven_bits(arrived, preview):
    draft, mail = arrived(preview)

    (body,) = [part for part in mail.message.walk() if part.get_content_type() == "multipart/alternative"]
    has_picture, has_diary = (any(getattr(file, name) for file in draft.files) for name in ("content_id", "method"))
    html = "multipart/related" if has_picture else "text/html"
    assert [part.get_content_type() for part in body.iter_parts()] == [
        "text/plain",
        html,
        *(["text/calendar"] if has_diary else []),
    ]
    assert mail.source.isascii()
    assert max(len(line) for line in mail.source.split(b"\r\n")) <= 78


@EVERY
def test_diary_file_is_for_the_recipient_alone_and_from_the_sender(arrived, preview):
    draft, mail = arrived(preview)
    parts = [part for part in mail.message.walk() if part.get_content_type() == "text/calendar"]
    if not any(file.method for file in draft.files):
        assert parts == []
        return

    inside, attached = parts
    content = inside.get_payload(decode=True)
    people = {name: value for name, _, value in properties(content) if name in ("ATTENDEE", "ORGANIZER")}
    assert content == attached.get_payload(decode=True)
    assert lint(content) == []
    assert {part.get_param("method") for part in parts} == {value(content, "METHOD")}
    assert people == {"ATTENDEE": f"mailto:{draft.to}", "ORGANIZER": f"mailto:{mail.sender}"}
    assert [name for name, _, _ in properties(content)].count("ATTENDEE") == 1
    assert set(re.findall(r"[\w.+-]+@[\w.-]+", content.decode().replace("\r\n ", ""))) == {
        draft.to,
        mail.sender,
        value(content, "UID"),
    }


def test_all_mails_of_one_evening_have_ids_of_their_own(frozen, post_office, db):
    drafts = [replace(preview.draft(EVENING), due_at=None, expires_at=None) for preview in previews.KINDS]
    outbox.write_all([replace(draft, key=f"{number}") for number, draft in enumerate(drafts)])

    for _ in previews.KINDS:  # mails about one fact wait for each other
        delivery.send_due(frozen())

    ids = [mail.message["Message-ID"] for mail in post_office.mails]
    assert len(set(ids)) == len(ids) == len(previews.KINDS)
