"""Opening a service month and leading it through its states."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from audit.refusal import Refused
from campaigns.models import Campaign, ServiceItem
from campaigns.models.campaign import CAMPAIGN_MOVES, CampaignState
from campaigns.permissions import refusal_to_manage, refusal_to_open
from campaigns.variants import Variant
from campaigns.vocabulary import WORDS, Category
from organizations.models import Organization

SHORT_LENGTH = 8


def open_campaign(
    *,
    title: str,
    organization: Organization,
    starts_on: datetime.date,
    ends_on: datetime.date,
    actor: User,
    variant: Variant | None = None,
    last: Campaign | None = None,
    is_demo: bool = False,
) -> Campaign:
    """Open a month from a variant, word for word, or from an earlier campaign, in preparation.

    Exactly one of `variant` and `last`. Targets and money are not copied: they are decided anew.
    Raises Refused; the same union, title and first day twice returns the first.
    """
    _check(refusal_to_open(actor, organization))
    _check_days(starts_on, ends_on)
    campaign = Campaign(
        organization=organization, title=title, starts_on=starts_on, ends_on=ends_on,
        is_demo=is_demo, **(_from_variant(variant) if variant else _from_campaign(last)),
    )  # fmt: skip
    try:
        with transaction.atomic():
            campaign.save(force_insert=True)
            _add_items(campaign, _items(variant, last))
            _record("campaigns.opened", campaign, actor, variant=campaign.variant)
    except IntegrityError:
        return Campaign.objects.get(organization=organization, title=title, starts_on=starts_on)
    return campaign


def _from_variant(variant: Variant) -> dict:
    return {
        "variant": variant.key, "label": variant.label, "region": variant.region,
        "facts": list(variant.facts), "source_note": variant.source_note,
    }  # fmt: skip


def _from_campaign(last: Campaign | None) -> dict:
    if last is None:
        raise Refused("请选一份清单，或选一个往年的服务月。", field="source")
    return {
        "variant": last.variant, "label": last.label, "region": last.region,
        "facts": last.facts, "source_note": last.source_note, "copied_from": last,
        "wish_cap_fen": last.wish_cap_fen,
    }  # fmt: skip


def _items(variant: Variant | None, last: Campaign | None) -> Sequence[tuple[str, str]]:
    if variant:
        return variant.items
    return [(item.name, item.category) for item in last.items.all()] if last else []


def _add_items(campaign: Campaign, items: Sequence[tuple[str, str]]) -> None:
    ServiceItem.objects.bulk_create(
        ServiceItem(campaign=campaign, position=position, name=name, category=category, short=short)
        for position, ((name, category), short) in enumerate(
            zip(items, short_names(items), strict=True), 1
        )
    )


def short_names(items: Iterable[tuple[str, str]]) -> list[str]:
    """What stands on the phone's chips: the category's short word, or the item's own words where
    two items of the list share a category (上海: 送医疗保障, 送上门体检).
    """
    items = list(items)
    alike = Counter(category for _, category in items)
    return [
        WORDS[Category(category)].short
        if alike[category] == 1
        else name.removeprefix("送").removeprefix("集中")[:SHORT_LENGTH]
        for name, category in items
    ]


def move(campaign: Campaign, act: str, *, actor: User | None) -> Campaign:
    """Lead the month on: `act` is a key of CAMPAIGN_MOVES. `actor` None is the calendar itself.

    There already: quiet. Raises Refused.
    """
    with transaction.atomic():
        campaign = (
            Campaign.objects.select_for_update(of=("self",))
            .select_related("organization")
            .get(pk=campaign.pk)
        )
        before, (allowed, after) = campaign.state, CAMPAIGN_MOVES[act]
        if before == after:
            return campaign
        if actor:
            _check(refusal_to_manage(actor, campaign))
        if before not in allowed:
            raise Refused(f"服务月现在是“{campaign.get_state_display()}”，不能这样办。")
        campaign.state = after
        campaign.save(update_fields=["state"])
        _record("campaigns.moved", campaign, actor, before=before, after=after)
    return campaign


def keep_calendar(today: datetime.date | None = None) -> int:
    """Start what begins today or began, end what is over; returns how many were moved."""
    today = today or timezone.localdate()
    begun = Campaign.objects.filter(
        state=CampaignState.PREPARING, starts_on__lte=today, ends_on__gte=today
    )
    over = Campaign.objects.filter(state=CampaignState.RUNNING, ends_on__lt=today)
    acts = [(campaign, "start") for campaign in begun] + [(campaign, "end") for campaign in over]
    for campaign, act in acts:
        move(campaign, act, actor=None)
    return len(acts)


def _check(refusal: str) -> None:
    if refusal:
        raise Refused(refusal)


def _check_days(starts_on: datetime.date, ends_on: datetime.date) -> None:
    if ends_on < starts_on:
        raise Refused("结束日期要在开始日期之后。", field="ends_on")


def _record(action: str, campaign: Campaign, actor: User | None, **data) -> None:
    audit.record(
        action, actor=actor, subject=campaign, unit=campaign.organization.name,
        data={"title": campaign.title, **data},
    )  # fmt: skip
