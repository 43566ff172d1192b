"""What is written down of a household, typed at the desk or read from a survey's sheet."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from assistance import facts
from assistance.models import HardshipFile
from assistance.vocabulary import Language
from audit.refusal import Refused
from organizations.models import Division, Organization

# PIPL §31; in the year in which a child becomes 14 nobody knows from the year of birth alone.
MINOR = 14
COLUMNS = (
    "division", "unit", "unit_name", "phone", "group", "hardship_class", "cause", "language",
    "household_size", "has_minor", "needs", "interval_days", "facts",
)  # fmt: skip
# Columns that take over the field of the same name as it is.
_PLAIN = (
    "division", "unit_name", "phone", "group", "hardship_class", "cause", "language",
    "household_size", "interval_days",
)  # fmt: skip


@dataclass(frozen=True)
class Described:
    """`facts` as in assistance/facts.py: `income_fen` is the whole household's, a month, and
    `members` are those beside the person.
    """

    division: Division
    group: str
    phone: str = ""
    unit_name: str = ""
    hardship_class: str = ""
    cause: str = ""
    language: str = Language.MANDARIN
    household_size: int = 1
    has_minor: bool = False
    needs: tuple[str, ...] = ()
    interval_days: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def birth_years(self) -> list[int]:
        members = self.facts.get("members", [])
        return [member["birth_year"] for member in members if member.get("birth_year")]


def check(described: Described, today: datetime.date) -> None:
    """Raises Refused for what cannot be, with the field it belongs beside."""
    if described.division.level != Division.Level.TOWNSHIP:
        raise Refused("请选到乡镇街道。", field="division")
    people = len(described.facts.get("members", [])) + 1
    if people > described.household_size:
        raise Refused(f"连本人写了{people}位，家庭人口请填{people}或更多。", field="household_size")
    if any(year > today.year for year in described.birth_years):
        raise Refused("家庭成员的出生年份在今年以后，请核对。", field="household_size")


def has_minor(described: Described, today: datetime.date) -> bool:
    """As ticked, or as the years of birth say."""
    return described.has_minor or any(today.year - year <= MINOR for year in described.birth_years)


def fill(
    file: HardshipFile, described: Described, *, unit: Organization | None, today: datetime.date
) -> None:
    """Put it into the row; the caller saves COLUMNS. `unit` is the union named in `unit_name`."""
    for name in _PLAIN:
        setattr(file, name, getattr(described, name))
    file.unit = unit
    file.needs = list(described.needs)
    file.has_minor = has_minor(described, today)
    facts.write(file, described.facts)


def unit_called(name: str) -> Organization | None:
    return units_called([name]).get(name) if name else None


def units_called(names: Iterable[str]) -> dict[str, Organization]:
    """Name -> union, for the names that one union of the tree alone has. One query."""
    known: dict[str, Organization | None] = {}
    for union in Organization.objects.filter(name__in=set(names), is_active=True):
        known[union.name] = None if union.name in known else union
    return {name: union for name, union in known.items() if union}
