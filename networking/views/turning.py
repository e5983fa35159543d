"""Screens that turn pages: by a script, or without one by loading the next."""

from typing import Any


def turned(pages: int, asked: int) -> dict[str, Any]:
    """`at` is the page that is asked for, else 1; `next_page` comes after it, and is None when there is but one."""
    at = asked if 1 <= asked <= pages else 1
    return {"at": at, "next_page": at % pages + 1 if pages > 1 else None}
