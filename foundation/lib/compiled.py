"""A query compiled once. Building SQL out of the ORM costs more than asking it: a page that asks the same on each
request keeps the SQL and changes only the values in it.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler


class Query:
    """`build` makes a queryset of tuples (values_list) out of texts; it is called once, with marks in their place."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._build = build
        self._compiled: tuple[SQLCompiler, str, tuple[Any, ...]] | None = None

    def first(self, *texts: str) -> tuple[Any, ...] | None:
        """The first row for these texts, converted as the ORM would; one query."""
        compiler, sql, params = self._compiled or self._compile(len(texts))
        given = dict(zip(map(_mark, range(len(texts))), texts, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(sql, [given.get(param, param) for param in params])
            rows = cursor.fetchmany(1)
        for row in compiler.results_iter(results=[rows], tuple_expected=True):
            return tuple(row)
        return None

    def _compile(self, count: int) -> tuple[SQLCompiler, str, tuple[Any, ...]]:
        compiler = self._build(*map(_mark, range(count))).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        self._compiled = compiler, sql, tuple(params)
        return self._compiled


def _mark(number: int) -> str:
    """Stands for a text in the compiled query; no address can hold it."""
    return f"\0{number}"
