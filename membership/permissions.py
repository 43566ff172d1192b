"""Who may: each function returns the reason shown to the user, or "" when nothing stands against.

When an act is possible at all is the matter of `models.MOVES`.
"""

from membership.models import MOVES, Application, State
from organizations.models import Organization, Role
from organizations.permissions import is_root_administrator
from organizations.posts import holds


def refusal_to_decide(user, application: Application) -> str:
    union = application.organization  # none yet: a draft is in nobody's hands but the applicant's
    if not union or not holds(user, (Role.REVIEWER,), union):
        return "这件申请不在您的审批范围内。"
    if application.applicant_id == user.pk:
        return "不能审批自己的申请，请同事办理。"
    return ""


def refusal_to_admit_into(user, organization: Organization) -> str:
    if not holds(user, (Role.REVIEWER,), organization):
        return "这个工会不在您的审批范围内。"
    if not organization.is_active:
        return "这个工会已停用，请另选一个。"
    return ""


def refusal_to_set_targets(user, city: Organization) -> str:
    """The yearly targets of all districts hang together: the city's administrators set them."""
    if city.parent_id is not None or not is_root_administrator(user):
        return "发展会员的目标由市总工会的管理员定。"
    return ""


def refusal_to_answer(user, application: Application) -> str:
    return "" if application.applicant_id == user.pk else "只有申请人本人可以这样做。"


def refusal_to_move(application: Application, move: str) -> str:
    """The state's side of the question, in words for whoever asked."""
    if application.state in MOVES[move][0]:
        return ""
    return _STANDS[State(application.state)]


_STANDS = {
    State.DRAFT: "这份申请还没有提交。",
    State.SUBMITTED: "这份申请正在审核。",
    State.RETURNED: "这份申请正等申请人补正。",
    State.APPROVED: "这份申请已经通过。",
    State.REFUSED: "这份申请已经答复，没有通过。",
    State.WITHDRAWN: "这份申请已由申请人撤回。",
}
