"""Form-encoded parameters with brackets, as the Stripe client sends them: `a[b][0]=c`."""

import re
from typing import Any
from urllib.parse import parse_qsl

from payments.simulator.errors import StripeError

NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
PART = re.compile(r"\[([^\[\]]*)\]")
DEEPEST = 10

Tree = dict[str, Any]


def decode(text: str) -> Tree:
    """Nested dicts of strings; a list is a dict keyed "0", "1", … until a parameter takes it as a list."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=1000, errors="strict")
    except (UnicodeDecodeError, ValueError) as problem:
        raise _unreadable() from problem
    tree: Tree = {}
    for name, value in pairs:
        _place(tree, _path(name), value)
    return tree


def _path(name: str) -> list[str]:
    match = NAME.fullmatch(name)
    if match is None:
        raise _unreadable()
    path = [match[1], *PART.findall(match[2])]
    if len(path) > DEEPEST:
        raise _unreadable()
    return path


def _place(tree: Tree, path: list[str], value: str) -> None:
    for part in path[:-1]:
        tree = tree.setdefault(part or str(len(tree)), {})
        if not isinstance(tree, dict):
            raise _unreadable()
    last = path[-1] or str(len(tree))
    if isinstance(tree.get(last), dict):
        raise _unreadable()
    tree[last] = value


def _unreadable() -> StripeError:
    return StripeError("Invalid request: the parameters could not be parsed.", began=False)
