"""Changing a service month's name, days, items and targets."""

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts.models import User
from audit import services as audit
from audit.refusal import Refused
from campaigns import districts
from campaigns.models import Campaign, CampaignState, ServiceItem, Target
from campaigns.permissions import refusal_to_manage
from campaigns.planning import short_names

SHAPED_IN = (CampaignState.PREPARING, CampaignState.RUNNING)
MOST_ITEMS = 20


@dataclass(frozen=True)
class Wanted:
    """An item as it shall be; `pk` None is a new one. Their order is the order of the list."""

    name: str
    category: str
    pk: int | None = None


@transaction.atomic
def edit(
    campaign: Campaign,
    *,
    title: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    wish_cap_fen: int,
    actor: User,
) -> Campaign:
    """Change what the month is called, when it is, and what a wish may cost. Raises Refused.

    Days that would leave activities outside are refused: they would count in no month.
    """
    campaign = _locked(campaign, actor)
    given = {
        "title": title, "starts_on": starts_on, "ends_on": ends_on, "wish_cap_fen": wish_cap_fen,
    }  # fmt: skip
    changed = [name for name, value in given.items() if getattr(campaign, name) != value]
    if not changed:
        return campaign
    _check_days(campaign, starts_on, ends_on)
    for name in changed:
        setattr(campaign, name, given[name])
    try:
        with transaction.atomic():
            campaign.save(update_fields=changed)
    except IntegrityError:
        raise Refused("已经有一个同名、同一天开始的服务月。", field="title") from None
    _record("campaigns.edited", campaign, actor, changed=changed)
    return campaign


def _check_days(campaign: Campaign, starts_on: datetime.date, ends_on: datetime.date) -> None:
    if ends_on < starts_on:
        raise Refused("结束日期要在开始日期之后。", field="ends_on")
    logged = campaign.activities.exclude(state="withdrawn")
    first = logged.order_by("held_on").values_list("held_on", flat=True).first()
    last = logged.order_by("-held_on").values_list("held_on", flat=True).first()
    if first and first < starts_on:
        raise Refused(f"{_day(first)}已经记了活动，开始日期不能比它晚。", field="starts_on")
    if last and last > ends_on:
        raise Refused(f"{_day(last)}已经记了活动，结束日期不能比它早。", field="ends_on")


def _day(day: datetime.date) -> str:
    return f"{day.month}月{day.day}日"


@transaction.atomic
def set_items(campaign: Campaign, *, items: list[Wanted], actor: User) -> None:
    """Make the list what `items` says, in that order. Raises Refused.

    An item that activities, sessions or gifts speak of cannot be taken off.
    """
    campaign = _locked(campaign, actor)
    _check_items(items)
    known = {item.pk: item for item in campaign.items.all()}
    before = [(item.name, item.category) for item in known.values()]
    if [(item.name, item.category) for item in items] == before:
        return
    _remove(known, {item.pk for item in items})
    shorts = short_names([(item.name, item.category) for item in items])
    # Out of the way first: two that swap their names would collide.
    for number, item in enumerate(known.values()):
        ServiceItem.objects.filter(pk=item.pk).update(name=f"{number}\x1f{item.pk}")
    for position, (wanted, short) in enumerate(zip(items, shorts, strict=True), 1):
        item = known.get(wanted.pk or 0) or ServiceItem(campaign=campaign)
        item.name, item.category = wanted.name, wanted.category
        item.position, item.short = position, short
        item.save()
    _record("campaigns.items_set", campaign, actor, items=[item.name for item in items])


def _check_items(items: list[Wanted]) -> None:
    if not items:
        raise Refused("至少要有一项。")
    if len(items) > MOST_ITEMS:
        raise Refused(f"最多{MOST_ITEMS}项，请合并几项。")
    names = [item.name for item in items]
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        raise Refused(f"“{twice}”写了两遍，请删掉一个。")


def _remove(known: dict[int, ServiceItem], kept: set[int | None]) -> None:
    for pk in [pk for pk in known if pk not in kept]:
        try:
            known.pop(pk).delete()
        except ProtectedError:
            name = ServiceItem.objects.get(pk=pk).name
            raise Refused(f"“{name}”已经有活动、场次或发放记录，不能删。") from None


@transaction.atomic
def set_targets(campaign: Campaign, *, people: dict[tuple[int, int], int], actor: User) -> None:
    """(item id, district id) -> people to reach; 0 takes the target away. Raises Refused.

    Cells not named stay as they are.
    """
    campaign = _locked(campaign, actor)
    before = {
        (target.item_id, target.district_id): target
        for target in Target.objects.filter(item__campaign=campaign)
    }
    _check_cells(campaign, people)
    changed = {
        cell: n for cell, n in people.items() if n != (before[cell].people if cell in before else 0)
    }
    if not changed:
        return
    gone = [before[cell].pk for cell, n in changed.items() if not n]
    Target.objects.filter(pk__in=gone).delete()
    Target.objects.bulk_create(
        [
            Target(item_id=item_id, district_id=district_id, people=n)
            for (item_id, district_id), n in changed.items()
            if n
        ],
        update_conflicts=True,
        unique_fields=["item", "district"],
        update_fields=["people"],
    )
    total = sum(Target.objects.filter(item__campaign=campaign).values_list("people", flat=True))
    _record("campaigns.targets_set", campaign, actor, changed=len(changed), total=total)


def _check_cells(campaign: Campaign, people: dict[tuple[int, int], int]) -> None:
    """Only this month's items, only its own districts and the city's column."""
    items = set(campaign.items.values_list("pk", flat=True))
    columns = {district.pk for district in districts.of_campaign(campaign)}
    columns.add(campaign.organization_id)
    if any(item not in items or district not in columns for item, district in people):
        raise Refused("清单或区县刚刚改过，请刷新页面再填一次。")


def _locked(campaign: Campaign, actor: User) -> Campaign:
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("organization")
    campaign = rows.get(pk=campaign.pk)
    refusal = refusal_to_manage(actor, campaign)
    if refusal:
        raise Refused(refusal)
    if campaign.state not in SHAPED_IN:
        raise Refused(f"服务月“{campaign.get_state_display()}”，不能再改。")
    return campaign


def _record(action: str, campaign: Campaign, actor: User, **data) -> None:
    audit.record(
        action, actor=actor, subject=campaign, unit=campaign.organization.name,
        data={"title": campaign.title, **data},
    )  # fmt: skip
