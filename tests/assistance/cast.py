"""The people of 1+1: two cadres of 甘州区, one of 民乐县, and households."""

import pytest

from organizations.models import Role
from tests import factories


@pytest.fixture
def cadre(city):
    """A cadre of the couriers' union of 甘州区."""
    return factories.a_member_of_staff("褚演示", city.couriers, Role.CADRE)


@pytest.fixture
def other_cadre(city):
    """Her colleague, of the district's federation."""
    return factories.a_member_of_staff("尤演示", city.ganzhou_federation, Role.CADRE)


@pytest.fixture
def far_cadre(city):
    """A cadre of 民乐县, who must see nothing of 甘州区's."""
    return factories.a_member_of_staff("许演示", city.minle_federation, Role.CADRE)
