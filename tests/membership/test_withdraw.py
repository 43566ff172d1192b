import pytest

from audit.refusal import Refused
from membership import deciding, joining
from membership.models import State
from tests.factories import local

NOON = local(2026, 11, 23, 11, 30)


def test_the_applicant_takes_it_back(application, worker):
    joining.withdraw(application, actor=worker, at=NOON)

    application.refresh_from_db()
    assert (application.state, application.withdrawn_at) == (State.WITHDRAWN, NOON)
    assert bytes(application.draft) == b""


def test_taking_it_back_twice_is_quiet(application, worker):
    joining.withdraw(application, actor=worker, at=NOON)
    again = joining.withdraw(application, actor=worker, at=local(2026, 11, 23, 12, 0))

    assert again.withdrawn_at == NOON


def test_somebody_else_cannot_withdraw_it(application, other_worker):
    with pytest.raises(Refused, match="申请人本人"):
        joining.withdraw(application, actor=other_worker, at=NOON)


def test_after_the_answer_it_is_too_late(application, worker, reviewer):
    deciding.approve(application, actor=reviewer, at=NOON)

    with pytest.raises(Refused, match="已经通过"):
        joining.withdraw(application, actor=worker, at=NOON)
