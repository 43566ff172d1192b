"""Sums that stay fast: a table of tallies, and beside it the deltas no task has folded in yet.

Both are read in one statement, so that each delta stands in one of them. The statement is written
here: a page of 看全局 reads a dozen, and the ORM takes longer to put one together than PostgreSQL to
answer it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet


@dataclass(frozen=True)
class Where:
    """A condition: `sql` names columns of our own, what comes from outside is one of its `terms`."""

    sql: str = "TRUE"
    terms: tuple[Any, ...] = ()

    def __and__(self, other: "Where") -> "Where":
        return Where(f"{self.sql} AND {other.sql}", self.terms + other.terms)


EVERY = Where()


def equal(column: str, value: Any) -> Where:
    return Where(f"{column} IS NULL") if value is None else Where(f"{column} = %s", (value,))


def differs(column: str, value: Any) -> Where:
    return Where(f"{column} IS NOT NULL") if value is None else Where(f"{column} <> %s", (value,))


def among(column: str, values: Iterable) -> Where:
    """One of these; a queryset of one column becomes a subquery."""
    if isinstance(values, QuerySet):
        try:
            sql, terms = values.query.sql_with_params()
        except EmptyResultSet:
            return Where("FALSE")
        return Where(f"{column} IN ({sql})", terms)
    return Where(f"{column} = ANY (%s)", (list(values),))


def between(column: str, first: Any, last: Any) -> Where:
    """Both ends included."""
    return Where(f"{column} BETWEEN %s AND %s", (first, last))


@dataclass(frozen=True)
class Sums:
    """Two tables that have `columns` to add up."""

    tallies: type[Model]
    deltas: type[Model]
    columns: tuple[str, ...]

    def read(
        self, *by: str, where: Where = EVERY, fresh: Where | None = None
    ) -> dict[tuple, tuple[int, ...]]:
        """Key (at least one column of both tables) -> sum of each column, zeros alone left out;
        `fresh` stands for `where` among the deltas when these differ. One query.
        """
        if fresh is None:
            fresh = where
        with connection.cursor() as cursor:
            cursor.execute(self._statement(by, where, fresh), where.terms + fresh.terms)
            rows = cursor.fetchall()
        cut = len(by)
        return {row[:cut]: row[cut:] for row in rows if any(row[cut:])}

    def _statement(self, by: tuple[str, ...], where: Where, fresh: Where) -> str:
        key, wanted = ", ".join(by), ", ".join((*by, *self.columns))
        sums = ", ".join(f"SUM({column})::bigint" for column in self.columns)
        # Nothing in it comes from outside: names of our own tables and columns alone.
        return f"""
            SELECT {key}, {sums} FROM (
                SELECT {wanted} FROM {self.tallies._meta.db_table} WHERE {where.sql}
                UNION ALL
                SELECT {wanted} FROM {self.deltas._meta.db_table} WHERE {fresh.sql}
            ) counted GROUP BY {key}
        """  # noqa: S608
