"""A city in which every page has something to show."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from membership import cards, deciding
from notifications.models import Channel, Message
from notifications.models import State as MessageState
from organizations.models import Division, Post
from people import services as people
from tests import factories

LONG_NAME = "阿卜杜热西提·麦麦提明·玉素甫江"
ITEMS = [
    {"field": "name", "problem": "姓名和证件号码对不上", "hint": "对照证件，看看有没有错字"},
    {"field": "organization", "problem": "选的工会不合适", "hint": "按工作地和从业类别再选一次"},
    {"field": "photo", "problem": "想请您补一张从业照片", "hint": "不方便可以不传"},
]


def full(city, applied, reviewer, administrator, auditor) -> SimpleNamespace:
    """Workers in every state, one of them with a very long name; staff; a station; messages."""
    now = timezone.now()
    sunan = factories.a_division("肃南裕固族自治县", Division.Level.DISTRICT, city.zhangye)
    factories.a_division("祁丰藏族乡", Division.Level.TOWNSHIP, sunan)
    people_of = {name: factories.a_worker() for name in ("new", "waiting", "late", "returned")}
    waiting = applied(
        people_of["waiting"], now, name=LONG_NAME, employer="某某某某劳务派遣有限公司"
    )
    late = applied(people_of["late"], now - datetime.timedelta(days=14), name="钱试样")
    returned = applied(people_of["returned"], now, name="蒋样例")
    deciding.return_for_correction(returned, items=ITEMS, actor=reviewer)
    people_of |= {"member": factories.a_worker(), "refused": factories.a_worker()}
    member = deciding.approve(
        applied(people_of["member"], now - datetime.timedelta(days=14), name=LONG_NAME),
        actor=reviewer, late_reason="要向用工单位核实工作地，正在联系",
    )  # fmt: skip
    refused = applied(people_of["refused"], now, name="沈范例")
    deciding.refuse(refused, reason="您现在在外市上班，请在工作地的工会申请", actor=reviewer)
    people.reveal(member.person, viewer=reviewer, reason="核对会籍", unit=city.couriers.name)
    for user in (people_of["member"], reviewer):
        _a_message(user)
    without_post = factories.a_member_of_staff("无岗位")
    return SimpleNamespace(
        **people_of, reviewer=reviewer, administrator=administrator, auditor=auditor,
        without_post=without_post, member_row=member, token=cards.token(member),
        station=factories.a_station("火车站街道工会爱心驿站", city.couriers, facilities=["饮水机", "微波炉"]),
        application=waiting, late_one=late, sent_back=returned, refused_one=refused,
        union=city.couriers, post=Post.objects.get(user=reviewer),
    )  # fmt: skip


def _a_message(user) -> None:
    Message.objects.create(
        kind="membership.approved", channel=Channel.INBOX, recipient=user,
        title="您已成为工会会员", body="会员卡就在“我的”里。\n" + "很长的一段话，" * 20,
        link="/me/", state=MessageState.SENT, dedupe_key=f"world-{user.pk}",
    )  # fmt: skip
