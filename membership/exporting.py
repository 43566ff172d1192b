"""The list of members as a sheet (settings.EXPORTS), narrowed down as its page is: for a reason, with
the reader's name on every page, and recorded. Names are masked and there are no document numbers.
Short lists are written at once, long ones by a worker and kept for a day.
"""

import datetime
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import IO, Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from audit import services as audit
from audit.refusal import Refused
from membership import member_list
from membership.member_list import Filters
from membership.models import SEES_MEMBERS, Member
from organizations.models import Organization
from organizations.posts import holds, paths
from people import names
from spreadsheets import exporting, progress, writing
from spreadsheets.exporting import ExportKind
from spreadsheets.models import Export
from spreadsheets.writing import Sheet

NAME = "members"
# As many rows are written while one waits.
DIRECT = 3_000
MOST = 100_000
CHUNK = 1_000
KEPT = datetime.timedelta(days=1)
RECORDED = "membership.exported"
COLUMNS = {
    "姓名": 12, "会员号": 16, "从业类别": 16, "平台或单位": 26, "所在工会": 28, "入会日期": 12,
    "状态": 12,
}  # fmt: skip
SHOWN = (
    "person__name", "number", "occupation", "employer", "organization__name", "joined_at", "state",
)  # fmt: skip
TOO_MANY = f"一次最多导出{MOST // 10_000}万名，请按工会或日期分几次导出。"
NOTHING = "按这些条件没有可以导出的会员。"
NOT_ANY_MORE = "您在这个工会的岗位已经变了，这份表格没有写。"


@dataclass(frozen=True)
class Listed:
    """What one user takes out, on behalf of `union`: the one asked for, else the own one."""

    user: Any
    filters: Filters
    union: Organization

    @classmethod
    def read(cls, query: Mapping[str, str], user) -> "Listed":
        """Of the address of the page all but a name that was typed, which the record would keep."""
        filters = replace(Filters.read(query, user), text="")
        own = paths(user, SEES_MEMBERS)[0]
        return cls(user, filters, filters.union or Organization.objects.get(path=own))

    @property
    def given(self) -> dict[str, str]:
        """The filters as plain values, which a job and the record keep: only what is understood."""
        of = self.filters
        values = {
            "union": of.union and of.union.public_id, "own": "1" if of.own else "",
            "occupation": of.occupation, "since": of.since, "until": of.until, "state": of.state,
        }  # fmt: skip
        return {name: str(value) for name, value in values.items() if value}

    @property
    def rows(self) -> QuerySet[Member]:
        return member_list.rows_of(self.user, self.filters)

    @cached_property
    def size(self) -> int:
        """One more than is ever written is not counted."""
        return self.rows.order_by()[: MOST + 1].count()

    @property
    def refusal(self) -> str:
        if self.size > MOST:
            return TOO_MANY
        return "" if self.size else NOTHING

    @property
    def title(self) -> str:
        return f"会员-{self.union.name}"

    def sheet(self, reason: str, tick: Callable[[int], None] | None = None) -> Sheet:
        """The rows come as they are written, so that a hundred thousand need no memory."""
        who = f"{self.union.name}，{self.user}于{timezone.localtime():%Y-%m-%d %H:%M}导出"
        note = f"{who}，用途：{reason}"
        chosen = f"{self.filters.words}。" if self.filters.words else ""
        return Sheet(
            "会员", list(COLUMNS), _lines(self.rows, tick), f"{chosen}{note}",
            list(COLUMNS.values()), watermark=note,
        )  # fmt: skip


def _lines(rows: QuerySet[Member], tick: Callable[[int], None] | None) -> Iterator[list]:
    found = rows.select_related("person", "organization").only(*SHOWN)
    for number, member in enumerate(found.order_by("-joined_at", "-pk").iterator(CHUNK), 1):
        yield [
            names.mask(member.person.name), member.number, member.get_occupation_display(),
            member.employer, member.organization.name, timezone.localdate(member.joined_at),
            member.get_state_display(),
        ]  # fmt: skip
        if tick and number % CHUNK == 0:
            tick(number)


def ask_for(listed: Listed, *, reason: str) -> Export:
    """The same by a worker."""
    return exporting.ask_for(
        kind=NAME, title=listed.title, organization=listed.union, rows=listed.size,
        context={"filters": listed.given, "reason": reason}, actor=listed.user,
    )  # fmt: skip


def write(listed: Listed, *, reason: str) -> IO[bytes]:
    """The file, at its beginning. Nothing leaves that is not on record."""
    out: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by who sends it
    with transaction.atomic():
        rows = writing.write(out, listed.sheet(reason))
        audit.record(
            RECORDED, actor=listed.user, unit=listed.union.name, reason=reason,
            data={"filters": listed.given, "rows": rows},
        )  # fmt: skip
    out.seek(0)
    return out


def _sheets(job: Export) -> list[Sheet]:
    """Asked once more who may: hours may lie between the press and the worker."""
    if not holds(job.requested_by, SEES_MEMBERS, job.organization):
        raise Refused(NOT_ANY_MORE)

    def tick(done: int) -> None:
        progress.tell(job.pk, done, job.rows)

    listed = Listed.read(job.context["filters"], job.requested_by)
    return [listed.sheet(job.context["reason"], tick)]


EXPORTS = (
    ExportKind(name=NAME, action=RECORDED, roles=SEES_MEMBERS, sheets=_sheets, kept=KEPT),
)  # fmt: skip
