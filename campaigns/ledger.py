"""The ledger of what was given by real name: the list, its sums, and the sheet."""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from campaigns.models import Campaign, Grant, GrantKind
from funds.money import cell
from people import names
from spreadsheets.writing import Sheet

STATES = {"standing": "有效", "reversed": "已冲销"}


@dataclass(frozen=True)
class Filters:
    """From the address; what is none of ours filters nothing."""

    kind: str = ""
    district: str = ""
    state: str = ""

    @classmethod
    def read(cls, given) -> "Filters":
        kind, state = given.get("kind", ""), given.get("state", "")
        return cls(
            kind if kind in GrantKind.values else "",
            _uuid(given.get("district", "")),
            state if state in STATES else "",
        )

    def condition(self) -> Q:
        found = Q()
        if self.kind:
            found &= Q(kind=self.kind)
        if self.district:
            found &= Q(district__public_id=self.district)
        if self.state:
            found &= Q(is_reversed=self.state == "reversed")
        return found


def listed(user: User, campaign: Campaign, filters: Filters) -> QuerySet[Grant]:
    """What the user may see of the month's gifts, with all that a line of the list needs."""
    rows = Grant.objects.visible_to(user).filter(filters.condition(), campaign=campaign)
    return rows.select_related("person", "item", "organization")


@dataclass(frozen=True)
class Sums:
    """Of gifts that stand; `by_kind`: (label, how many, fen)."""

    count: int
    fen: int
    by_kind: list[tuple[str, int, int]]


def sums(rows: QuerySet[Grant]) -> Sums:
    """One query."""
    found = {
        row["kind"]: (row["n"], row["fen"])
        for row in rows.filter(is_reversed=False)
        .values("kind")
        .order_by()
        .annotate(n=Count("pk"), fen=Sum("amount_fen"))
    }
    by_kind = [(kind.label, *found[kind.value]) for kind in GrantKind if kind.value in found]
    return Sums(sum(n for n, _ in found.values()), sum(fen for _, fen in found.values()), by_kind)


COLUMNS = (
    "发放日期", "类别", "项目", "姓名", "证件号码", "从业类别", "金额（元）", "物品", "发放工会",
    "经手人", "签收", "状态", "冲销原因",
)  # fmt: skip
WIDTHS = (12, 14, 18, 12, 22, 16, 12, 24, 26, 12, 10, 8, 24)


def sheet(rows: QuerySet[Grant], *, full_names: bool, note: str) -> Sheet:
    """Every gift, the document number never in full."""
    return Sheet("实名发放", COLUMNS, _lines(rows, full_names), note, WIDTHS, watermark=note)


def _lines(rows: QuerySet[Grant], full_names: bool) -> Iterator[tuple]:
    for grant in rows.select_related("given_by").order_by("created_at", "pk").iterator(2000):
        name = grant.person.name
        yield (
            f"{grant.given_on:%Y-%m-%d}", grant.get_kind_display(), grant.item.name,
            name if full_names else names.mask(name), grant.person.number_masked,
            grant.get_occupation_display(), cell(grant.amount_fen), grant.goods,
            grant.organization.name, str(grant.given_by),
            "手写签名" if grant.signature else "填写姓名",
            STATES["reversed" if grant.is_reversed else "standing"], grant.reverse_reason,
        )  # fmt: skip


@transaction.atomic
def record_export(
    rows: QuerySet[Grant], *, campaign: Campaign, full_names: bool, reason: str, actor: User,
    unit: str, at: datetime.datetime | None = None,
) -> None:  # fmt: skip
    """That the list was taken out; in full names it is a look at each person in it."""
    at = at or timezone.now()
    audit.record(
        "campaigns.gifts_exported", actor=actor, subject=campaign, unit=unit, reason=reason, at=at,
        data={"title": campaign.title, "rows": rows.count(), "full_names": full_names},
    )  # fmt: skip
    if full_names:
        for person_id in rows.order_by().values_list("person", flat=True).distinct():
            audit.record(
                "campaigns.grant_exported", actor=actor, subject=campaign, person=person_id,
                unit=unit, reason=reason, at=at,
            )  # fmt: skip


def _uuid(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""
