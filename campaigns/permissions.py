"""Who may: each function returns the reason shown to the user, or "" when there is none."""

from campaigns.models import Activity, Campaign, Delivery, Grant, Wish
from campaigns.models.campaign import OFFICERS
from organizations.models import Organization
from organizations.posts import holds


def runs(user, campaign: Campaign) -> bool:
    """Whether the user speaks for the union that runs the month."""
    return holds(user, OFFICERS, campaign.organization)


def refusal_to_open(user, organization: Organization) -> str:
    if not holds(user, OFFICERS, organization):
        return "您不能以这个工会的名义开设服务月。"
    return ""


def refusal_to_manage(user, campaign: Campaign) -> str:
    """Items, dates, targets, the fund and the state belong to the union that runs the month."""
    if not runs(user, campaign):
        return "这个服务月由主办工会管理，您可以记活动、看进度。"
    return ""


def refusal_to_log(user, organization: Organization) -> str:
    if not holds(user, OFFICERS, organization):
        return "您不能替这个工会记活动。"
    return ""


def refusal_to_change(user, activity: Activity) -> str:
    """Whoever works for the union that held it, not only who typed it: people go on leave."""
    return refusal_to_log(user, activity.organization)


def refusal_to_verify(user, activity: Activity) -> str:
    """The city verifies, and nobody what they logged themselves."""
    if not runs(user, activity.campaign):
        return "活动由主办工会核实。"
    if activity.logged_by_id == user.pk:
        return "自己记的活动要请别人核实。"
    return ""


def refusal_to_hold(user, organization: Organization) -> str:
    """Sessions are planned, changed and checked in by those who work for the union."""
    if not holds(user, OFFICERS, organization):
        return "您不能替这个工会安排场次。"
    return ""


def refusal_to_handle(user, wish: Wish) -> str:
    """Wishes are reviewed and handed over by the union of the district; nobody reviews their own."""
    if not holds(user, OFFICERS, wish.organization):
        return "这个心愿不归您办理。"
    if is_own(user, wish):
        return "自己的心愿要请同事办理。"
    return ""


def is_own(user, wish: Wish) -> bool:
    """A clerk has two accounts, one of each kind, with one phone."""
    return user.pk == wish.worker_id or bool(user.phone and user.phone == wish.worker.phone)


def refusal_to_deliver(user, delivery: Delivery) -> str:
    """Whoever works for the union that keeps the station, or for one above it."""
    if not holds(user, OFFICERS, delivery.station.organization):
        return "这个驿站不归您的工会管。"
    return ""


def refusal_to_give(user, campaign: Campaign, organization: Organization) -> str:
    """Gifts are handed out by those who work for a union of the month, as long as it runs."""
    inside = organization.path.startswith(campaign.organization.path)
    if not inside or not holds(user, OFFICERS, organization):
        return "您不能以这个工会的名义发放。"
    if not campaign.takes_activities:
        return f"服务月现在是“{campaign.get_state_display()}”，不能登记发放。"
    return ""


def refusal_to_reverse(user, grant: Grant) -> str:
    """Whoever works for the union that gave it, not only who wrote it down."""
    if not holds(user, OFFICERS, grant.organization):
        return "这份发放不归您冲销。"
    if not grant.campaign.takes_activities:
        return "服务月已经归档，账目不再改动。"
    return ""
