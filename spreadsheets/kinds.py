"""What can be imported, as data. Each app's module in settings.IMPORTS lists its own KINDS."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings

from spreadsheets.models import Import

# A cell as it is kept: text, a number, yes or no; dates and times as ISO text.
Cell = str | int | float | bool | None


@dataclass(frozen=True)
class Column:
    """`parse` takes a cell that is not empty and raises Refused with what is wrong with it.

    `empty` stands for an empty one. `choices` are offered in a drop-down; with `free` others may
    be typed. `as_text` keeps Excel from making numbers of what is typed.
    """

    name: str
    title: str
    parse: Callable[[Cell], Any]
    required: bool = False
    help: str = ""
    choices: Sequence[str] = ()
    free: bool = False
    width: int = 14
    as_text: bool = False
    as_date: bool = False
    empty: Any = None


@dataclass
class Row:
    """One row under examination: `values` by column name as far as they could be read."""

    number: int
    cells: list[Cell]
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[dict[str, str]] = field(default_factory=list)
    # Why it may stand there twice: nothing is made of it unless somebody let it in.
    doubts: list[dict[str, Any]] = field(default_factory=list)
    is_let_in: bool = False
    # Set by `apply` where the kind needs to find again what it made of the row.
    made: str = ""

    @property
    def counts(self) -> bool:
        return not self.problems and (self.is_let_in or not self.doubts)

    def refuse(self, column: str, text: str) -> None:
        self.problems.append({"column": column, "text": text})

    def doubt(self, text: str, column: str = "", *, firm: bool = False) -> None:
        """`firm`: it stands there already, and nobody may let the row in all the same."""
        self.doubts.append({"column": column, "text": text} | ({"firm": True} if firm else {}))


@dataclass(frozen=True)
class Plan:
    """How one import is read: made anew for the template, for the check and for the import itself.

    `check(rows)` is called for the rows in their order, some hundreds at a time, and may keep
    count across calls; rows with problems are among them, and so are doubtful ones. `key(row)` of
    a row without problems is the same for what is written twice. `example` is the row the template
    shows; `marked` is the column in which it says that it is one.
    """

    columns: Sequence[Column]
    check: Callable[[Sequence[Row]], None]
    key: Callable[[Row], Hashable]
    example: Mapping[str, Any]
    marked: str
    instructions: Sequence[str] = ()


def undressed(request: Any, job: Import) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Kind:
    """`apply(job, rows, tick)` makes what the rows say, inside a transaction, and calls `tick(n)`
    as it goes; `undo(job)` takes all of it back. Both raise Refused.

    `refusal(user, job)` answers "" or why this user may not. `home(job)` is the page it was
    uploaded on, of the name `view`; `result(job)` is where what it made is seen. `page` is the
    template its pages extend, `dress(request, job)` what that one needs.

    `sealed` names the columns that hold document numbers. Where there are any, the file and the
    cells are kept sealed, the numbers are shown masked, and the rows go after some days (sealing.py).
    """

    name: str
    title: str
    roles: Sequence[str]
    refusal: Callable[[Any, Import], str]
    plan: Callable[[Import], Plan]
    apply: Callable[[Import, Sequence[Row], Callable[[int], None]], None]
    undo: Callable[[Import], None]
    refusal_to_undo: Callable[[Import], str]
    home: Callable[[Import], str]
    result: Callable[[Import], str]
    view: str
    page: str = "spreadsheets/base_import.html"
    dress: Callable[[Any, Import], dict[str, Any]] = undressed
    sealed: Sequence[str] = ()


@cache
def registry() -> dict[str, Kind]:
    """All kinds of the modules in settings.IMPORTS, by name."""
    modules = [import_module(name) for name in settings.IMPORTS]
    return {kind.name: kind for module in modules for kind in module.KINDS}


def of(job: Import) -> Kind:
    return registry()[job.kind]
