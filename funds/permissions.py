"""Who may: each function returns the reason shown to the user, or "" when there is none."""

from funds.models import SEES_FUNDS, Allocation, Fund
from organizations.posts import holds


def refusal_to_allocate(user, fund: Fund) -> str:
    """The union that set the money aside hands it out."""
    if not holds(user, SEES_FUNDS, fund.organization):
        return "这笔资金不归您分配。"
    return ""


def refusal_to_spend(user, allocation: Allocation) -> str:
    """A share is spent by the union that holds it, or by those above it."""
    if not holds(user, SEES_FUNDS, allocation.organization):
        return "这笔资金不归您使用。"
    return ""
