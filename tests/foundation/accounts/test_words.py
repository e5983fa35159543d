"""What allauth's pages say in our words: the catalogue fits allauth's own, and is compiled."""

import gettext
import re
from pathlib import Path

import allauth
import pytest
from django.conf import settings

OURS = Path(settings.LOCALE_PATHS[0]) / "en_GB/LC_MESSAGES/django.po"
ANY_OTHER = Path(allauth.__file__).parent / "locale/de/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)s|%d")
LITERAL = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'


def entries(path):
    """Message and words as they stand in a .po file; of a plural the first form."""
    found = re.findall(
        rf"^msgid {LITERAL}(?:msgid_plural {LITERAL})?msgstr(?:\[0\])? {LITERAL}", path.read_text(), re.M
    )
    return {plain(message): plain(words) for message, _, words in found if plain(message)}


def plain(literals):
    parts = re.findall(r'"((?:[^"\\]|\\.)*)"', literals)
    return "".join(parts).replace("\\n", "\n").replace('\\"', '"')


def test_compiled_catalogue_says_what_is_written():
    with OURS.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    written = entries(OURS)

    assert {message: compiled.gettext(message) for message in written} == written


def test_each_sentence_is_one_of_allauth_and_keeps_its_placeholders():
    written = entries(OURS)

    assert written.keys() <= entries(ANY_OTHER).keys()
    assert {
        message: words
        for message, words in written.items()
        if set(PLACEHOLDER.findall(words)) - set(PLACEHOLDER.findall(message))
    } == {}


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/accounts/email/", "My e-mail addresses"),
        ("/accounts/password/change/", "Change my password"),
        ("/accounts/2fa/", "Second step"),
        ("/accounts/sessions/", "Where I am signed in"),
        ("/accounts/logout/", "Sign out"),
    ],
)
def test_pages_of_an_account_speak_our_words(client, host, path, title):
    client.force_login(host)

    page = client.get(path).content.decode()

    assert re.search(rf"<h1[^>]*>\s*{title}\s*</h1>", page)
