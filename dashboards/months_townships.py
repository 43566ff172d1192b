"""The townships of the unions of a table, each with the name of its district."""

from collections.abc import Sequence
from dataclasses import dataclass

from organizations.models import Division, Organization


@dataclass(frozen=True)
class Place:
    pk: int
    name: str
    district: str

    @property
    def title(self) -> str:
        return f"{self.district}{self.name}" if self.district != self.name else self.name


def of(unions: Sequence[Organization]) -> list[Place]:
    """In the order of the published list. One query."""
    divisions = {union.division_id for union in unions}
    rows = Division.objects.filter(level=Division.Level.TOWNSHIP).select_related("parent")
    return [
        Place(row.pk, row.name, row.parent.short_name if row.parent else "")
        for row in rows.order_by("parent__position", "parent_id", "position", "id")
        if row.parent_id in divisions or row.pk in divisions
    ]
