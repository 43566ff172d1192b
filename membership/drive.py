"""The membership drive (入会集中行动): what each district wants within a year."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from audit import services as audit
from audit.refusal import Refused
from membership.models import MOST_PEOPLE, DriveTarget
from membership.permissions import refusal_to_set_targets
from organizations.models import Organization

FIRST_YEAR = 2015


def districts(city: Organization) -> list[Organization]:
    """The federations right below, in code order, which is no ranking. One query."""
    rows = Organization.objects.filter(
        parent=city, kind=Organization.Kind.FEDERATION, is_active=True
    )
    return list(rows.select_related("division").order_by("path"))


def targets(path: str, year: int) -> dict[int, int]:
    """District id -> new members wanted in that year, for districts of this subtree. One query."""
    rows = DriveTarget.objects.filter(district__path__startswith=path, year=year)
    return dict(rows.values_list("district_id", "people"))


@transaction.atomic
def set_targets(
    city: Organization, year: int, *, people: Mapping[int, int], actor, today: datetime.date
) -> None:
    """District id -> people; 0 takes the target away. Districts not named stay. Raises Refused."""
    city = Organization.objects.select_for_update(of=("self",)).get(pk=city.pk)
    refusal = refusal_to_set_targets(actor, city)
    if refusal:
        raise Refused(refusal)
    _check(city, year, people, today)
    before = targets(city.path, year)
    changed = {pk: n for pk, n in people.items() if n != before.get(pk, 0)}
    if not changed:
        return
    gone = [pk for pk, n in changed.items() if not n]
    DriveTarget.objects.filter(district__in=gone, year=year).delete()
    DriveTarget.objects.bulk_create(
        [DriveTarget(district_id=pk, year=year, people=n) for pk, n in changed.items() if n],
        update_conflicts=True,
        unique_fields=["district", "year"],
        update_fields=["people"],
    )
    audit.record(
        "membership.drive_targets_set",
        actor=actor,
        subject=city,
        unit=city.name,
        data={"year": year, "people": {str(pk): n for pk, n in sorted(changed.items())}},
    )


def _check(city: Organization, year: int, people: Mapping[int, int], today: datetime.date) -> None:
    if not FIRST_YEAR <= year <= today.year + 1:
        raise Refused(f"目标可以定{FIRST_YEAR}年到明年的，请换一年。", field="year")
    if set(people) - {district.pk for district in districts(city)}:
        raise Refused("区县刚刚改过，请刷新页面再填一次。")
    if any(not 0 <= n <= MOST_PEOPLE for n in people.values()):
        raise Refused("目标要填0以上的整数，太大的请核对。")
