"""该联系没联系: the households past their day, who has waited longest first, and what was done."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from assistance import absences, coverage, overdue
from assistance.households import place_of
from assistance.models import Absence, HardshipFile, Noticed, NoticeKind, Pairing
from assistance.models.file import STEWARDS
from audit import keyset
from organizations.models import Organization
from organizations.posts import holds, paths, within

FIRST = 5


@dataclass(frozen=True)
class Silent:
    """`reminded` and `escalated`: when who calls, and the supervisors, were told of this silence."""

    file: HardshipFile
    today: datetime.date
    pairing: Pairing
    away: Absence | None = None
    reminded: datetime.datetime | None = None
    escalated: datetime.datetime | None = None
    # Whether the reader may name a stand-in, too; the household itself they keep anyway.
    arranges: bool = False

    @property
    def days_late(self) -> int:
        due = self.file.next_due_on
        return (self.today - due).days if due else 0

    @property
    def place(self) -> str:
        return place_of(self.file)

    @property
    def tried(self) -> datetime.datetime | None:
        """Nobody answered, since the last answer."""
        tried, reached = self.file.last_tried_at, self.file.last_contact_at
        return tried if tried and (reached is None or tried > reached) else None


def rows_of(
    user, today: datetime.date, union: Organization | None = None
) -> QuerySet[HardshipFile]:
    mine = within(user, STEWARDS, "organization__path")
    rows = overdue.silent(today).filter(mine)
    return rows.filter(organization__path__startswith=union.path) if union else rows


def number(user, union: Organization | None) -> int:
    """The figure of 总览 these are. Two queries."""
    tops = [union.path] if union else paths(user, STEWARDS)
    return coverage.total(coverage.by_union(tops).values()).silent


def page(
    user, today: datetime.date, union: Organization | None, *, after: str = "", before: str = ""
) -> keyset.Page:
    """Four queries."""
    rows = _with_related(rows_of(user, today, union))
    found = keyset.page(rows, "next_due_on", after=after, before=before)
    return keyset.Page(_told(found.rows, user, today), found.after, found.before)


def first(user, today: datetime.date, union: Organization | None) -> list[Silent]:
    """Who has waited longest. Four queries."""
    rows = _with_related(rows_of(user, today, union)).order_by("next_due_on", "pk")
    return _told(list(rows[:FIRST]), user, today)


def _with_related(rows: QuerySet[HardshipFile]) -> QuerySet[HardshipFile]:
    pairs = Pairing.objects.standing().select_related("post__user", "post__organization")
    related = rows.select_related("person", "organization", "division__parent").defer("facts")
    return related.prefetch_related(Prefetch("pairings", pairs, to_attr="standing_pairs"))


def _told(files: Sequence[HardshipFile], user, today: datetime.date) -> list[Silent]:
    pairs = {file.pk: file.standing_pairs[0] for file in files}  # type: ignore[attr-defined]
    away = absences.today([pairing.post_id for pairing in pairs.values()])
    told = _when_told(files)
    return [
        Silent(
            file, today, pairs[file.pk], away.get(pairs[file.pk].post_id),
            told.get((file.pk, NoticeKind.SILENT)), told.get((file.pk, NoticeKind.ESCALATED)),
            holds(user, STEWARDS, pairs[file.pk].post.organization),
        )
        for file in files
    ]  # fmt: skip


def _when_told(files: Sequence[HardshipFile]) -> dict:
    """The latest of each kind, about the day that is overdue now."""
    kinds = (NoticeKind.SILENT, NoticeKind.ESCALATED)
    rows = Noticed.objects.filter(about__in=[file.pk for file in files], kind__in=kinds)
    due = {file.pk: file.next_due_on for file in files}
    told = rows.order_by("at").values_list("about", "kind", "due_on", "at")
    return {(about, kind): at for about, kind, due_on, at in told if due_on == due[about]}
