"""Who may: each function returns the reason shown to the user, or "" when there is none."""

from django.utils import timezone

from assistance.models import HardshipFile, Need
from assistance.models.file import STEWARDS
from organizations import tree
from organizations.models import Organization, Post, Role
from organizations.posts import holds

# Who may have a household's needs in hand.
HELPERS = (Role.CADRE, *STEWARDS)


def keeps(user, organization: Organization) -> bool:
    """Whether the user belongs to the supervisor line of this union."""
    return holds(user, STEWARDS, organization)


def refusal_to_keep(user, organization: Organization) -> str:
    """Opening files, importing surveys, pairing, publishing."""
    return "" if keeps(user, organization) else "这个工会的帮扶档案不归您管理。"


def calls(user, file: HardshipFile) -> bool:
    """Whether the household is the user's own, or one they stand in for today."""
    return HardshipFile.objects.kept_by(user).filter(pk=file.pk).exists()


def refusal_to_contact(user, file: HardshipFile) -> str:
    """Who calls: the cadre, a stand-in, and whoever is above when nobody else does."""
    if calls(user, file) or keeps(user, file.organization):
        return ""
    return "这一户不是您联系的。"


def refusal_to_see_to(user, need: Need) -> str:
    """A need is seen to by who calls the household, who was asked, or the supervisor line."""
    if need.assigned_to_id == user.pk:
        return ""
    return refusal_to_contact(user, need.file) and "这件事没有交给您办。"


def refusal_to_sign(user, need: Need) -> str:
    """The person, on a phone of their own, or whoever sees to it and holds out theirs."""
    own = need.file.person_id and user.person_id == need.file.person_id
    return "" if own else refusal_to_see_to(user, need)


def refusal_to_be_asked(user, file: HardshipFile) -> str:
    """Whom a need may be given to: somebody who helps in the district, or above it."""
    district = file.organization.path[: 2 * tree.SEGMENT]
    held = Post.objects.current().filter(user=user, role__in=HELPERS, user__is_active=True)
    paths = held.filter(organization__is_active=True).values_list("organization__path", flat=True)
    if any(path.startswith(district) or district.startswith(path) for path in paths):
        return ""
    return "只能交给本区县的帮扶干部或管理员。"


def is_quiet(file: HardshipFile) -> bool:
    """Whether the household asked for silence that lasts today."""
    return file.quiet_until is not None and file.quiet_until > timezone.localdate()
