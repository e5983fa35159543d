"""Every mail about an evening, against its golden files."""

import pytest
from django.conf import settings

from attendees.domain import previews, samples
from tests.support import golden

EVENING = samples.evening()


@pytest.mark.parametrize("preview", previews.KINDS, ids=lambda preview: preview.kind)
def test_mail_says_what_was_read_last(preview):
    mail = preview.render(EVENING)

    golden.check(f"attendees/{preview.kind}.txt", f"Subject: {mail.subject}\n\n{mail.text}")
    golden.check(f"attendees/{preview.kind}.html", mail.html)
    for file in preview.draft(EVENING).files:
        if file.method:
            golden.check(f"attendees/{preview.kind}.ics", file.content.decode())


def test_no_golden_file_is_left_over():
    kinds = {
        name.removeprefix("attendees/").partition(".")[0] for name in golden.names() if name.startswith("attendees/")
    }

    assert kinds == {preview.kind for preview in previews.KINDS}


def test_every_mail_there_is_has_golden_files():
    mails = {
        f"{file.parent.name}/{file.name.removesuffix('-subject.txt')}"
        for file in (settings.BASE_DIR / "templates" / "emails").glob("*/*-subject.txt")
        if file.parent.name != "sample"
    }

    # One template may have several files: `late_full`, `late_twice`.
    assert sorted(mail for mail in mails if not any(name.startswith(mail) for name in golden.names())) == []
