"""The demo's cadres are fictional, spread over the districts, and paired as on the day."""

import re

import pytest

from accounts.models import User
from assistance.demo import pairs
from assistance.models import CadreProfile, HardshipFile, Pairing
from audit.models import Entry
from notifications.models import Message
from tests.assistance.rows import a_file
from tests.factories import local

pytestmark = pytest.mark.django_db
SINCE = local(2026, 1, 4, 9)


def test_cadres_are_spread_over_the_districts_and_nobody_is_called_so(city):
    posts = pairs.cadres(12, since=SINCE)
    assert {post.organization.division for post in posts} == {
        city.ganzhou, city.minle, city.railway,
    }  # fmt: skip
    users = User.objects.filter(username__startswith="cadre")
    assert users.count() == CadreProfile.objects.count() == 12
    for user in users:
        assert user.is_demo
        assert re.fullmatch("..?(示例|范例|样例|演练|样本|模拟|测试|示范|试用|演示)", user.name)
        assert re.fullmatch(r"1990000\d{4}", user.phone)
        assert not user.has_usable_password()


def test_they_are_the_same_ones_each_time(city):
    first = [(user.name, user.phone) for user in _users(pairs.cadres(5, since=SINCE))]
    assert first == [("安示例", "19900003000"), *first[1:]]
    assert len(set(first)) == 5


def _users(posts):
    return [post.user for post in posts]


def test_households_are_paired_in_one_go(city):
    pairs.cadres(8, since=SINCE)
    files = [a_file(city.ganzhou_federation), a_file(city.minle_federation)]
    made = pairs.pair(HardshipFile.objects.all(), at=local(2026, 11, 3, 9))
    assert {pairing.file for pairing in made} == set(files)
    assert not HardshipFile.objects.unpaired().exists()
    assert Pairing.objects.get(file=files[1]).post.organization == city.minle_federation
    assert Entry.objects.filter(action="assistance.paired", actor_id=None).count() == 2
    assert Message.objects.filter(kind="assistance.paired_cadre").count() == 2
