"""A query compiled once. Building SQL out of the ORM costs more than asking it, and planning it does too: a page that
asks the same on each request keeps the SQL and changes only the values in it, and PostgreSQL keeps the plan.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Value = str | int | dt.date | dt.datetime
Row = TypeVar("Row")
FIRST_MOMENT = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Compiled:
    """`places` says which value stands at which parameter; the other parameters are always the same. `make` is what
    becomes of a row.
    """

    compiler: SQLCompiler
    converters: dict[int, Any]
    sql: str
    params: Sequence[Any]
    places: Sequence[tuple[int, int]]
    make: Callable[[Sequence[Any]], Any]

    def with_values(self, values: Sequence[Value]) -> list[Any]:
        params = list(self.params)
        for at, number in self.places:
            params[at] = _adapted(values[number])
        return params

    def made_of(self, rows: Sequence[tuple[Any, ...]]) -> list[Any]:
        """As the ORM would."""
        converted = self.compiler.apply_converters(rows, self.converters) if self.converters else rows
        return [self.make(row) for row in converted]


class Query(Generic[Row]):
    """`build` makes a queryset of models or tuples (values_list) out of values; it is called once, with marks in their
    place. What the queryset would prefetch is not fetched.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._compiled: Compiled | None = None

    def first(self, *values: Value) -> Row | None:
        """The first row for these values; one query."""
        return next(iter(self._ask(values, lambda cursor: cursor.fetchmany(1))), None)

    def all(self, *values: Value) -> list[Row]:
        """All rows for these values; one query."""
        return self._ask(values, lambda cursor: cursor.fetchall())

    def _ask(self, values: Sequence[Value], fetch: Callable[[Any], Any]) -> list[Row]:
        compiled = self._compiled = self._compiled or self._compile(values)
        with getattr(connection, "prepared_cursor", connection.cursor)() as cursor:
            cursor.execute(compiled.sql, compiled.with_values(values))
            return compiled.made_of(fetch(cursor))

    def _compile(self, values: Sequence[Value]) -> Compiled:
        marks = [_mark(number, value) for number, value in enumerate(values)]
        queryset: Any = self._build(*marks)
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, params = compiler.as_sql()
        numbers = {_adapted(mark): number for number, mark in enumerate(marks)}
        return Compiled(
            compiler=compiler,
            converters=compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]]),
            sql=sql,
            params=params,
            places=[(at, numbers[param]) for at, param in enumerate(params) if param in numbers],
            make=_maker(compiler) if issubclass(queryset._iterable_class, ModelIterable) else tuple,
        )


def _maker(compiler: Any) -> Callable[[Sequence[Any]], Any]:
    """A row becomes a model with what select_related and annotate brought, as in Django's ModelIterable."""
    model, at = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    columns = slice(at[0], at[-1] + 1)
    names = [column.target.attname for column, *_ in compiler.select[columns]]
    related = get_related_populators(compiler.klass_info, compiler.select, compiler.using)  # type: ignore[call-arg]

    def make(row: Sequence[Any]) -> Any:
        made = model.from_db(compiler.using, names, row[columns])
        for populator in related:
            populator.populate(row, made)
        for name, column in compiler.annotation_col_map.items():
            setattr(made, name, row[column])
        return made

    return make


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
