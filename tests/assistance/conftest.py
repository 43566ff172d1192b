"""A household of the couriers' union that the cadre calls, and money to help with."""

import datetime

import pytest
from django.utils import timezone

from assistance.models import HardshipFile
from tests.assistance.cared import a_purse
from tests.assistance.rows import a_file, a_pair


@pytest.fixture
def household(city, cadre) -> HardshipFile:
    """赵范例, paired with the cadre twenty days ago."""
    file = a_file(city.couriers, division=city.railway)
    a_pair(file, cadre, since=timezone.now() - datetime.timedelta(days=20))
    return HardshipFile.objects.get(pk=file.pk)


@pytest.fixture
def purse(city, administrator):
    return a_purse(city, administrator)
