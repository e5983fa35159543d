"""Filling in the simulator's few templates. Every value is escaped unless it is Markup."""

from functools import cache
from html import escape
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent / "templates"


class Markup(str):
    """HTML made here."""

    __slots__ = ()


def fill(template: str, /, **values: str) -> Markup:
    safe = {key: value if isinstance(value, Markup) else escape(value) for key, value in values.items()}
    return Markup(_template(template).substitute(safe))


def join(parts: list[Markup]) -> Markup:
    return Markup("".join(parts))


@cache
def _template(name: str) -> Template:
    return Template((FOLDER / f"{name}.html").read_text(encoding="utf-8"))
