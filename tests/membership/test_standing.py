"""What the rooms beside membership hear of somebody: a member or not, and the occupation."""

from membership import deciding, drafts, joining
from membership.models import Member, MemberState
from people import standing
from people.standing import Standing
from tests.membership.conftest import MORNING


def test_a_member_stands_with_the_occupation_of_the_membership(application, reviewer, worker):
    deciding.approve(application, actor=reviewer, at=MORNING)
    worker.refresh_from_db()
    assert standing.of(worker) == Standing(is_member=True, occupation=application.occupation)


def test_an_applicant_is_no_member_yet_but_has_told_the_occupation(application, worker):
    worker.refresh_from_db()
    assert standing.of(worker) == Standing(occupation=application.occupation)


def test_who_left_is_no_member_any_more(application, reviewer, worker):
    deciding.approve(application, actor=reviewer, at=MORNING)
    Member.objects.update(state=MemberState.LEFT)
    worker.refresh_from_db()
    assert not standing.of(worker).is_member


def test_a_draft_tells_nothing(worker):
    drafts.open_draft(worker)
    assert standing.of(worker) == Standing()


def test_a_withdrawn_application_still_tells_the_occupation(application, worker):
    joining.withdraw(application, actor=worker)
    worker.refresh_from_db()
    assert standing.of(worker) == Standing(occupation=application.occupation)
