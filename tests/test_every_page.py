"""What holds for every address that shows something, whoever sees it."""

import re
from pathlib import Path

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.support import access
from tests.support.elements import Elements
from tests.support.shown_page import Page

TEMPLATES = Path(__file__).parent.parent / "templates"
INLINE = re.compile(
    r"""<script(?![^>]*\b(?:src=|type="application/ld\+json"))|<style|\s(?:style|on[a-z]+)\s*=|javascript:"""
)
FORM = re.compile(r"""<form(?![^>]*action="#)[^>]*method="post".*?</form>""", re.DOTALL)
SENDS = re.compile(r"{% (?:csrf_token|post_button) ")
INCLUDED = re.compile(r"""{% include "([^"]+)"([^%]*)%}""")
ROOM = ("networking:where", "networking:wall", "networking:choose-table", "networking:table")
KEPT = ("attendees:kept-door", "networking:tonight-kept")  # a phone's own copy: it puts the token in as it sends
READERS = ("nobody", "attendee", "owner", "staff")


@pytest.fixture
def house(db):
    return access.House()


def shown(house, role):
    """Every address that this role may read, with what comes of it."""
    rows, browser = access.rows(), house.client(role)
    for address in access.addresses():
        if rows[address.name, "GET"][role] == "yes":
            yield address.name, browser.get(house.path(address))


def others(browser):
    """The pages of allauth and of the admin that take nothing from the path."""
    names = sorted(str(name) for name in get_resolver().reverse_dict if str(name).startswith(access.OTHERS[:3]))
    lists = [f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry]
    for name in [*names, "admin:index", *lists]:
        try:
            yield name, browser.get(reverse(name))
        except NoReverseMatch:
            continue


def is_private(response):
    return {"no-store", "private"} <= set(response.get("Cache-Control", "").split(", "))


def is_page(response):
    return response.status_code == 200 and response["Content-Type"].startswith("text/html")


def is_a_mail(response):
    """It has its styles inside, and stands in a frame in which nothing runs."""
    return "sandbox " in response["Content-Security-Policy"]


@pytest.mark.parametrize("role", READERS)
def test_no_page_holds_a_script_a_style_or_a_handler(house, role):
    """S39."""
    pages = [(name, answer) for name, answer in shown(house, role) if is_page(answer) and not is_a_mail(answer)]

    assert len(pages) > 20
    assert [(name, found) for name, answer in pages if (found := Elements(answer.content.decode()).wrong)] == []


@pytest.mark.parametrize("role", READERS)
def test_no_page_gives_two_things_one_id(house, role):
    """A label or a hint would speak of the other."""
    pages = [(name, answer) for name, answer in shown(house, role) if is_page(answer) and not is_a_mail(answer)]

    assert len(pages) > 20
    assert [(name, found) for name, answer in pages if (found := Page(answer.content.decode()).twice)] == []


def test_no_page_of_others_holds_a_script_a_style_or_a_handler(house):
    """S39."""
    pages = [(name, answer) for name, answer in others(house.client("staff")) if is_page(answer)]

    assert len(pages) > 15
    assert [(name, found) for name, answer in pages if (found := Elements(answer.content.decode()).wrong)] == []


@pytest.mark.parametrize(
    "template", sorted(TEMPLATES.rglob("*.html")), ids=lambda file: str(file.relative_to(TEMPLATES))
)
def test_no_template_holds_a_script_a_style_or_a_handler(template):
    """S39. Mails have their styles inside."""
    if "emails" not in template.parts:
        assert INLINE.findall(template.read_text()) == []


@pytest.mark.parametrize("role", READERS)
def test_every_form_that_is_sent_carries_its_token(house, role):
    """S9: without it the button is refused."""
    pages = [
        (name, answer.content.decode()) for name, answer in shown(house, role) if is_page(answer) and name not in KEPT
    ]

    forms = [(name, form) for name, page in pages for form in FORM.findall(page)]

    assert len(forms) > 10
    assert [(name, form) for name, form in forms if "csrfmiddlewaretoken" not in form] == []


def test_no_part_with_a_button_is_included_without_the_token():
    """`only` leaves the token out, and with it every button inside is refused."""
    words = {str(file.relative_to(TEMPLATES)): file.read_text() for file in TEMPLATES.rglob("*.html")}
    parts = {name: INCLUDED.findall(text) for name, text in words.items()}

    def sends(name):
        return bool(SENDS.search(words[name])) or any(sends(part) for part, _ in parts[name] if part in words)

    assert any(sends(part) for included in parts.values() for part, _ in included)
    assert [
        (name, part)
        for name, included in parts.items()
        for part, context in included
        if context.split()[-1:] == ["only"] and sends(part)
    ] == []


@pytest.mark.parametrize("role", ["attendee", "owner"])
def test_what_depends_on_who_asks_is_kept_by_nobody(frozen, house, role):
    """S40: no shared cache and no back button shows one person's page to another. Pages tell the time: it stands."""
    same_for_all = dict(shown(house, "nobody"))

    for name, answer in shown(house, role):
        public = same_for_all.get(name)
        is_same = public is not None and public.content == answer.content and not answer.cookies and not public.cookies
        assert is_private(answer) or is_same, (name, answer.get("Cache-Control"))


def test_what_is_behind_a_code_or_a_sign_in_is_kept_by_nobody(house):
    """S40. A diary program may keep its feed, a phone its page of the room; both ask whether it changed."""
    rows, asked_again = access.rows(), {"attendees:personal-feed", *ROOM}
    takes = {address.name: address.takes for address in access.addresses()}

    for name, answer in shown(house, "owner"):
        if name not in asked_again and (rows[name, "GET"]["nobody"] == "sign in" or "code" in takes[name]):
            assert is_private(answer), (name, answer.get("Cache-Control"))


def test_pages_of_others_are_kept_by_nobody(house):
    for name, answer in others(house.client("staff")):
        if is_page(answer):
            assert is_private(answer), (name, answer.get("Cache-Control"))


def test_staff_pages_are_not_for_search_engines(house):
    """S24."""
    pages = [answer.content.decode() for name, answer in others(house.client("staff")) if name.startswith("admin:")]

    assert len(pages) > 10
    assert all('<meta name="robots" content="NONE,NOARCHIVE">' in page for page in pages)
