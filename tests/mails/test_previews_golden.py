"""Every mail about an evening, against its golden files."""

import pytest

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
