"""What the map of districts can be coloured by: 入会率, and the target of the drive."""

import datetime

from dashboards import drive_links as links
from dashboards.drive import Area
from dashboards.scope import Scope
from dashboards.shares import Figure, Share
from membership import drive, joining_rate, roll
from membership.joining_rate import Rate
from organizations.models import Organization


def _area(union: Organization) -> Area:
    return Area(union=union, label=union.name)


def joined(scope: Scope, today: datetime.date) -> dict[int, Share]:
    """Members of reporting unions ÷ the workers these report. Four queries."""
    rates = joining_rate.read(scope.path)
    return {
        union.pk: Share(rate.members, rate.workers, links.standing(_area(union)))
        for union in scope.districts
        for rate in [_rate(scope, union, rates)]
    }


def _rate(scope: Scope, union: Organization, rates: joining_rate.Rates) -> Rate:
    return rates.whole if union.pk == scope.union.pk else rates.areas.get(union.pk, Rate())


def wanted(scope: Scope, today: datetime.date) -> dict[int, Share]:
    """New members of this year ÷ this year's target. Three queries."""
    since, until = roll.year(today.year)
    new = roll.counts(scope.path, "area", since=since, until=until)
    targets = drive.targets(scope.path, today.year)
    whole = roll.total(new.values())
    return {
        union.pk: Share(
            (whole if union.pk == scope.union.pk else new.get((union.path,), roll.NOTHING)).joined,
            targets.get(union.pk, 0),
            links.new_members(_area(union), today.year),
        )
        for union in scope.districts
    }


FIGURES = (
    Figure("joining-rate", "入会率", "在会会员占各工会报的职工", joined),
    Figure("drive", "会员发展", "今年新会员占全年目标", wanted),
)
