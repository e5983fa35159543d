"""Form fields for what people type about themselves: an e-mail address, a name, a line of words."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from email_validator import EmailNotValidError, validate_email

LONGEST_LOCAL_PART = 64
JOINERS = "\u200c\u200d"  # Persian words and some emoji need them
BREAKS = re.compile(r"[\s\x00]+")
LINK = re.compile(r"(https?:|www\.|://)", re.IGNORECASE)


class EmailField(forms.CharField):
    """An address one can send to, as `local@domain` in lower case; an international domain comes as punycode.

    Refused: localhost and the like, IP addresses, control characters, a local part that is too long or not ASCII.
    """

    widget = forms.EmailInput

    def __init__(self, **kwargs: Any) -> None:
        wanted = kwargs.pop("error_messages", {})
        invalid = {"invalid": "Enter an e-mail address such as name@example.com", **wanted}
        kwargs.setdefault("max_length", 254)
        super().__init__(error_messages={"max_length": invalid["invalid"], **invalid}, **kwargs)
        self.widget.attrs = {
            "autocomplete": "email", "inputmode": "email", "spellcheck": "false", "autocapitalize": "none",
            **self.widget.attrs,
        }  # fmt: skip

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            found = validate_email(typed, check_deliverability=False, allow_smtputf8=False, allow_quoted_local=False)
        except EmailNotValidError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        address = f"{found.local_part}@{found.ascii_domain}".lower()
        if len(found.local_part) > LONGEST_LOCAL_PART or len(address) > (self.max_length or 254):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return address


class CountField(forms.IntegerField):
    """A whole number; a phone shows digits to type it."""

    widget = forms.NumberInput(attrs={"inputmode": "numeric"})


class LineField(forms.CharField):
    """One line of words: blanks and breaks become one space, marks that turn the writing direction are dropped.

    Safe in a mail's header, a diary file and a list; refused when it has other control characters or half an emoji.
    """

    def __init__(self, *, max_length: int | None = None, **kwargs: Any) -> None:
        messages = too_long(max_length) | kwargs.pop("error_messages", {})
        super().__init__(max_length=max_length, error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")

    def validate(self, value: Any) -> None:
        super().validate(value)
        if any(unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn") for character in value):
            raise ValidationError("Use letters, numbers and punctuation only", code="invalid")


class NameField(LineField):
    """What a person is called here; a pseudonym will do, a link will not."""

    def __init__(self, *, max_length: int = 80, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and LINK.search(value):
            raise ValidationError("Enter a name without a link", code="invalid")
        if value and not any(character.isalnum() for character in value):
            raise ValidationError("Enter a name with at least one letter", code="invalid")


def too_long(max_length: int | None) -> dict[str, str]:
    """What a field says of words that are longer than that."""
    return {"max_length": f"Use {max_length:,} letters at most"} if max_length else {}


def clean_line(typed: str) -> str:
    """Composed characters, single spaces, no invisible marks but joiners."""
    composed = BREAKS.sub(" ", unicodedata.normalize("NFC", typed))
    return "".join(
        character for character in composed if unicodedata.category(character) != "Cf" or character in JOINERS
    ).strip()
