"""A query compiled once. Building SQL out of the ORM costs more than asking it, and planning it does too: a page that
asks the same on each request keeps the SQL and changes only the values in it, and PostgreSQL keeps the plan.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

Value = str | int | dt.date | dt.datetime
FIRST_MOMENT = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Compiled:
    """`places` says which value stands at which parameter; the other parameters are always the same."""

    compiler: SQLCompiler
    converters: dict[int, Any]
    sql: str
    params: Sequence[Any]
    places: Sequence[tuple[int, int]]

    def with_values(self, values: Sequence[Value]) -> list[Any]:
        params = list(self.params)
        for at, number in self.places:
            params[at] = _adapted(values[number])
        return params

    def converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """As the ORM would."""
        if not self.converters:
            return row
        return tuple(next(self.compiler.apply_converters([row], self.converters)))


class Query:
    """`build` makes a queryset of tuples (values_list) out of values; it is called once, with marks in their place."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._build = build
        self._compiled: Compiled | None = None

    def first(self, *values: Value) -> tuple[Any, ...] | None:
        """The first row for these values; one query."""
        compiled = self._compiled = self._compiled or self._compile(values)
        with getattr(connection, "prepared_cursor", connection.cursor)() as cursor:
            cursor.execute(compiled.sql, compiled.with_values(values))
            row = cursor.fetchone()
        return row and compiled.converted(row)

    def _compile(self, values: Sequence[Value]) -> Compiled:
        marks = [_mark(number, value) for number, value in enumerate(values)]
        compiler = self._build(*marks).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        numbers = {_adapted(mark): number for number, mark in enumerate(marks)}
        return Compiled(
            compiler=compiler,
            converters=compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]]),
            sql=sql,
            params=params,
            places=[(at, numbers[param]) for at, param in enumerate(params) if param in numbers],
        )


def _mark(number: int, value: Value) -> Value:
    """Stands for a value in the compiled query: a text that no address can hold, a row that is none, a time and a day
    when nobody asks.
    """
    if isinstance(value, str):
        return f"\0{number}"
    if isinstance(value, int):
        return -1 - number
    if isinstance(value, dt.datetime):
        return FIRST_MOMENT + dt.timedelta(seconds=number)
    return FIRST_MOMENT.date() + dt.timedelta(days=number)


def _adapted(value: Value) -> Any:
    """As it stands among the parameters of a query."""
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, dt.date) else value
