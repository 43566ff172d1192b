"""Keyset paging over a text column: names and paths, in the database's own order."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from audit.keyset import SIZE, Page


def page(rows: QuerySet, key: str, *, after: str = "", before: str = "", size: int = SIZE) -> Page:
    """One page of `rows` ordered by (`key`, pk); a cursor that cannot be read gives the first.

    `key` may reach through relations ("organization__path"). One query.
    """
    backwards = bool(before) and _read(rows, before) is not None
    cursor = _read(rows, before if backwards else after)
    if cursor:
        rows = rows.filter(_beyond(key, cursor, "lt" if backwards else "gt"))
    sign = "-" if backwards else ""
    found = list(rows.order_by(f"{sign}{key}", f"{sign}pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    return Page(
        rows=found,
        after=_write(found[-1], key) if found and (more or backwards) else "",
        before=_write(found[0], key) if found and (more if backwards else cursor) else "",
    )


def _beyond(key: str, cursor: tuple[str, Any], step: str) -> Q:
    value, pk = cursor
    return Q(**{f"{key}__{step}": value}) | Q(**{key: value, f"pk__{step}": pk})


def _write(row: Any, key: str) -> str:
    value = row
    for name in key.split("__"):
        value = getattr(value, name)
    return f"{value}~{row.pk}"


def _read(rows: QuerySet, text: str) -> tuple[str, Any] | None:
    value, mark, pk = text.replace("\0", "").rpartition("~")
    if not mark or len(text) > 200:
        return None
    try:
        return value, rows.model._meta.pk.to_python(pk)
    except ValidationError:
        return None
