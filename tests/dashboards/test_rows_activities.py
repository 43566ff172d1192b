"""The list behind a number of 服务覆盖 says one number, however its address was put together."""

import datetime
import itertools

import pytest
from django.db.models import Sum
from django.http import QueryDict
from django.utils import timezone

from dashboards import months, rows_activities, scope
from dashboards.months import BY
from dashboards.navigation import OFFICERS
from people.vocabulary import Occupation
from tests.campaigns.rows import an_activity

DAY = datetime.timedelta(days=1)
FOOD, PARCEL = Occupation.FOOD, Occupation.PARCEL


@pytest.fixture
def month(campaign, city, officer):
    today = timezone.localdate()
    groups = (((FOOD, "美团", 4), (PARCEL, "", 3)), ((PARCEL, "顺丰", 8),), ((FOOD, "", 2),))
    for nth, (union, reach) in enumerate(
        itertools.product((city.joint, city.ganzhou_federation, city.minle_federation), groups)
    ):
        items = (1 + nth % 3, 4)
        an_activity(campaign, union, officer, items=items, reach=reach, held_on=today - nth * DAY)
    return campaign


def asked(campaign, city) -> list[str]:
    """Every part of an address with every other, also those no page puts together."""
    today = timezone.localdate()
    item = campaign.items.order_by("position").first()
    parts = [
        [f"by={by}" for by in BY],
        ["", f"item={item.pk}", f"category={item.category}", f"item={item.pk}&category=care"],
        ["", f"township={city.railway.pk}", "township=none"],
        ["", "occupation=food"],
        ["", f"since={today - 3 * DAY}&until={today}"],
    ]
    return ["&".join(filter(None, chosen)) for chosen in itertools.product(*parts)]


def test_the_number_and_the_people_are_those_of_the_rows(month, city, city_officer):
    area = scope.read(city_officer, "", OFFICERS)
    wrong = {}
    for query in asked(month, city):
        given = QueryDict(f"campaign={month.pk}&{query}")
        rows = rows_activities.read(months.read(area, given, timezone.localdate()), given)
        listed = rows.queryset()
        true = (listed.count(), False), listed.aggregate(people=Sum("counted"))["people"] or 0
        if (rows.number(), rows.people()) != true:
            wrong[query] = rows.number(), rows.people(), true
    assert wrong == {}
