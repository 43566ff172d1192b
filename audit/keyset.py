"""Keyset paging: the next page starts after the last row seen, so page 4000 costs what page 1 does.

Lives in the lowest room because lists of every app use it.
"""

import datetime
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import DateTimeField, F, Model, Q, QuerySet
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_naive

SIZE = 25
# Counted row by row no further than this: what no sum knows must not cost more with more.
CAP = 10_000


@dataclass(frozen=True)
class Page:
    rows: list[Any]
    # Cursors for ?after= and ?before=; empty at the ends.
    after: str = ""
    before: str = ""


class Number(NamedTuple):
    """How many rows a list has; `is_more`: more than that."""

    value: int
    is_more: bool = False


def count(rows: QuerySet) -> Number:
    """Up to CAP. One query."""
    found = rows.order_by().values("pk")[: CAP + 1].count()
    return Number(min(found, CAP), found > CAP)


def page(
    rows: QuerySet, key: str, *, after: str = "", before: str = "", size: int = SIZE,
    nulls: bool | None = None,
) -> Page:  # fmt: skip
    """One page of `rows` ordered by (`key`, id), descending when key starts with "-".

    `key` is a datetime or date column; its nulls come last; `nulls` False: these rows have none,
    though the column might. A cursor that cannot be read (typed by
    hand) gives the first page. One query.
    """
    name, down = key.lstrip("-"), key.startswith("-")
    nulls = rows.model._meta.get_field(name).null if nulls is None else nulls
    back = _read(before, rows.model, name)
    backwards, cursor = back is not None, back or _read(after, rows.model, name)
    if cursor:
        rows = rows.filter(_beyond(name, cursor, down != backwards, backwards, nulls))
    found = list(rows.order_by(*_order(name, down, backwards, nulls))[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    return Page(
        rows=found,
        after=_write(found[-1], name) if found and (more or backwards) else "",
        before=_write(found[0], name) if found and (more if backwards else cursor) else "",
    )


def _order(name: str, down: bool, backwards: bool, nulls: bool) -> list:
    # Words about nulls only where there may be some: an index without them would not serve.
    where = {"nulls_first" if backwards else "nulls_last": True} if nulls else {}
    if down != backwards:
        return [F(name).desc(**where), "-pk"]
    return [F(name).asc(**where), "pk"]


def _beyond(name: str, cursor: tuple, down: bool, backwards: bool, nulls: bool) -> Q:
    moment, pk = cursor
    step = "lt" if down else "gt"
    same = Q(**{f"pk__{step}": pk})
    if moment is None:
        here = Q(**{f"{name}__isnull": True}) & same
        return here | Q(**{f"{name}__isnull": False}) if backwards else here
    beyond = Q(**{f"{name}__{step}": moment}) | (Q(**{name: moment}) & same)
    if not nulls:
        # Said once more without “or”: this is what the index can start from.
        return Q(**{f"{name}__{step}e": moment}) & beyond
    return beyond if backwards else beyond | Q(**{f"{name}__isnull": True})


def _write(row: Any, name: str) -> str:
    moment = getattr(row, name)
    return f"{moment.isoformat() if moment else ''}~{row.pk}"


def _read(text: str, model: type[Model], name: str) -> tuple[datetime.date | None, Any] | None:
    moment, mark, pk = text.partition("~")
    if not mark or "\0" in text:
        return None
    try:
        at = _moment(moment, model, name) if moment else None
        return None if moment and not at else (at, model._meta.pk.to_python(pk))
    except (ValueError, ValidationError):
        return None


def _moment(text: str, model: type[Model], name: str) -> datetime.date | None:
    if not isinstance(model._meta.get_field(name), DateTimeField):
        return parse_date(text)
    at = parse_datetime(text)
    return None if at is None or is_naive(at) else at


def newest(rows: QuerySet, *, after: str = "", before: str = "", size: int = SIZE) -> Page:
    """One page of `rows` by falling integer id, for tables that only grow. One query."""
    first, last = _id(before), _id(after)
    if first is not None:
        found = list(rows.filter(pk__gt=first).order_by("pk")[: size + 1])
    else:
        below = rows.filter(pk__lt=last) if last is not None else rows
        found = list(below.order_by("-pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    if first is not None:
        found.reverse()
    older = bool(found) and (more or first is not None)
    newer = bool(found) and (more if first is not None else last is not None)
    return Page(
        rows=found,
        after=str(found[-1].pk) if older else "",
        before=str(found[0].pk) if newer else "",
    )


def _id(text: str) -> int | None:
    # 18 digits fit a bigint.
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None
