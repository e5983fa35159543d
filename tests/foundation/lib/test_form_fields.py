import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from foundation.lib.form_fields import EmailField, LineField, NameField, clean_line


def refusals(field, value):
    try:
        field.clean(value)
    except forms.ValidationError as error:
        return error.messages
    return []


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" Ada@Mail.Example ", "ada@mail.example"),
        ("ada+pmo@mail.example", "ada+pmo@mail.example"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("o'neill@mail.example", "o'neill@mail.example"),
        (f"{'a' * 64}@mail.example", f"{'a' * 64}@mail.example"),
    ],
)
def test_address_one_can_send_to_is_kept_in_one_writing(typed, stored):
    assert EmailField().clean(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "ada", "ada@", "@mail.example", "ada@localhost", "ada@host.localhost", "ada@printer.local",
        "ada@[127.0.0.1]", "ada@127.0.0.1", "ada@[IPv6:::1]", "ada@mail.example\r\nBcc: all@mail.example",
        "ada\n@mail.example", "ada@mail.example\0", f"{'a' * 65}@mail.example", f"ada@{'a' * 250}.example",
        "Ada <ada@mail.example>", "ada@mail.example, ben@mail.example", '"a b"@mail.example', "adá@mail.example",
        "ada@mail..example", "ada@\u202email.example",
    ],
)  # fmt: skip
def test_address_one_cannot_send_to_is_refused(typed):
    assert refusals(EmailField(), typed) != []


def test_address_field_helps_keyboards_and_password_managers():
    assert EmailField().widget.attrs == {
        "autocomplete": "email",
        "inputmode": "email",
        "spellcheck": "false",
        "autocapitalize": "none",
        "maxlength": "254",
    }


def test_empty_address_is_empty_where_it_is_optional():
    assert (EmailField(required=False).clean("  "), refusals(EmailField(), "")) == ("", ["This field is required."])


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Ada   Lovelace ", "Ada Lovelace"),
        ("Ada\r\nBcc: x", "Ada Bcc: x"),
        ("Zoe\u0308", "Zoë"),
        ("Ada\u202egnimoc", "Adagnimoc"),
        ("\u2066Ada\u2069", "Ada"),
        ("Ada\u200b", "Ada"),
        ("می‌خواهم", "می‌خواهم"),
        ("👩‍💻 7", "👩‍💻 7"),
        ("<b>Ada</b>", "<b>Ada</b>"),
        ("O’Neill-Smith (she/her)", "O’Neill-Smith (she/her)"),
    ],
)
def test_name_is_one_line_without_marks_that_nobody_sees(typed, stored):
    assert NameField().clean(typed) == stored


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("Ada\x07", "Use letters, numbers and punctuation only"),
        ("Ada\ud83d", "Use letters, numbers and punctuation only"),
        ("Win at https://evil.example", "Enter a name without a link"),
        ("WWW.evil.example", "Enter a name without a link"),
        ("...", "Enter a name with at least one letter"),
        ("a" * 81, "Use 80 letters at most"),
    ],
)
def test_name_that_is_none_is_refused_in_words(typed, message):
    assert refusals(NameField(), typed) == [message]


@given(st.text(max_size=60))
def test_whatever_is_typed_never_breaks_a_line(typed):
    cleaned = clean_line(typed)

    assert len(cleaned.splitlines()) <= 1 or refusals(LineField(), typed) != []
    assert not set(cleaned) & set("\r\n\0\t\u202e\u2066")
