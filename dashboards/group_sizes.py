"""How many people a group has, where somebody has reported it or they are members: the denominator
of “每百人”, and how many a check-up could still reach.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from membership import roll
from organizations import workforce
from organizations.models import Organization

# A union that stands for all workers of its division.
SPEAKS_FOR_ITS_PLACE = (Organization.Kind.FEDERATION, Organization.Kind.TOWNSHIP)


def workers(path: str, unions: Sequence[Organization]) -> dict[tuple[int, str], int]:
    """(union, occupation) -> workers, of the unions' own newest reports; the unions lie in the
    subtree of `path`. One query.
    """
    reports = workforce.newest(path)
    return {
        (union.pk, occupation): number
        for union in unions
        if union.path in reports
        for occupation, number in reports[union.path].groups.items()
        if number
    }


@dataclass(frozen=True)
class Size:
    """`number` people of a township: the workers its union reported, else the members in it."""

    number: int
    are: str


def townships(path: str, division_ids: Collection[int]) -> dict[int, Size]:
    """Township (a division) -> how many people are known to be there, under the union of that
    path. Three queries.
    """
    unions, members = _unions(path, division_ids), roll.counts(path, "organization")
    found: dict[int, int] = defaultdict(int)
    for union in unions:
        found[union.division_id] += members.get((union.pk,), roll.NOTHING).standing
    sizes = {pk: Size(number, "名会员") for pk, number in found.items() if number}
    return sizes | {pk: Size(n, "名职工") for pk, n in _reported(path, unions).items()}


def township_workers(
    path: str, division_ids: Collection[int], occupation: str = ""
) -> dict[int, int]:  # fmt: skip
    """Township (a division) -> workers, of that occupation alone if one is given, in the newest
    report of the union that speaks for it. Two queries.
    """
    return _reported(path, _unions(path, division_ids), occupation)


def _unions(path: str, division_ids: Collection[int]) -> list[Organization]:
    rows = Organization.objects.filter(path__startswith=path, division__in=division_ids)
    return list(rows.only("path", "division_id", "kind"))


def _reported(path: str, unions: Iterable[Organization], occupation: str = "") -> dict[int, int]:
    reports = workforce.newest(path)
    speaking = [
        (union.division_id, reports[union.path])
        for union in unions
        if union.kind in SPEAKS_FOR_ITS_PLACE and union.path in reports
    ]
    found = {
        pk: report.groups.get(occupation, 0) if occupation else report.workers
        for pk, report in speaking
    }
    return {pk: number for pk, number in found.items() if number}
