"""What stands in the desk's left rail, by the posts one holds."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from assistance.navigation import SUPERVISED
from campaigns.models.campaign import OFFICERS
from membership import queue
from membership.models import SEES_APPLICATIONS, SEES_MEMBERS
from notifications import services as notifications
from organizations import posts
from organizations.models import Role


@dataclass(frozen=True)
class Item:
    group: str
    label: str
    icon: str
    view: str
    # Who finds it; empty: everybody at the desk.
    roles: tuple = ()
    # Beginnings of further view names under which the entry stays marked.
    also: tuple = ()

    @cached_property
    def url(self) -> str:
        return reverse(self.view)

    def is_on(self, view: str) -> bool:
        return view == self.view or view.startswith(self.also)


# Stands at the foot, beside the name.
OWN = "own"
ADMINISTRATOR = (Role.ADMINISTRATOR,)
WORKS = tuple(role for role in Role if role != Role.AUDITOR)
ITEMS = (
    Item("", "今天要办", "home", "membership:desk", WORKS),
    Item("审批", "入会审核", "join", "membership:queue", SEES_APPLICATIONS, (
        "membership:application", "membership:batch", "membership:approve", "membership:return",
        "membership:refuse", "membership:delay", "membership:choose-union", "membership:reveal",
    )),
    Item("审批", "会员", "people", "membership:members", SEES_MEMBERS, (
        "membership:member", "membership:members-export", "membership:release-phone",
        "membership:drive-targets",
    )),
    Item("服务", "服务月", "gift", "campaigns:campaigns", OFFICERS, ("campaigns:",)),
    Item("帮扶", "我的帮扶对象", "phone", "assistance:households", (Role.CADRE,),
         ("assistance:household", "assistance:contact")),
    Item("帮扶", "帮扶档案", "house_heart", "assistance:files", ADMINISTRATOR, SUPERVISED),
    Item("帮扶", "需要和物资", "gift", "assistance:needs", (Role.CADRE,),
         ("assistance:need", "assistance:suppl", "assistance:fund")),
    Item("看全局", "覆盖看板", "chart", "dashboards:overview", ADMINISTRATOR, ("dashboards:",)),
    Item("看全局", "服务覆盖", "chart", "dashboards:coverage", (Role.CAMPAIGN_OFFICER,), ("dashboards:",)),
    Item("看全局", "今日数字", "clock", "membership:today", ADMINISTRATOR),
    Item("组织", "工会", "tree", "organizations:desk-unions", ADMINISTRATOR,
         ("organizations:desk-union",)),
    Item("组织", "职工人数", "people", "organizations:desk-workforce", ADMINISTRATOR,
         ("organizations:desk-workforce",)),
    Item("组织", "驿站", "pin", "organizations:desk-stations", ADMINISTRATOR,
         ("organizations:desk-station",)),
    Item("组织", "岗位", "person", "organizations:desk-posts", ADMINISTRATOR,
         ("organizations:desk-appoint", "organizations:desk-end-post", "organizations:desk-account")),
    Item("组织", "办公时间", "clock", "organizations:desk-hours", ADMINISTRATOR,
         ("organizations:desk-hours",)),
    Item("组织", "工作日历", "calendar", "organizations:desk-calendar", ADMINISTRATOR,
         ("organizations:desk-calendar",)),
    Item("记录", "消息对账", "inbox", "notifications:reconciliation", ADMINISTRATOR),
    Item("记录", "审计记录", "document", "audit:entries", (Role.AUDITOR,), ("audit:",)),
    Item(OWN, "站内消息", "bell", "notifications:desk-inbox"),
    Item(OWN, "我的账号", "shield", "accounts:staff-account", (), ("accounts:staff-",)),
)  # fmt: skip


def entries(request) -> dict:
    """`groups` of entries and one's `own`, the active one marked; the `unit` one works for.

    At most three queries: the posts, the open applications, the unread messages.
    """
    user = request.user
    view = request.resolver_match.view_name if request.resolver_match else ""
    # A page several rooms share says which entry it belongs to.
    view = getattr(request, "shown_as", view)
    groups: dict[str, list] = {}
    for item in ITEMS:
        if not item.roles or posts.holds_any(user, item.roles):
            entry = {"item": item, "on": item.is_on(view), "count": _count(user, item)}
            groups.setdefault(item.group, []).append(entry)
    current = posts.current_posts(user)
    return {
        "own": groups.pop(OWN),
        "groups": list(groups.items()),
        "unit": current[0].organization.name if current else "",
    }


def _count(user, item: Item) -> int:
    counts = COUNTS.get(item.view)
    return counts(user) if counts else 0


COUNTS = {
    "membership:queue": queue.open_count,
    "notifications:desk-inbox": notifications.unread_count,
}
