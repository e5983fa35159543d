"""What was refused in the forms of a page, as the list that the error summary shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from django.forms import BaseForm, BaseFormSet, BoundField

if TYPE_CHECKING:
    Refusable: TypeAlias = BaseForm | BaseFormSet[Any]
else:
    Refusable = BaseForm | BaseFormSet  # Django's own formsets take no brackets at run time


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence, and the id of the control to go to ("" when there is none)."""

    sentence: str
    target: str


def collect(forms: Iterable[Refusable | str | None]) -> list[Problem]:
    """The problems of forms and formsets in the order of the page; anything empty is passed over."""
    return [problem for form in forms if form for problem in _problems(form)]


def _problems(form: Refusable | str) -> Iterator[Problem]:
    if isinstance(form, BaseFormSet):
        first = form.forms[0] if form.forms else None
        yield from (Problem(str(sentence), _first_target(first)) for sentence in form.non_form_errors())
        for one in form.forms:
            yield from _problems(one)
    elif isinstance(form, BaseForm) and form.is_bound:
        yield from (Problem(str(sentence), _first_target(form)) for sentence in form.non_field_errors())
        for field in form:
            target = target_of(field) or _first_target(form)
            yield from (Problem(str(sentence), target) for sentence in field.errors)


def _first_target(form: BaseForm | None) -> str:
    visible = form.visible_fields() if form is not None else []
    return target_of(visible[0]) if visible else ""


def target_of(field: BoundField) -> str:
    """The id of the control that a link can focus: the first choice of a group, the field itself otherwise."""
    if field.is_hidden:
        return ""
    return field.id_for_label or f"{field.auto_id}_0"
