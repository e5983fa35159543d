"""A query compiled once. Building SQL out of the ORM costs more than asking it, and planning it does too: a page that
asks the same on each request keeps the SQL and changes only the values in it, and PostgreSQL keeps the plan.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

Value = str | dt.datetime
FIRST_MOMENT = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


class Query:
    """`build` makes a queryset of tuples (values_list) out of values; it is called once, with marks in their place."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._build = build
        self._compiled: tuple[SQLCompiler, str, tuple[Any, ...]] | None = None

    def first(self, *values: Value) -> tuple[Any, ...] | None:
        """The first row for these values, converted as the ORM would; one query."""
        marks = [_mark(number, value) for number, value in enumerate(values)]
        compiler, sql, params = self._compiled or self._compile(marks)
        given = dict(zip(map(_adapted, marks), map(_adapted, values), strict=True))
        with getattr(connection, "prepared_cursor", connection.cursor)() as cursor:
            cursor.execute(sql, [given.get(param, param) for param in params])
            rows = cursor.fetchmany(1)
        for row in compiler.results_iter(results=[rows], tuple_expected=True):
            return tuple(row)
        return None

    def _compile(self, marks: Sequence[Value]) -> tuple[SQLCompiler, str, tuple[Any, ...]]:
        compiler = self._build(*marks).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        self._compiled = compiler, sql, tuple(params)
        return self._compiled


def _mark(number: int, value: Value) -> Value:
    """Stands for a value in the compiled query: a text that no address can hold, a time when nobody asks."""
    return f"\0{number}" if isinstance(value, str) else FIRST_MOMENT + dt.timedelta(seconds=number)


def _adapted(value: Value) -> Any:
    """As it stands among the parameters of a query."""
    return value if isinstance(value, str) else connection.ops.adapt_datetimefield_value(value)
