"""Taking files, needs and coverage out: by who keeps the files, for a reason, masked unless asked for, with
the reader's name on every page, and recorded. Document numbers and phones are never in it.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from assistance.coverage import COLUMNS, Cover
from assistance.models import HardshipFile, Need, Pairing
from assistance.models.file import STEWARDS
from assistance.overview import Table
from audit import services as audit
from audit.refusal import Refused
from organizations.posts import unit_of
from people import names
from spreadsheets.writing import Sheet

# Written while one waits: a file of it would have to be kept somewhere.
MOST = 20_000
FILE_COLUMNS = {
    "姓名": 12, "建档工会": 24, "单位": 24, "区县": 14, "乡镇街道": 16, "群体": 18, "困难类别": 12,
    "状态": 10, "联系干部": 12, "上次联系": 12, "下次联系": 12,
}  # fmt: skip
NEED_COLUMNS = {
    "需要": 12, "姓名": 12, "建档工会": 24, "区县": 14, "乡镇街道": 16, "提出时间": 17, "状态": 12,
    "办完时间": 17,
}  # fmt: skip
COVER_WORDS = (
    "建档", "已同意", "已结对", "按时联系过", "打过没打通", "该联系没联系", "没办完的需要",
    "其中超过5天", "等着交接",
)  # fmt: skip


@dataclass(frozen=True)
class Taking:
    """Who takes it out, at what moment and what for: the words on every page."""

    actor: Any
    reason: str
    at: datetime.datetime

    @property
    def unit(self) -> str:
        return unit_of(self.actor, STEWARDS)

    @property
    def note(self) -> str:
        moment = f"{self.at:%Y-%m-%d %H:%M}"
        return f"{self.unit}{self.actor}于{moment}导出，用途：{self.reason}"


def check_size(rows: QuerySet, unit: str, field: str = "") -> int:
    number = rows.count()
    if number > MOST:
        raise Refused(f"有{number:,}{unit}，一次最多导出{MOST:,}{unit}，请先筛选。", field=field)
    return number


@transaction.atomic
def files(rows: QuerySet[HardshipFile], taking: Taking, *, full_names: bool) -> Sheet:
    """These files, which the actor keeps. Raises Refused. In full names it is a look at each."""
    number = check_size(rows, "户", "what")
    _record(taking, what="files", rows=number, full_names=full_names)
    if full_names:
        _record_looks(rows, taking)
    return Sheet(
        "帮扶档案", list(FILE_COLUMNS), _lines(rows, full_names=full_names), taking.note,
        list(FILE_COLUMNS.values()), watermark=taking.note,
    )  # fmt: skip


def _lines(rows: QuerySet[HardshipFile], *, full_names: bool) -> Iterator[tuple]:
    pairs = Pairing.objects.standing().select_related("post__user")
    related = rows.select_related("person", "organization", "division__parent").defer("facts")
    found = related.prefetch_related(Prefetch("pairings", pairs, to_attr="standing_pairs"))
    for file in found.order_by("created_at", "pk").iterator(1000):
        name = file.person.name if file.person else ""
        district = file.division.parent
        yield (
            name if full_names else names.mask(name), file.organization.name, file.unit_name,
            district.name if district else "", file.division.name, file.get_group_display(),
            file.get_hardship_class_display(), file.get_state_display(),
            "".join(str(pair.post.user) for pair in file.standing_pairs),
            file.last_contact_at, file.next_due_on,
        )  # fmt: skip


@transaction.atomic
def needs(rows: QuerySet[Need], taking: Taking) -> Sheet:
    """These needs of files the actor keeps; names are masked, as in their list. Without what somebody
    wrote about them, which may say of an illness. Raises Refused.
    """
    _record(taking, what="needs", rows=check_size(rows, "件"), full_names=False)
    return Sheet(
        "需要", list(NEED_COLUMNS), _need_lines(rows), taking.note, list(NEED_COLUMNS.values()),
        watermark=taking.note,
    )  # fmt: skip


def _need_lines(rows: QuerySet[Need]) -> Iterator[tuple]:
    related = ("file__person", "file__organization", "file__division__parent")
    found = rows.select_related(*related).defer("file__facts", "text", "closing_note")
    for need in found.order_by("raised_at", "pk").iterator(1000):
        file = need.file
        district = file.division.parent
        yield (
            need.get_kind_display(), names.mask(file.person.name) if file.person else "",
            file.organization.name, district.name if district else "", file.division.name,
            need.raised_at, need.get_state_display(), need.closed_at,
        )  # fmt: skip


def coverage(table: Table, taking: Taking) -> Sheet:
    """The figures of 总览: nobody in it by name."""
    _record(taking, what="coverage", rows=len(table.lines), full_names=False)
    lines = [(line.name, *_figures(line.cover)) for line in table.lines]
    lines.append(("合计", *_figures(table.total)))
    return Sheet(
        "帮扶总览", ["工会", *COVER_WORDS], lines, taking.note, (28, *[12] * len(COVER_WORDS)),
        watermark=taking.note,
    )  # fmt: skip


def _figures(cover: Cover) -> Iterable[int]:
    return (getattr(cover, name) for name in COLUMNS)


def _record(taking: Taking, **data) -> None:
    audit.record(
        "assistance.exported", actor=taking.actor, unit=taking.unit, reason=taking.reason,
        at=taking.at, data=data,
    )  # fmt: skip


def _record_looks(rows: QuerySet[HardshipFile], taking: Taking) -> None:
    people = rows.filter(person__isnull=False).only("pk", "person_id").order_by()
    audit.record_all(
        audit.entry(
            "assistance.file_exported", actor=taking.actor, subject=file, person=file.person_id,
            unit=taking.unit, reason=taking.reason, at=taking.at,
        )
        for file in people
    )  # fmt: skip
