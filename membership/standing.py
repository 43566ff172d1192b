"""The answer behind `people.standing`: is this user a member, and of which occupation."""

from accounts.models import User
from membership.members import standing_membership
from membership.models import Application, State
from people.standing import Standing


def of(user: User) -> Standing:
    """At most three queries."""
    member = standing_membership(user.person) if user.person else None
    if member:
        return Standing(is_member=True, occupation=member.occupation)
    told = Application.objects.of_applicant(user).exclude(state=State.DRAFT)
    latest = told.order_by("-created_at").values_list("occupation", flat=True).first()
    return Standing(occupation=latest or "")
