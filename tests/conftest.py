"""The standing cast: the same city and the same people in every test.

A worker and another worker; a reviewer, her colleague in the same union, a stranger (reviewer of
another district, who must see nothing of hers), administrators of city and district, an auditor.
"""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection

from organizations.models import Division, Organization, Role
from people.vocabulary import Occupation
from tests import clients, factories

pytest_plugins = ["tests.browser", "tests.campaigns.cast", "tests.assistance.cast"]

Kind = Organization.Kind
Level = Division.Level


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests with real transactions empty all tables afterwards; the record must let them."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in ("audit_entry", "audit_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_truncate")


@pytest.fixture(autouse=True)
def _fresh_cache():
    """Rate limits, sessions and cached calendars must not leak from test to test."""
    cache.clear()


@pytest.fixture
def private_folder(settings, tmp_path):
    """Uploads of this test lie in a folder of its own."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }


@pytest.fixture
def city(db):
    """Zhangye in small: two districts, a township, an industry union, holding unions."""
    zhangye = factories.a_division("张掖市", Level.CITY, code="620700")
    ganzhou = factories.a_division("甘州区", Level.DISTRICT, zhangye, "620702")
    minle = factories.a_division("民乐县", Level.DISTRICT, zhangye, "620722")
    railway = factories.a_division("火车站街道", Level.TOWNSHIP, ganzhou)
    hongshui = factories.a_division("洪水镇", Level.TOWNSHIP, minle)
    root = factories.a_union("张掖市总工会", Kind.FEDERATION, zhangye)
    factories.office_hours(root)
    ganzhou_federation = factories.a_union("甘州区总工会", Kind.FEDERATION, ganzhou, root)
    minle_federation = factories.a_union("民乐县总工会", Kind.FEDERATION, minle, root)
    railway_union = factories.a_union(
        "火车站街道总工会", Kind.TOWNSHIP, railway, ganzhou_federation
    )
    couriers = factories.a_union(
        "甘州区快递外卖行业工会联合会", Kind.INDUSTRY, ganzhou, ganzhou_federation,
        occupations=[Occupation.PARCEL, Occupation.FOOD],
    )  # fmt: skip
    joint = factories.a_union("火车站街道联合工会", Kind.JOINT, railway, railway_union)
    ganzhou_holding = factories.a_union(
        "甘州区会员周转库", Kind.HOLDING, ganzhou, ganzhou_federation
    )
    minle_holding = factories.a_union("民乐县会员周转库", Kind.HOLDING, minle, minle_federation)
    return SimpleNamespace(
        zhangye=zhangye, ganzhou=ganzhou, minle=minle, railway=railway, hongshui=hongshui,
        root=root, ganzhou_federation=ganzhou_federation, minle_federation=minle_federation,
        railway_union=railway_union, couriers=couriers, joint=joint,
        ganzhou_holding=ganzhou_holding, minle_holding=minle_holding,
    )  # fmt: skip


@pytest.fixture
def worker(db):
    return factories.a_worker(name="李示例")


@pytest.fixture
def other_worker(db):
    return factories.a_worker(name="孙范例")


@pytest.fixture
def reviewer(city):
    return factories.a_member_of_staff("陈演示", city.ganzhou_federation, Role.REVIEWER)


@pytest.fixture
def colleague(city):
    return factories.a_member_of_staff("周演练", city.ganzhou_federation, Role.REVIEWER)


@pytest.fixture
def stranger(city):
    return factories.a_member_of_staff("郑样本", city.minle_federation, Role.REVIEWER)


@pytest.fixture
def district_administrator(city):
    return factories.a_member_of_staff("何示范", city.ganzhou_federation, Role.ADMINISTRATOR)


@pytest.fixture
def administrator(city):
    return factories.a_member_of_staff("冯模拟", city.root, Role.ADMINISTRATOR)


@pytest.fixture
def auditor(city):
    return factories.a_member_of_staff("卫示范", city.root, Role.AUDITOR)


@pytest.fixture
def signed_in():
    """`signed_in(user)` is a client in which that user has signed in, second factor included."""
    return clients.signed_in
