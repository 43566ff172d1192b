"""The demo's own side: made by the acts people do, so that nothing in it contradicts itself."""

import pytest
from django.utils import timezone

from assistance.demo import own
from assistance.models import HardshipFile, HelpRequest, HelpRequestState, Need, Publication
from assistance.vocabulary import HardshipClass
from organizations.models import Role
from tests import factories, leaks
from tests.assistance.rows import a_file, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(city, cadre, administrator, settings):
    """Administrators of both districts, the demo member and five more workers, five files."""
    for name, union in (("何演示", city.ganzhou_federation), ("郑演示", city.minle_federation)):
        factories.a_member_of_staff(name, union, Role.ADMINISTRATOR)
    for phone in (own.MEMBER, *(f"1990000600{serial}" for serial in range(5))):
        factories.a_worker(phone=phone, person=a_person("吴测试"), is_demo=True)
    for _ in range(5):
        a_file(city.ganzhou_federation, hardship_class=HardshipClass.DEEP, is_demo=True)
    own.load(timezone.localtime())


def test_somebody_is_helped_and_finds_the_page_full(demo, signed_in):
    file = HardshipFile.objects.get(person__user__phone=own.MEMBER)
    text = signed_in(file.person.user).get("/me/help/").text
    for word in ("褚演示", "防寒服1件", "大米10公斤、牛奶1箱", "大病救助怎么办", "打过电话"):
        assert word in text
    assert sorted(Need.objects.values_list("state", flat=True)) == [
        "delivered", "raised", "signed",
    ]  # fmt: skip


def test_there_is_a_request_in_every_state(demo):
    assert set(HelpRequest.objects.values_list("state", flat=True)) == set(HelpRequestState)


def test_five_notices_two_of_them_shown_today(demo):
    assert Publication.objects.count() == 5
    assert Publication.objects.shown(timezone.localdate()).count() == 2
    assert Publication.objects.exclude(taken_down_at=None).count() == 1


def test_no_number_lies_open(demo):
    assert leaks.database() == {}
