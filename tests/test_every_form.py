"""A7: each form that refuses says so in the one pattern, keeps what was typed and helps to type it."""

import pytest
from django.db import transaction
from django.test import Client

from tests.support import access
from tests.support.shown_page import Page

WORDS = "kept words 7"
HOSTILE = [
    "\x00", "a\x00b", "a\r\nBcc: eve@mail.example", "\u202emoc.live\u2066", "x" * 10_000, "%00%0d%0a", "9" * 400, "-1",
    "1e999", "NaN", "\u0663", "2026-13-45", "25:61", "9999-12-31", "0001-01-01", "\ufffe", "\U0001f3f3\ufe0f" * 100,
]  # fmt: skip
# What may be filled in by the browser with the visitor's own data (WCAG 1.3.5), or must not be.
TOKENS = {"name", "email", "tel", "organization", "street-address", "postal-code", "one-time-code", "off"}


@pytest.fixture
def house(db):
    return access.House()


def forms_of_the_site():
    """Every address that shows a form and takes it, with a role that may."""
    rows = access.rows()
    for address in access.addresses():
        roles = [role for role in ("nobody", "owner", "attendee") if rows[address.name, "GET"][role] == "yes"]
        role = roles[0] if roles else None
        if role and rows[address.name, "POST"][role] == "yes":
            yield pytest.param(address, role, id=address.name)


FORMS = list(forms_of_the_site())


def shown(house, role, address):
    browser = Client(raise_request_exception=False)
    browser.cookies = house.client(role).cookies
    return browser, browser.get(house.path(address))


def refused(house, role, address, fill):
    """The page after a post with `fill(page)`, or None when nothing was refused. What the post did is undone."""
    browser, answer = shown(house, role, address)
    with transaction.atomic():
        response = browser.post(house.path(address), fill(Page(answer.content.decode())))
        transaction.set_rollback(True)
    assert response.status_code < 500
    page = Page(response.content.decode()) if response.headers.get("Content-Type", "").startswith("text/html") else None
    return page if page and (page.links or "There is a problem" in page.headings) else None


def empty(page):
    return page.hidden()


def nonsense(page):
    return page.hidden() | {control.name: WORDS for control in page.controls if control.is_typed}


def overlong(page):
    return page.hidden() | {control.name: WORDS * 2000 for control in page.controls if control.is_typed}


def follows_the_pattern(page):
    assert page.title.startswith("Error: ")
    assert page.headings[0] == "There is a problem"
    assert page.links, "each problem leads to its control"
    told = {sentence for messages in page.messages.values() for sentence in messages}
    for target, sentence in page.links:
        control = page.control(target)
        assert control.kind != "hidden"
        if sentence in told:
            assert control.attributes["aria-invalid"] == "true"
            described = set(control.attributes.get("aria-describedby", "").split())
            at_field = {name for name, messages in page.messages.items() if sentence in messages}
            assert described <= page.ids
            assert control.kind in ("radio", "checkbox") or described & at_field, target
    assert told <= {sentence for _, sentence in page.links}, "every message at a field stands in the summary too"


@pytest.mark.parametrize(("address", "role"), FORMS)
@pytest.mark.parametrize("fill", [empty, nonsense, overlong])
def test_refused_form_follows_the_pattern(house, address, role, fill):
    page = refused(house, role, address, fill)

    if page:
        follows_the_pattern(page)


@pytest.mark.parametrize(("address", "role"), FORMS)
def test_refused_form_keeps_what_was_typed(house, address, role):
    page = refused(house, role, address, nonsense)

    if page:
        typed = {
            control.id: control.value for control in page.controls if control.is_typed and control.name != "website"
        }
        assert typed == dict.fromkeys(typed, WORDS)


def test_these_forms_refuse_something(house):
    """So that the tests above cannot become empty."""
    refusing = {
        case.values[0].name
        for case in FORMS
        if any(refused(house, *reversed(case.values), fill) for fill in (empty, nonsense, overlong))
    }

    assert refusing >= {
        "accounts:sign-in",
        "attendees:add-guest",
        "attendees:change-address",
        "attendees:change-words",
        "attendees:find-ticket",
        "attendees:import-people",
        "attendees:mark-not-welcome",
        "attendees:move-ticket",
        "attendees:rename-ticket",
        "attendees:story",
        "attendees:tell-access-need",
        "attendees:vouchers",
        "attendees:write-to-people",
        "attendees:write-to-series",
        "events:change-role",
        "events:change-word",
        "events:create-event",
        "events:create-series",
        "events:create-venue",
        "events:duplicate-event",
        "events:edit-event",
        "events:edit-series",
        "events:edit-venue",
        "events:list-links",
        "events:list-team",
        "events:write-tonight",
        "flows:answer-questions",
        "flows:cancel-event",
        "flows:paid-at-door",
        "flows:take-place",
        "flows:walk-in",
        "networking:note",
        "networking:promise",
        "networking:swap",
        "payments:receipt",
        "payments:refund-ticket",
    }


@pytest.mark.parametrize(("address", "role"), FORMS)
def test_controls_have_names_and_help_to_type(house, address, role):
    page = Page(shown(house, role, address)[1].content.decode())

    for control in page.controls:
        if control.kind in ("hidden", "submit"):
            continue
        attributes = control.attributes
        assert control.id in page.labels or "aria-label" in attributes or "aria-labelledby" in attributes, attributes
        assert attributes.get("autocomplete", "off").split()[-1] in TOKENS, attributes
        if control.kind == "email":
            assert attributes["autocomplete"] in ("email", "off"), attributes
            assert (attributes["inputmode"], attributes["spellcheck"]) == ("email", "false"), attributes
        if control.kind == "number":
            assert attributes["inputmode"] in ("numeric", "decimal"), attributes
        if attributes.get("autocomplete") == "one-time-code":
            assert attributes["inputmode"] == "numeric"


@pytest.mark.postgres
@pytest.mark.timeout(300)
@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: repr(words[:12]))
def test_hostile_words_in_every_field_break_nothing(house, words):
    """S29: line breaks, NUL, marks that turn the writing direction, ten thousand letters. PostgreSQL takes no NUL."""
    broken = []
    for address, role in (case.values for case in FORMS):
        browser, answer = shown(house, role, address)
        page = Page(answer.content.decode())
        for fields in ([each for each in page.controls if each.is_typed], page.controls):
            with transaction.atomic():
                sent = page.hidden() | {each.name: words for each in fields if each.name}
                response = browser.post(house.path(address), sent)
                transaction.set_rollback(True)
            if response.status_code >= 500:
                broken.append(address.name)

    assert broken == []


@pytest.mark.postgres
@pytest.mark.timeout(300)
@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: repr(words[:12]))
def test_hostile_words_behind_any_address_break_nothing(house, words):
    asked = dict.fromkeys(("q", "page", "list", "show", "place", "done", "next", "session", "way", "code"), words)
    rows, browser = access.rows(), house.client("owner")
    listed = [address for address in access.addresses() if rows[address.name, "GET"]["owner"] == "yes"]

    assert [each.name for each in listed if browser.get(house.path(each), asked).status_code >= 500] == []
