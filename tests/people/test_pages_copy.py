"""下载一份我的信息: readable, complete, one's own, on record, the number masked."""

import datetime
import re

import pytest
from django.urls import reverse

from accounts.models import SignIn
from audit.models import Entry
from membership import deciding
from notifications.models import Channel, Message
from notifications.models import State as MessageState
from people import services
from tests.factories import local
from tests.membership.conftest import details, submit  # noqa: F401 - fixtures
from tests.people.conftest import number_of
from unionportal import own_data

COPY = reverse("people:copy")
NOON = local(2026, 11, 23, 12, 0)


@pytest.fixture
def member(submit, worker, reviewer):  # noqa: F811
    application = submit(worker, at=local(2026, 11, 23, 10, 0))
    member = deciding.approve(application, actor=reviewer, at=local(2026, 11, 23, 11, 0))
    services.reveal(
        member.person, viewer=reviewer, reason="核对本人证件", unit="甘州区总工会",
        at=local(2026, 11, 23, 11, 30),
    )  # fmt: skip
    SignIn.objects.create(
        user=worker, session_key="x", started_at=NOON, device="安卓手机", address="10.0.0.7"
    )
    Message.objects.create(
        kind="test", channel=Channel.INBOX, recipient=worker, title="您已是会员", body="内容",
        state=MessageState.SENT, dedupe_key="copy", created_at=NOON,
    )  # fmt: skip
    return member


def test_all_that_is_kept_is_in_the_copy(member, worker):
    text = own_data.copy_of(worker, at=NOON)

    assert (
        text
        == f"""张掖市总工会 我的信息
2026年11月23日 12:00 由本人下载

一、我是谁
姓名：李示例
证件：居民身份证
号码：{member.person.number_masked}（完整号码在您的证件上，这里只写头尾几位）
性别：男
出生日期：1988年5月6日
手机：{worker.phone}

二、会员
会员号{member.number}，在会，甘州区快递外卖行业工会联合会，2026年11月23日入会，网约送餐员，美团

三、入会申请
2026年11月23日 10:00提交，已通过
  姓名：李示例
  手机：{worker.phone}
  从业类别：网约送餐员
  平台或单位：美团
  工作地：甘州区火车站街道
  加入工会：甘州区快递外卖行业工会联合会

四、我的授权
办理入会：2026年11月23日 10:00同意（隐私说明2026-11版）

五、谁看过我的信息
2026年11月23日 11:30，甘州区总工会，查看了您的完整证件号码，核对本人证件

六、发给我的消息
2026年11月23日 12:00，站内消息：您已是会员

七、登录记录
2026年11月23日 12:00，安卓手机，10.0.0.7

八、服务月里领到的
没有

九、我的预约
没有

十、我的微心愿
没有

十一、困难帮扶
没有

信息不对，或有不明白的，请打0936-000-0000。
"""
    )


def test_it_comes_as_a_file_of_plain_text(member, signed_in, worker):
    answer = signed_in(worker).get(COPY)

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert re.fullmatch(
        r"attachment; filename\*=utf-8''%E6%88%91%E7%9A%84%E4%BF%A1%E6%81%AF-[0-9-]{10}\.txt",
        answer["Content-Disposition"],
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content.startswith("\ufeff张掖市总工会 我的信息\r\n".encode())


def test_the_full_number_is_not_in_it(member, signed_in, worker):
    number = number_of(member.person)
    assert number.encode() not in signed_in(worker).get(COPY).content


def test_every_download_is_on_record(member, signed_in, worker):
    client = signed_in(worker)
    client.get(COPY)
    client.get(COPY)
    records = Entry.objects.filter(action="people.copied")
    assert (
        list(records.values_list("actor_id", "person_id", "subject_type", "subject_id"))
        == [(worker.pk, member.person_id, "accounts.user", str(worker.pk))] * 2
    )


def test_ones_own_download_is_no_look_of_somebody_else(member, worker):
    before = services.recent_looks(member.person)
    own_data.copy_of(worker)
    assert services.recent_looks(member.person) == before


def test_who_has_not_applied_gets_what_there_is(signed_in, other_worker, member):
    text = signed_in(other_worker).get(COPY).content.decode("utf-8-sig")
    assert f"手机：{other_worker.phone}" in text
    assert text.count("没有\r\n") == 10
    assert "李示例" not in text
    assert member.number not in text


def test_names_are_written_as_they_are(member, worker):
    member.application.employer = "A&B <物流>"
    member.application.save()
    assert "平台或单位：A&B <物流>" in own_data.copy_of(worker)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_copy_costs_the_same_for_one_and_three(
    member, signed_in, worker, reviewer, rows, django_assert_num_queries
):
    for number in range(1, rows):
        SignIn.objects.create(user=worker, session_key=str(number))
        services.reveal(member.person, viewer=reviewer, reason="再核对一次")
        Message.objects.create(
            kind="test", channel=Channel.SMS, recipient=worker, title="短信", body="内容",
            state=MessageState.SENT, dedupe_key=f"copy{number}",
            created_at=NOON + datetime.timedelta(minutes=number),
        )  # fmt: skip
    client = signed_in(worker)
    client.get(COPY)
    with django_assert_num_queries(16):
        client.get(COPY)
