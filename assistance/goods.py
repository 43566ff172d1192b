"""What one household gets, what it cost, and which money may pay for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from assistance.models import HardshipFile
from audit.refusal import Refused
from funds import money
from funds.models import Allocation, FundKind
from organizations import tree

# A household's goods cost some hundred yuan; more is a slip of the finger.
MOST_FEN, MOST_GOODS = 20_000_00, 8


@dataclass(frozen=True)
class Goods:
    """What one household gets, and what it cost. `share` None: donated, or from what is there."""

    items: Sequence[dict]
    cost_fen: int = 0
    share: Allocation | None = None


def shares_for(file: HardshipFile) -> QuerySet[Allocation]:
    """The shares of assistance funds that may pay for this household: its own union's and those of
    the unions above, the nearest first.
    """
    return _shares_of(_above(file))


def shares_for_all(files: Sequence[HardshipFile]) -> QuerySet[Allocation]:
    """Those that may pay for every one of these households."""
    return _shares_of(set.intersection(*map(_above, files)) if files else set())


def _above(file: HardshipFile) -> set[str]:
    """The paths of the file's union and of all above it."""
    path = file.organization.path
    return {path[:end] for end in range(tree.SEGMENT, len(path) + 1, tree.SEGMENT)}


def _shares_of(paths: set[str]) -> QuerySet[Allocation]:
    rows = Allocation.objects.filter(
        fund__kind=FundKind.ASSISTANCE, organization__path__in=paths
    )  # fmt: skip
    return rows.select_related("organization", "fund").order_by("-organization__path", "pk")


def check_goods(goods: Goods) -> None:
    if not goods.items:
        raise Refused("请写备了什么，比如“大米10公斤”。", field="goods")
    if len(goods.items) > MOST_GOODS:
        raise Refused(f"一次最多写{MOST_GOODS}样。", field="goods")
    if goods.cost_fen > MOST_FEN:
        raise Refused(f"一户一次不超过{money.yuan(MOST_FEN)}元，请核对。", field="money")
