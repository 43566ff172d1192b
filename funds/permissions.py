"""Who may: each function returns the reason shown to the user, or "" when there is none."""

from funds.models import SEES_FUNDS, Fund
from organizations.models import Organization
from organizations.posts import holds


def refusal_to_open(user, organization: Organization) -> str:
    if not holds(user, SEES_FUNDS, organization):
        return "您不能替这个工会设立专项资金。"
    return ""


def refusal_to_allocate(user, fund: Fund) -> str:
    """The union that set the money aside hands it out, and takes back what it handed out."""
    if not holds(user, SEES_FUNDS, fund.organization):
        return "这笔资金不归您分配。"
    return ""


def refusal_to_receive(fund: Fund, organization: Organization) -> str:
    """Money stays below the union that set it aside."""
    if not organization.path.startswith(fund.organization.path):
        return f"{organization.name}不在{fund.organization.name}下面，不能拨给它。"
    if not organization.is_active:
        return f"{organization.name}已停用，不能再拨款。"
    return ""
