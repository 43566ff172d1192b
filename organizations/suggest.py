"""Which unions to propose to a worker: by where they work and what they do."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, Value, When

from organizations.models import Division, Organization

MOST = 5
SCANNED = "您扫码的工会"
NEAR_AND_TRADE = "按工作地和从业类别推荐"
NEAR = "按工作地推荐"
HOLDING = "暂时没有合适的工会时先加入这里"

Kind = Organization.Kind


@dataclass(frozen=True)
class Suggestion:
    organization: Organization
    why: str


def suggest(
    district: Division,
    township: Division,
    occupation: str,
    scanned: Organization | None = None,
) -> list[Suggestion]:
    """At most five, best first: the scanned union, those that serve the trade nearby, those that
    serve everybody nearby; the district's holding union closes the list. Two queries.
    """
    found = [Suggestion(scanned, SCANNED)] if scanned else []
    holding = _holding(district)
    found += [
        Suggestion(union, NEAR_AND_TRADE if union.occupations else NEAR)
        for union in _nearby(district, township, occupation)
    ]
    found = _once(found)[: MOST - 1 if holding else MOST]
    return _once([*found, Suggestion(holding, HOLDING)] if holding else found)


def _nearby(district: Division, township: Division, occupation: str) -> list[Organization]:
    serves_trade = Q(occupations__contains=[occupation])
    here = Q(division=township)
    # A union of one employer is rarely the right one for a stranger: joint ones go before it.
    order = Case(
        When(serves_trade & here, then=Value(0)),
        When(serves_trade, then=Value(1)),
        When(here & ~Q(kind=Kind.PRIMARY), then=Value(2)),
        When(~Q(kind=Kind.PRIMARY), then=Value(3)),
        When(here, then=Value(4)),
        default=Value(5),
        output_field=IntegerField(),
    )
    return list(
        Organization.objects.receiving()
        .exclude(kind=Kind.HOLDING)
        .filter(serves_trade | Q(occupations=[]), division__in=[district, township])
        .select_related("division")
        .order_by(order, "pk")[:MOST]
    )


def _holding(district: Division) -> Organization | None:
    """The district's holding union; the one above it when the district has none yet."""
    return (
        Organization.objects.filter(kind=Kind.HOLDING, is_active=True)
        .filter(division__in=[district.pk, district.parent_id])
        .select_related("division")
        .order_by(Case(When(division=district, then=Value(0)), default=Value(1)))
        .first()
    )


def _once(suggestions: list[Suggestion]) -> list[Suggestion]:
    first: dict[int, Suggestion] = {}
    for suggestion in suggestions:
        first.setdefault(suggestion.organization.pk, suggestion)
    return list(first.values())
