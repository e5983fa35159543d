"""A provider's API instead of SMTP: django-anymail's own test backend stands for it."""

import pytest
from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused
from django.core import mail

from foundation.mail.domain import delivery
from foundation.mail.domain.trouble import judge
from foundation.mail.models import File


@pytest.fixture
def provider(settings):
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "Flashmob <hello@flashmob.example>"


def test_a_provider_gets_every_part_of_the_mail(provider, put, frozen):
    picture = File(name="code.png", mime="image/png", content=b"\x89PNG", content_id="code")
    diary = File(name="evening.ics", mime="text/calendar", content=b"BEGIN:VCALENDAR\r\n", method="REQUEST")
    message = put("one", to_name="Ada Attendee", files=[picture, diary])

    taken = delivery.send_due(frozen())

    got = mail.outbox[0].anymail_test_params
    files = [(part.name, part.content_type, part.content, part.inline) for part in got["attachments"]]
    assert taken == 1
    assert (str(got["from"]), [str(to) for to in got["to"]]) == (
        "PMO Flashmob London <hello@flashmob.example>",
        ["Ada Attendee <ada@mail.example>"],
    )
    assert (got["subject"], got["text_body"], got["html_body"]) == (message.subject, message.text, message.html)
    assert got["extra_headers"]["Message-ID"] == message.message_id
    assert files == [
        ("code.png", 'image/png; name="code.png"', b"\x89PNG", True),
        (
            "evening.ics",
            'text/calendar; charset="utf-8"; method="REQUEST"; name="evening.ics"',
            "BEGIN:VCALENDAR\r\n",
            False,
        ),
    ]


@pytest.mark.parametrize(
    ("error", "final", "bounced", "ends_run"),
    [
        (AnymailRecipientsRefused(), True, True, False),
        (
            AnymailAPIError("wrong key", status_code=401, response=type("Answer", (), {"reason": "No"})),
            False,
            False,
            True,
        ),
        (AnymailAPIError("down", status_code=503, response=type("Answer", (), {"reason": "No"})), False, False, False),
        (RuntimeError("surprise"), False, False, False),
    ],
)
def test_a_providers_refusal_says_what_follows(error, final, bounced, ends_run):
    trouble = judge(error)

    assert (trouble.final, trouble.bounced, trouble.ends_run) == (final, bounced, ends_run)
