"""A fund of 3,000 yuan, of which 甘州区 has 1,000; and something to spend it on."""

import pytest

from funds import services
from funds.models import Allocation
from organizations.models import Role
from tests import factories


@pytest.fixture
def treasurer(city):
    return factories.a_member_of_staff("严演示", city.root, Role.CAMPAIGN_OFFICER)


@pytest.fixture
def district_treasurer(city):
    return factories.a_member_of_staff("华演示", city.ganzhou_federation, Role.CAMPAIGN_OFFICER)


@pytest.fixture
def fund(city, treasurer):
    return services.open_fund(
        name="温暖行动专项资金", organization=city.root, amount_fen=3_000_00, actor=treasurer
    )


@pytest.fixture
def granted(fund, city, treasurer):
    """The entry that gave 甘州区 its 1,000 yuan."""
    return services.allocate(
        fund, organization=city.ganzhou_federation, amount_fen=1_000_00, actor=treasurer
    )


@pytest.fixture
def share(granted) -> Allocation:
    return granted.allocation


@pytest.fixture
def pay(share, city, treasurer):
    """`pay(fen)` spends that much of the share on something."""

    def act(fen: int, of=None):
        return services.spend(
            of or share,
            amount_fen=fen,
            purpose="保暖包",
            source=city.railway_union,
            actor=treasurer,
        )

    return act


def sums(row) -> tuple[int, int]:
    """(granted, spent) of a share, (total, handed out) of a fund, as the database has them."""
    row.refresh_from_db()
    if isinstance(row, Allocation):
        return row.granted_fen, row.spent_fen
    return row.amount_fen, row.allocated_fen
