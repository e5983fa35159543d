"""What holds for every mail about an evening, whatever it says."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings

from attendees.domain import previews, samples
from foundation.lib import page_words
from foundation.mail.domain import promotion
from foundation.mail.domain.outbox import Draft

EVENING = samples.evening()
EVERY = pytest.mark.parametrize("preview", previews.KINDS, ids=lambda preview: preview.kind)
TICKETS = {
    "confirmed",
    "confirmed_at_door",
    "companion",
    "guest_added",
    "resent",
    "moved",
    "corrected",
    "changed",
    "note",
    "reminder_week",
    "reminder_two_days",
    "reminder_morning",
    "reminder_looked_out",
    "reminder_looks_out",
}
WITH_QR = TICKETS - {"corrected", "changed", "note"}


class Page(HTMLParser):
    """The elements of an HTML mail with their attributes, and what it says without pictures and styles."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.words, self.silent = [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.silent = tag in ("style", "title")

    def handle_endtag(self, tag):
        self.silent = False

    def handle_data(self, data):
        if not self.silent:
            self.words.append(data)

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def draft_of(preview) -> Draft:
    return preview.draft(EVENING)


@EVERY
def test_subject_is_short_and_one_line(preview):
    subject = preview.render(EVENING).subject

    assert 0 < len(subject) <= 60
    assert subject == " ".join(subject.split())


@EVERY
def test_text_keeps_to_78_columns_and_has_no_markup(preview):
    text = preview.render(EVENING).text

    # 26 letters of a code, and the site's name, leave an address within the line for a host of up to 30 letters.
    assert [line for line in text.splitlines() if len(line) > 78] == []
    assert re.findall(r"<[a-z/]|&[a-z#0-9]+;|\{[{%]|\n\n\n", text) == []


@EVERY
def test_html_loads_runs_and_sends_nothing(preview):
    html = preview.render(EVENING).html
    page = Page(html)

    for tag in ("script", "form", "link", "iframe", "object", "embed", "video", "input", "button"):
        assert page.all(tag) == []
    assert [image["src"] for image in page.all("img") if not image["src"].startswith("cid:")] == []
    assert "url(" not in html
    assert [name for _, attrs in page.elements for name in attrs if name.startswith("on")] == []


@EVERY
def test_html_is_small_says_its_language_and_dresses_for_the_dark(preview):
    html = preview.render(EVENING).html
    page = Page(html)

    assert len(html.encode()) <= 60_000
    assert page.all("html")[0]["lang"] == "en-GB"
    assert {"name": "color-scheme", "content": "light dark"} in page.all("meta")
    assert "prefers-color-scheme" in html
    assert re.search(r'<div class="preheader"[^>]*>\s*\S', html), "The line that lists show after the subject is empty."


@EVERY
def test_pictures_say_what_they_show_and_are_attached(preview):
    images = Page(preview.render(EVENING).html).all("img")

    attached = [f"cid:{file.content_id}" for file in draft_of(preview).files if file.content_id]
    assert [image["src"] for image in images] == attached
    assert [image for image in images if not image.get("alt")] == []
    assert bool(images) is (preview.kind in WITH_QR)


@EVERY
def test_links_are_whole_addresses_of_ours_or_the_map(preview):
    ours = ("http://localhost:8000/", "https://www.openstreetmap.org/")

    links = [link["href"] for link in Page(preview.render(EVENING).html).all("a")]

    assert [link for link in links if not link.startswith(ours)] == []


@EVERY
def test_service_mail_promotes_nothing(preview):
    mail = preview.render(EVENING)

    promoted = promotion.found_in("\n".join((mail.subject, mail.text, Page(mail.html).text)))

    assert promoted == (["next date"] if draft_of(preview).consent else [])


def test_no_template_of_a_service_mail_promotes_anything():
    """P6: whatever branch is taken."""
    folder = settings.BASE_DIR / "templates" / "emails"
    marketing = ("attendees/news-", "attendees/_next_date.")

    promoted = {
        str(file.relative_to(folder)): promotion.found_in(re.sub(r"{[%{].*?[%}]}", " ", file.read_text()))
        for file in folder.rglob("*.*")
        if not str(file.relative_to(folder)).startswith(marketing)
    }

    assert {name: words for name, words in promoted.items() if words} == {}


@pytest.mark.parametrize("words", ["Book now", "our NEXT DATES", "Don’t miss it", "20% discount", "bring a friend"])
def test_advertising_is_recognised(words):
    assert promotion.found_in(f"Hello, {words}!") != []


@EVERY
def test_mail_is_from_the_meet_up_and_answers_go_to_its_host(preview):
    draft = draft_of(preview)
    answers_to = {"private_word": "sam@mail.example"}.get(preview.kind, "maya@pmo-flashmob.example")  # who wrote it

    assert (draft.sender.name, draft.sender.reply_to) == ("PMO Flashmob London", answers_to)


@pytest.mark.parametrize(
    "preview", [each for each in previews.KINDS if each.kind in TICKETS], ids=lambda each: each.kind
)
def test_ticket_mail_tells_six_facts_in_text_and_without_pictures(preview):
    draft, mail = draft_of(preview), preview.render(EVENING)
    page = Page(mail.html)
    to = draft.context["to"]
    facts = ["PMO Flashmob London", "Tuesday 1 December 2026", page_words.hours(EVENING), "The Lamb"]
    links = [draft.context["ticket_url"], *([draft.context["cancel_url"]] if to.is_buyer else [])]

    text = " ".join(mail.text.split())
    assert [fact for fact in facts if fact not in text] == []
    assert [fact for fact in facts if fact not in page.text] == []
    assert [link for link in links if link not in text] == []
    assert [link for link in links if {"href": link} not in [{"href": a["href"]} for a in page.all("a")]] == []
    if preview.kind in WITH_QR:
        assert draft.context["ticket"].letters in text
        assert draft.context["ticket"].letters in page.text


@pytest.mark.parametrize("kind", ["reminder_week", "reminder_two_days", "reminder_morning", "reminder_looks_out"])
def test_reminders_have_a_plain_link_to_switch_them_off(kind):
    preview = previews.find(kind)
    mail, link = preview.render(EVENING), draft_of(preview).context["reminders_url"]

    assert link in mail.text
    assert f'href="{link}"' in mail.html


def test_only_the_mails_with_consent_are_marketing():
    assert [each.kind for each in previews.KINDS if draft_of(each).consent] == ["came_next_date", "news"]


def test_morning_reminder_is_five_lines():
    text = previews.find("reminder_morning").render(samples.variant(EVENING, venue=short_venue())).text

    assert len(text.partition("\n\n")[0].splitlines()) == 5


def test_texts_of_hosts_are_text(settings):
    """What a host writes is shown as text: in HTML it is escaped, in the text part it is left as it is."""
    nasty = '<script>alert("x")</script> & O\'Brien'
    evening = samples.variant(EVENING, title=nasty, door_note=nasty, cancel_reason=nasty, moved_sentence=nasty)

    for preview in previews.KINDS:
        mail = preview.render(evening)
        assert "<script" not in mail.html
        assert "&amp;" not in mail.text
        assert "&#x27;" not in mail.text


def short_venue():
    venue = samples.evening().venue
    venue.entrance = "Up the stairs."
    venue.address = "94 Lamb’s Conduit Street"
    return venue
