import pytest

from audit.refusal import Refused
from membership import deciding
from membership.models import Member, State
from notifications.models import Message
from tests.factories import local

NOON = local(2026, 11, 23, 11, 30)


def test_a_refusal_says_why_to_the_worker(application, reviewer, worker):
    deciding.refuse(application, reason="请在工作地申请", actor=reviewer, at=NOON)

    application.refresh_from_db()
    assert (application.state, application.decision_reason) == (State.REFUSED, "请在工作地申请")
    inbox = Message.objects.get(recipient=worker, kind="membership.refused", channel="inbox")
    assert "理由：请在工作地申请" in inbox.body
    assert not Member.objects.exists()


def test_a_refusal_without_a_reason_is_refused(application, reviewer):
    with pytest.raises(Refused) as refused:
        deciding.refuse(application, reason="  ", actor=reviewer, at=NOON)

    assert refused.value.field == "reason"


def test_one_sent_back_may_still_be_refused_and_is_not_late(returned, reviewer):
    deciding.refuse(returned, reason="两天没有补正", actor=reviewer, at=local(2026, 11, 30, 10, 0))

    returned.refresh_from_db()
    assert (returned.state, returned.was_late) == (State.REFUSED, False)
