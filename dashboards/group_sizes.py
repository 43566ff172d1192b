"""How many people a group has, where somebody has reported it or they are members: the denominator
of “每百人”, and how many a check-up could still reach.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
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
    rows = Organization.objects.filter(path__startswith=path, division__in=division_ids)
    members = roll.counts(path, "organization")
    reports = workforce.newest(path)
    found: dict[int, int] = defaultdict(int)
    reported: dict[int, int] = {}
    for pk, where, division_id, kind in rows.values_list("pk", "path", "division_id", "kind"):
        found[division_id] += members.get((pk,), roll.NOTHING).standing
        if where in reports and kind in SPEAKS_FOR_ITS_PLACE:
            reported[division_id] = reports[where].workers
    sizes = {pk: Size(number, "名会员") for pk, number in found.items() if number}
    return sizes | {pk: Size(number, "名职工") for pk, number in reported.items()}
