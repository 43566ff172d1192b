"""The membership drive of the demo city: workers reported, targets of two years, unions' ages."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from membership import drive, roll, rolling
from organizations import tree, workforce
from organizations.models import Organization

# Workers for every hundred members of a district, one number each, and how many of a hundred of
# its workers are in each occupation (the rest is in none of them).
WORKERS = (148, 212, 165, 137, 189, 156)
SHARES = {
    "truck": 9, "ride": 6, "parcel": 8, "food": 11, "care": 8, "domestic": 8, "shop": 8,
    "estate": 5, "guard": 8, "company": 14, "public": 7,
}  # fmt: skip
# The year's target for every hundred new members of the last twelve months.
WANTED = (96, 142, 104, 118, 131, 88)
# So long ago most unions were set up; every eleventh is of this year.
AGES = (400, 760, 1130, 1850, 2600)
OF_THIS_YEAR = 11
# So many-eth a township has not reported its workers.
SILENT = 9


def load(now: datetime.datetime, *, actor) -> None:
    """After the members: their number gives the size of everything here."""
    rolling.recount(write=True)
    city = Organization.objects.get(parent=None)
    _age(city, now)
    districts = drive.districts(city)
    members = {
        pk: count.standing
        for (pk,), count in roll.counts(city.path, "organization").items()
    }  # fmt: skip
    for number, district in enumerate(districts):
        _report(district, number, members, now, actor)
    _set_targets(city, districts, now.date(), actor)


def _age(city: Organization, now: datetime.datetime) -> None:
    unions = list(Organization.objects.under(city).order_by("path"))
    this_year = max(1, (now - now.replace(month=1, day=1)).days)
    for number, union in enumerate(unions):
        of_this_year = number % OF_THIS_YEAR == OF_THIS_YEAR - 1 and union.receives
        days = number * 13 % this_year if of_this_year else AGES[number % len(AGES)]
        union.created_at = now - datetime.timedelta(days=days)
    Organization.objects.bulk_update(unions, ["created_at"], batch_size=500)


def _report(district: Organization, number: int, members, now, actor) -> None:
    """The whole district twice, most of its townships and some unions of a trade by themselves."""
    inside = list(Organization.objects.under(district).order_by("path"))
    own = sum(members.get(union.pk, 0) for union in inside)
    workers = max(40, own * WORKERS[number % len(WORKERS)] // 100)
    for years, less in ((1, 94), (0, 100)):
        as_of = _half_year(now.date(), years)
        _say(
            district,
            workers * less // 100,
            as_of,
            actor,
            now - datetime.timedelta(days=90 + 365 * years),
        )
    for nth, union in enumerate(_reporting(inside)):
        below = sum(members.get(each.pk, 0) for each in inside if each.path.startswith(union.path))
        size = max(30, below * WORKERS[nth % len(WORKERS)] // 100)
        _say(union, size, _half_year(now.date(), 0), actor, now - datetime.timedelta(days=80))


def _reporting(unions: Sequence[Organization]) -> list[Organization]:
    """All townships but every ninth, and every second union of a trade."""
    townships = [union for union in unions if union.kind == Organization.Kind.TOWNSHIP]
    trades = [union for union in unions if union.kind == Organization.Kind.INDUSTRY]
    return [union for nth, union in enumerate(townships) if nth % SILENT != SILENT - 1] + trades[
        ::2
    ]


def _half_year(today: datetime.date, years: int) -> datetime.date:
    """The last 30 June there was, and as many years before."""
    last = today.year if today >= datetime.date(today.year, 7, 1) else today.year - 1
    return datetime.date(last - years, 6, 30)


def _say(union: Organization, workers: int, as_of: datetime.date, actor, at) -> None:
    groups = {occupation: workers * share // 100 for occupation, share in SHARES.items()}
    workforce.report(
        union, workers=workers, as_of=as_of, groups=groups, actor=actor,
        at=max(at, timezone.make_aware(datetime.datetime.combine(as_of, datetime.time(17)))),
    )  # fmt: skip


def _set_targets(city: Organization, districts, today: datetime.date, actor) -> None:
    """Round numbers near what was reached within a year, some below and some above."""
    year_ago = today - datetime.timedelta(days=364)
    reached = {
        tree.ids(area)[-1]: count.joined
        for (area,), count in roll.counts(city.path, "area", since=year_ago, until=today).items()
    }
    for back, less in ((0, 100), (1, 90)):
        people = {
            district.pk: max(10, reached.get(district.pk, 0) * share * less // 10_000 // 10 * 10)
            for district, share in zip(districts, WANTED * len(districts), strict=False)
        }
        drive.set_targets(city, today.year - back, people=people, actor=actor, today=today)
