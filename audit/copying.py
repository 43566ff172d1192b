"""Rows by the hundred thousand, through PostgreSQL's COPY. Lives in the lowest room because demo
cities of every app are made of them; what people do goes through the acts.
"""

import csv
import io
from collections.abc import Iterable

from django.db import connection
from django.db.models import Model


def copy(model: type[Model], columns: Iterable[str], rows: Iterable[tuple]) -> None:
    """COPY rows into the model's table; an unquoted empty value is NULL where the column may be."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_MINIMAL).writerows(rows)
    text.seek(0)
    # Text columns hold "" and never NULL; for the others an empty field is NULL.
    filled = _named(c for c in columns if _is_text(model, c))
    options = "FORMAT csv" + (f", FORCE_NOT_NULL ({filled})" if filled else "")
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {model._meta.db_table} ({_named(columns)}) FROM STDIN ({options})", text
        )


def _named(columns: Iterable[str]) -> str:
    # Quoted: some of them are words of SQL.
    return ", ".join(map(connection.ops.quote_name, columns))


def _is_text(model: type[Model], column: str) -> bool:
    field = next(f for f in model._meta.concrete_fields if f.column == column)
    return not field.null and field.get_internal_type() in ("CharField", "TextField")


def analyse() -> None:
    """Let the planner know what was written in bulk, also inside the transaction that wrote it.

    Our own tables alone: the server's shared ones would stay locked for everybody until it ends.
    """
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, names))}")
