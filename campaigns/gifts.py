"""What is given by real name and how it is signed for, and what must be right about both."""

import datetime
from dataclasses import dataclass, field

from audit.refusal import Refused
from campaigns.models import Campaign, GrantKind, ServiceItem
from organizations.models import Organization
from people import signature
from people.signature import Strokes

# What is given in money; a pack of things may cost something or nothing.
IN_MONEY = (GrantKind.SOLATIUM, GrantKind.ACCIDENT, GrantKind.CHECKUP_SUBSIDY)


@dataclass(frozen=True)
class Gift:
    """What is given, by whom and under which item of the month."""

    campaign: Campaign
    item: ServiceItem
    organization: Organization
    kind: str
    occupation: str
    given_on: datetime.date
    amount_fen: int = 0
    goods: str = ""
    is_demo: bool = False


@dataclass(frozen=True)
class Signed:
    """How it was signed for: the typed name, or strokes. `agreed`: to being on this ledger."""

    name: str = ""
    strokes: Strokes = field(default_factory=list)
    agreed: bool = False


def check_gift(gift: Gift, today: datetime.date) -> None:
    """Raises Refused."""
    if gift.kind in IN_MONEY and gift.amount_fen <= 0:
        raise Refused("请填金额。", field="money")
    if gift.kind == GrantKind.WARM_PACK and not gift.goods:
        raise Refused("请写发了什么，比如“保暖包1份”。", field="goods")
    if gift.item.campaign_id != gift.campaign.pk:
        raise Refused("请选这个服务月的项目。", field="item")
    first, last = gift.campaign.starts_on, gift.campaign.ends_on
    if gift.given_on > today:
        raise Refused("发放日期在今天以后，请核对。", field="given_on")
    if not first <= gift.given_on <= last:
        days = f"{first.month}月{first.day}日至{last.month}月{last.day}日"
        raise Refused(f"这一天不在服务月里（{days}），请核对。", field="given_on")


def check_signed(signed: Signed, name: str) -> None:
    """By the person's own name, or by hand; and agreed to. Raises Refused."""
    signature.check(signed.name, signed.strokes, name)
    if not signed.agreed:
        raise Refused("要本人同意实名登记，才能发放。", field="agreed")
