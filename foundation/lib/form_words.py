"""A form field for text of several lines."""

from typing import Any

from django import forms

from foundation.lib import plain
from foundation.lib.form_fields import too_long


class WordsField(forms.CharField):
    """Text of several lines, as typed."""

    def __init__(self, *, max_length: int = 5000, rows: int = 5, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        messages = too_long(max_length) | options.pop("error_messages", {})
        super().__init__(max_length=max_length, error_messages=messages, **options)

    def to_python(self, value: Any) -> str:
        return plain.as_typed(super().to_python(value) or "")
