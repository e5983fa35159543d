"""Every mail about an evening under axe, light and dark."""

import pytest

from attendees.domain import previews, samples
from foundation.mail.views import framed

EVENING = samples.evening()


@pytest.mark.parametrize("preview", previews.KINDS, ids=lambda preview: preview.kind)
def test_mail_is_accessible_in_light_and_dark(page, axe, preview):
    page.set_content(framed.stand_alone(preview.render(EVENING).html, preview.pictures(EVENING)))

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page)
