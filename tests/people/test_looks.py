"""“谁看过我的信息”: the unit, what, when and why; never the name of who looked."""

import datetime

import pytest

from audit import services as audit
from people import services
from tests.factories import local
from tests.people.conftest import a_person

NOON = local(2026, 11, 23, 12, 0)
DAY = datetime.timedelta(days=1)
pytestmark = pytest.mark.django_db


def test_every_kind_of_look_has_its_words():
    assert set(services.LOOK_WORDS) == set(audit.LOOKS)


def test_a_look_tells_the_unit_and_the_reason_and_no_name(person, reviewer):
    services.reveal(person, viewer=reviewer, reason="核对本人证件", unit="甘州区总工会", at=NOON)
    (look,) = services.recent_looks(person, at=NOON).rows
    assert look == services.Look(
        at=NOON, unit="甘州区总工会", what="查看了您的完整证件号码", reason="核对本人证件"
    )
    assert "陈演示" not in str(look)


def test_without_a_unit_it_still_says_who_it_was(person, reviewer):
    audit.record("membership.opened", actor=reviewer, person=person, at=NOON)
    audit.record("membership.card_checked", person=person, at=NOON)
    units = [look.unit for look in services.recent_looks(person, at=NOON).rows]
    assert units == ["扫码核对的人", "工会工作人员"]


def test_the_latest_come_first_and_other_acts_are_no_looks(person, reviewer):
    for number in range(5):
        services.reveal(person, viewer=reviewer, reason=f"第{number}次核对", at=NOON)
        audit.record("membership.approved", actor=reviewer, person=person, at=NOON)
    looks = services.recent_looks(person, at=NOON)
    assert [look.reason for look in looks.rows] == ["第4次核对", "第3次核对", "第2次核对"]
    assert looks.month == 5


def test_the_month_is_thirty_days(person, reviewer):
    for at in (NOON - 31 * DAY, NOON - 30 * DAY, NOON - 29 * DAY):
        services.reveal(person, viewer=reviewer, reason="核对本人证件", at=at)
    looks = services.recent_looks(person, at=NOON)
    assert (len(looks.rows), looks.month) == (3, 2)


def test_looks_at_others_are_not_shown(person, reviewer):
    services.reveal(a_person("孙范例"), viewer=reviewer, reason="核对本人证件", at=NOON)
    assert services.recent_looks(person, at=NOON) == services.Looks(rows=[], month=0)
