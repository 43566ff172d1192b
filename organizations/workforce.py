"""How many people work under each union, as the unions report it.

Nobody counts twice: a report stands for its union and all below it. Going down from the top, the
first union with a report is taken; what is reported below it is detail of that figure.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Window
from django.db.models.functions import Rank
from django.utils import timezone

from audit import services as audit
from audit.refusal import Refused
from organizations import permissions, tree
from organizations.models import MOST_WORKERS, RECEIVING_KINDS, Organization, WorkforceReport
from people.vocabulary import Occupation

FIRST_DAY = datetime.date(2015, 1, 1)
# A holding union keeps members until they have a union: nobody works there.
REPORTING_KINDS = tuple(kind for kind in RECEIVING_KINDS if kind != Organization.Kind.HOLDING)


@dataclass(frozen=True)
class Report:
    """The newest report of one union; `groups`: occupation -> workers, as far as they are known."""

    path: str
    workers: int
    as_of: datetime.date
    at: datetime.datetime
    by: str = ""
    groups: Mapping[str, int] = field(default_factory=dict)


def newest(path: str) -> dict[str, Report]:
    """Path of the union -> its newest report, for the unions of this subtree. One query."""
    rank = Window(
        Rank(), partition_by="organization_id", order_by=[F("as_of").desc(), F("at").desc()]
    )
    rows = WorkforceReport.objects.filter(
        organization__path__startswith=path, organization__is_active=True
    )
    latest = (
        rows.annotate(rank=rank)
        .filter(rank=1)
        .values_list(
            "organization__path", "occupation", "workers", "as_of", "at", "reported_by__name"
        )
    )
    lines: dict[str, list[tuple]] = {}
    for where, *line in latest:
        lines.setdefault(where, []).append(tuple(line))
    return {where: _report(where, found) for where, found in sorted(lines.items())}


def _report(path: str, lines: list[tuple]) -> Report:
    workers = {occupation: number for occupation, number, *_ in lines}
    _, _, as_of, at, by = lines[0]
    return Report(path, workers.pop(""), as_of, at, by or "", workers)


def tops(reports: Mapping[str, Report]) -> list[Report]:
    """Those that count: none of them lies below another."""
    found: list[Report] = []
    for path in sorted(reports):
        if not found or not path.startswith(found[-1].path):
            found.append(reports[path])
    return found


def covering(path: str, counted: Mapping[str, Report]) -> Report | None:
    """The report among `counted` (by path, none below another) that stands for this union."""
    steps = range(tree.SEGMENT, len(path) + 1, tree.SEGMENT)
    return next((counted[path[:end]] for end in steps if path[:end] in counted), None)


class Place(NamedTuple):
    """A union of the tree; `reports`: whether it has workers to report."""

    pk: int
    path: str
    reports: bool


def places(path: str) -> list[Place]:
    """All unions of this subtree, closed ones too (they may still have members), in tree order.
    One query.
    """
    rows = Organization.objects.filter(path__startswith=path).order_by("path")
    return [
        Place(pk, where, is_active and kind in REPORTING_KINDS)
        for pk, where, is_active, kind in rows.values_list("pk", "path", "is_active", "kind")
    ]


def missing(path: str, counted: Mapping[str, Report]) -> list[int]:
    """Ids of the unions of this subtree that admit members and for which no report stands, in
    tree order. One query.
    """
    return [
        place.pk for place in places(path) if place.reports and not covering(place.path, counted)
    ]


def history(union: Organization) -> list[Report]:
    """All reports of one union, the newest first. One query."""
    rows = WorkforceReport.objects.filter(organization=union).values_list(
        "occupation", "workers", "as_of", "at", "reported_by__name"
    )
    lines: dict[tuple, list[tuple]] = {}
    for line in rows:
        lines.setdefault(line[2:4], []).append(line)
    return [_report(union.path, lines[key]) for key in sorted(lines, reverse=True)]


@transaction.atomic
def report(
    union: Organization,
    *,
    workers: int,
    as_of: datetime.date,
    groups: Mapping[str, int],
    actor,
    at: datetime.datetime | None = None,
) -> None:
    """Write down how many people work under a union on a day, and of which occupations as far as
    that is known. A report that says what the one before said is not written again.

    Raises Refused.
    """
    at = at or timezone.now()
    union = Organization.objects.select_for_update(of=("self",)).get(pk=union.pk)
    refusal = permissions.refusal_to_manage(actor, union)
    if refusal:
        raise Refused(refusal)
    _check(workers, as_of, groups, timezone.localdate(at))
    groups = {occupation: number for occupation, number in groups.items() if number is not None}
    same = next((old for old in history(union) if old.as_of == as_of), None)
    if same and (same.workers, same.groups) == (workers, groups):
        return
    WorkforceReport.objects.bulk_create(
        WorkforceReport(
            organization=union, occupation=occupation, workers=number, as_of=as_of,
            reported_by=actor, at=at,
        )
        for occupation, number in {"": workers, **groups}.items()
    )  # fmt: skip
    audit.record(
        "organizations.workforce_reported",
        actor=actor,
        subject=union,
        unit=union.name,
        data={"workers": workers, "as_of": as_of.isoformat(), "groups": groups},
        at=at,
    )


def _check(workers: int, as_of: datetime.date, groups: Mapping, today: datetime.date) -> None:
    if not 0 < workers <= MOST_WORKERS:
        raise Refused("职工人数要填大于0的整数。", field="workers")
    if as_of < FIRST_DAY:
        raise Refused("请填2015年以后的日期。", field="as_of")
    if as_of > today:
        raise Refused("日期还没到，请填人数统计的那一天。", field="as_of")
    known = [number for number in groups.values() if number is not None]
    if set(groups) - set(Occupation.values) or any(number < 0 for number in known):
        raise Refused("各从业类别的人数不能是负数。")
    if sum(known) > workers:
        raise Refused(
            f"各从业类别加起来是{sum(known):,}人，比全部职工{workers:,}人还多，请核对。",
            field="workers",
        )
