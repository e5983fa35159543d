"""The paper that every mail is written on, with each of its parts."""

import pytest

from flashmob.pages.style import SampleEvening
from foundation.lib import clock
from foundation.mail.domain import rendering


@pytest.fixture
def mail(frozen):
    evening = SampleEvening("Risk & O'Brien", clock.now())
    return rendering.render("sample/every_part", {"event": evening})


def test_text_says_an_apostrophe_as_it_is_and_html_escapes(mail):
    assert mail.subject == "Your place: Risk & O'Brien"
    assert "When:   Monday 1 June 2026, 13:00–15:30, London time" in mail.text


def test_html_is_inlined_and_keeps_the_rules_for_dark_and_small_screens(mail):
    assert 'class="button-link" href="https://example.org/t/abc/" style="' in mail.html
    assert mail.html.count("<style>") == 1
    assert "@media (prefers-color-scheme: dark)" in mail.html
    assert "@media (max-width: 480px)" in mail.html
    assert "/* Inlined" not in mail.html


def test_html_is_small_and_brings_nothing_from_elsewhere(mail):
    assert len(mail.html.encode()) <= 60_000
    for unwanted in ("<script", "<form", "<link", "url(", 'src="http'):
        assert unwanted not in mail.html


def test_mail_is_accessible_in_light_and_dark(mail, page, axe):
    page.set_content(mail.html)

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page)
