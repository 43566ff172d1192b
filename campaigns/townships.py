"""In which township an activity counts: where it was held, else whose union held it."""

from collections.abc import Set as AbstractSet

from organizations.models import Division, Organization, Station


def ids() -> set[int]:
    """All divisions that are townships. One query, of a few hundred."""
    rows = Division.objects.filter(level=Division.Level.TOWNSHIP)
    return set(rows.values_list("pk", flat=True))


def of(station: Station | None, organization: Organization, known: AbstractSet[int]) -> int | None:
    """The station's division if it is one of `known`, else the organization's, else none."""
    held_at = [station.division_id] if station else []
    return next((pk for pk in (*held_at, organization.division_id) if pk in known), None)
