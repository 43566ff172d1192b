"""Tables without their indexes and foreign keys, for as long as they are filled: checking ten
million rows one by one takes an hour, building an index over them once a few seconds.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

# Of constraints only those that nothing else hangs on; a primary key stays.
_CONSTRAINTS = """
    SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || quote_ident(conname),
           'ALTER TABLE ' || conrelid::regclass || ' ADD CONSTRAINT ' || quote_ident(conname) || ' '
           || pg_get_constraintdef(oid)
    FROM pg_constraint AS own
    WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'u')
      AND NOT EXISTS (
          SELECT FROM pg_constraint AS other
          WHERE other.contype = 'f' AND own.contype = 'u' AND other.conindid = own.conindid
      )
    ORDER BY contype DESC, conname
"""
_INDEXES = """
    SELECT 'DROP INDEX ' || indexrelid::regclass, pg_get_indexdef(indexrelid)
    FROM pg_index
    WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
    ORDER BY 1
"""


@contextmanager
def unindexed(tables: Sequence[str]) -> Iterator[None]:
    """Drop what slows an INSERT down on these tables and build it again afterwards.

    Outside a transaction: whoever stops half way drops the database.
    """
    found = _read(_CONSTRAINTS, tables), _read(_INDEXES, tables)
    for statements in found:
        _execute(drop for drop, _ in statements)
    yield
    constraints, indexes = found
    _execute(make for _, make in indexes)
    _execute(make for _, make in constraints)


def _read(query: str, tables: Sequence[str]) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(query, [list(tables)])
        return cursor.fetchall()


def _execute(statements) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
