"""What is said, needed and given in the tests of care."""

import datetime
import uuid
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from assistance import contacting, funding, needs, supplying
from assistance.goods import Goods
from assistance.models import Contact, HardshipFile, Need, NeedState, Supply
from assistance.said import Said
from assistance.supplying import Signed
from funds import services as funds
from tests.assistance.rows import a_file, a_pair

RICE = [{"name": "大米", "quantity": 10, "unit": "公斤"}]
STROKES = [[[100, 300], [300, 320], [500, 700]], [[600, 200], [800, 800]]]


def a_household(city, cadre) -> HardshipFile:
    """赵范例 of the couriers' union, paired with the cadre twenty days ago."""
    file = a_file(city.couriers, division=city.railway)
    a_pair(file, cadre, since=timezone.now() - datetime.timedelta(days=20))
    return HardshipFile.objects.get(pk=file.pk)


def said(**fields: Any) -> Said:
    """A call that was answered."""
    return Said(**{"channel": "call", "result": "reached"} | fields)


def contacted(file: HardshipFile, actor, *, at=None, client_id=None, **fields: Any) -> Contact:
    return contacting.record(
        file, said(**fields), actor=actor, client_id=client_id or uuid.uuid4(), at=at
    )


def a_need(file: HardshipFile, actor, *, state=NeedState.RAISED, **fields: Any) -> Need:
    """Led to this state by the acts themselves, by `actor` throughout."""
    fields.setdefault("kind", "goods")
    need = needs.raise_need(file, actor=actor, **fields)
    if state == NeedState.ASSIGNED:
        needs.assign(need, to=actor, actor=actor)
    elif state == NeedState.SETTLED:
        needs.settle(need, note="讲清楚了", actor=actor)
    elif state in (NeedState.BOUGHT, NeedState.DELIVERED, NeedState.SIGNED):
        _brought(need, actor, state)
    elif state == NeedState.CANCELLED:
        needs.cancel(need, note="不用了", actor=actor)
    return Need.objects.get(pk=need.pk)


def _brought(need: Need, actor, state) -> None:
    supplying.buy(need, Goods(RICE), actor=actor)
    if state != NeedState.BOUGHT:
        supplying.deliver(need, actor=actor)
    if state == NeedState.SIGNED:
        supplying.sign(need, Signed(name=need.file.person.name), actor=actor)


def bought(need: Need, actor, share, fen: int, **fields: Any) -> Supply:
    goods = Goods(fields.pop("items", RICE), cost_fen=fen, share=share)
    return supplying.buy(need, goods, actor=actor, **fields)


def a_purse(city, administrator, *, fen: int = 1_000_00) -> SimpleNamespace:
    """A fund of the city for 1+1 of 5,000 yuan; 甘州区 has `fen` of it, 民乐县 500 yuan."""
    fund = funding.set_up(city.root, name="困难帮扶资金", amount_fen=5_000_00, actor=administrator)
    entries = [
        funds.allocate(fund, organization=union, amount_fen=amount, actor=administrator)
        for union, amount in ((city.ganzhou_federation, fen), (city.minle_federation, 500_00))
    ]
    return SimpleNamespace(
        fund=fund, entry=entries[0], ganzhou=entries[0].allocation, minle=entries[1].allocation
    )
