"""A household of the couriers' union that the cadre calls, and money to help with."""

import pytest

from assistance.models import HardshipFile
from tests.assistance.cared import a_household, a_purse


@pytest.fixture
def household(city, cadre) -> HardshipFile:
    return a_household(city, cadre)


@pytest.fixture
def purse(city, administrator):
    return a_purse(city, administrator)
