"""What 1+1 keeps of somebody is in the copy of their own data, and in nobody else's."""

import datetime
import uuid

import pytest
from django.utils import timezone

from assistance import contacting, facts
from assistance.models import Need, NeedState, Supply
from assistance.said import Said
from assistance.vocabulary import HardshipClass, NeedKind
from tests.assistance.asked import TEXT, a_known_worker, a_request
from tests.assistance.rows import a_file, a_pair
from unionportal import own_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(db):
    return a_known_worker()


@pytest.fixture
def kept(city, person, cadre):
    file = a_file(
        city.ganzhou_federation, person=person.person, division=city.railway, household_size=2,
        hardship_class=HardshipClass.DEEP,
    )  # fmt: skip
    facts.write(file, {
        "address": "演示路1号", "income_fen": 90_000, "note": "下班后打电话方便",
        "members": [{"name": "赵小例", "relation": "女儿", "birth_year": 2012}],
    })  # fmt: skip
    file.save(update_fields=["facts"])
    a_pair(file, cadre)
    said = Said(channel="call", result="reached", note="孩子期中考试进步了")
    contacting.record(file, said, actor=cadre, client_id=uuid.uuid4())
    need = Need.objects.create(
        file=file, kind=NeedKind.GOODS, state=NeedState.SIGNED, raised_by=cadre, text="米"
    )
    now = timezone.now()
    Supply.objects.create(
        need=need, goods=[{"name": "大米", "quantity": "10", "unit": "公斤"}], bought_by=cadre,
        delivered_at=now, signed_at=now, signed_name="赵范例",
    )  # fmt: skip
    a_request(person, city.ganzhou_federation, city.railway, state="refused", reason="已在档")
    return file


def test_all_of_it_is_in_the_copy(kept, person, cadre):
    text = own_data.copy_of(person)
    for line in (
        "甘州区总工会，在档", "困难职工，深度困难", "居住地：甘州区火车站街道，演示路1号",
        "家庭人口：2，每月收入900元", "家里的人：赵小例，女儿，2012年生", "备注：下班后打电话方便",
        f"联系干部：{cadre.name}", "电话，已联系，孩子期中考试进步了", "生活物资，米，已签收，大米10公斤",
        "赵范例签收", "申请帮扶，甘州区总工会，未通过", "本人大病，住在火车站街道", TEXT,
        "答复的理由：已在档",
    ):  # fmt: skip
        assert line in text, line


def test_in_nobody_elses(kept):
    text = own_data.copy_of(a_known_worker("钱范例"))
    assert "十一、困难帮扶\n没有" in text
    for word in ("演示路1号", TEXT, "赵小例"):
        assert word not in text


def test_what_left_long_ago_is_no_longer_theirs(kept, person):
    kept.person, kept.anonymised_at = None, timezone.now() - datetime.timedelta(days=1)
    kept.save(update_fields=["person", "anonymised_at"])
    assert "演示路1号" not in own_data.copy_of(person)
