"""Long forms in sections, of which those that seldom change are folded until one opens them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.forms import BoundField


@dataclass(frozen=True)
class Section:
    title: str
    fields: list[BoundField]
    folded: bool

    @property
    def is_open(self) -> bool:
        """A folded section with an error is open, so that the error's link leads somewhere."""
        return not self.folded or any(field.errors for field in self.fields)


class Sectioned(forms.BaseForm):
    """For forms with LAYOUT: (title, names of fields, folded)."""

    LAYOUT: tuple[tuple[str, tuple[str, ...], bool], ...] = ()

    def sections(self) -> Iterator[Section]:
        """Those that have fields in this form, in order."""
        for title, names, folded in self.LAYOUT:
            fields = [self[name] for name in names if name in self.fields]
            if fields:
                yield Section(title, fields, folded)
