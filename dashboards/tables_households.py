"""The tables of 一对一 as plain values. Households are groups of persons: shared, small ones hide."""

from collections.abc import Sequence

from django.utils import timezone

from dashboards import households, period
from dashboards.households import ContactDays, OpenNeeds
from dashboards.scope import Scope
from dashboards.tables import Table

LINES = (
    ("建档", "files"), ("已同意", "consented"), ("已结对", "paired"), ("按时联系过", "contacted"),
    ("打过没打通", "tried"), ("该联系没联系", "silent"), ("没办完的需要", "needs"),
    ("其中超过5天", "old_needs"), ("等着交接", "hand_overs"),
)  # fmt: skip
# All but the needs count households.
PEOPLE = tuple(
    at for at, (_, column) in enumerate(LINES, start=1) if column not in ("needs", "old_needs")
)


def tables(scope: Scope, query) -> list[Table]:
    today = timezone.localdate()
    days, _ = period.read(query, today)
    found = households.table_of(scope)
    return [
        unions(found),
        needs(households.open_needs(scope, today)),
        contacts(ContactDays.read(scope, days)),
    ]


def unions(found) -> Table:
    """A row a union in tree order, and their sum: the steps of the page."""
    rows = [[line.name, *_numbers(line.cover)] for line in found.lines]
    return Table(
        title="一对一，各工会",
        columns=("工会", *(label for label, _ in LINES)),
        rows=[*rows, ["合计", *_numbers(found.total)]],
        people=PEOPLE,
        summed=bool(rows),
        widths=(28, *[12] * len(LINES)),
    )


def _numbers(cover) -> list[int]:
    return [getattr(cover, column) for _, column in LINES]


def needs(found: Sequence[OpenNeeds]) -> Table:
    return Table(
        title="没办完的需要，按提出多久",
        columns=("提出多久", "件数"),
        rows=[[each.age.label, each.number] for each in found],
        widths=(16, 10),
    )


def contacts(found: ContactDays) -> Table:
    return Table(
        title="每天联系",
        columns=("日期", "联系上（次）", "没打通（次）"),
        rows=[[day, each.reached, each.tried] for day, each in sorted(found.by_day.items())],
        note=f"{found.period.words}，没有联系的日子不列",
        widths=(14, 14, 14),
    )
