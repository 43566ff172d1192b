"""What stands in the desk's left rail, by the posts one holds."""

from dataclasses import dataclass

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
    roles: tuple = ()
    # Views that keep the entry marked besides its own.
    also: tuple = ()


ADMINISTRATOR = (Role.ADMINISTRATOR,)
ITEMS = (
    Item("", "今天要办", "home", "membership:desk"),
    Item("审批", "入会审核", "join", "membership:queue", SEES_APPLICATIONS,
         ("membership:application", "membership:choose-union")),
    Item("审批", "会员", "people", "membership:members", SEES_MEMBERS, ("membership:member",)),
    Item("组织", "工会", "tree", "organizations:desk-unions", ADMINISTRATOR),
    Item("组织", "驿站", "pin", "organizations:desk-stations", ADMINISTRATOR),
    Item("组织", "岗位", "person", "organizations:desk-posts", ADMINISTRATOR),
    Item("组织", "办公时间", "clock", "organizations:desk-hours", ADMINISTRATOR),
    Item("组织", "工作日历", "calendar", "organizations:desk-calendar", ADMINISTRATOR),
    Item("看全局", "今日数字", "chart", "membership:today", ADMINISTRATOR),
    Item("看全局", "消息对账", "inbox", "notifications:reconciliation", ADMINISTRATOR),
    Item("看全局", "审计记录", "document", "audit:entries", (Role.AUDITOR,)),
    Item("我的", "站内消息", "bell", "notifications:desk-inbox"),
    Item("我的", "我的账号", "shield", "accounts:staff-account"),
)  # fmt: skip


def entries(request) -> dict:
    """Groups of entries with the active one marked; counts for the queue and the inbox."""
    user = request.user
    match = request.resolver_match
    view = match.view_name if match else ""
    groups: dict[str, list] = {}
    for item in ITEMS:
        if item.roles and not posts.holds_any(user, item.roles):
            continue
        on = view == item.view or view in item.also
        groups.setdefault(item.group, []).append(
            {"item": item, "on": on, "count": _count(request, item)}
        )
    current = posts.current_posts(user)
    return {
        "groups": groups.items(),
        "unit": current[0].organization.name if current else "",
    }


def _count(request, item: Item) -> int:
    if item.view == "membership:queue":
        return queue.open_count(request.user)
    if item.view == "notifications:desk-inbox":
        return notifications.unread_count(request.user)
    return 0
