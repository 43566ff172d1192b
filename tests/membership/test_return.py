import pytest

from audit.refusal import Refused
from membership import deciding, joining
from membership.models import State
from notifications.models import Message
from tests.factories import local
from tests.membership.conftest import ITEM

HOUR = 3600


def test_returning_stops_the_clock_and_lists_everything_at_once(returned):
    assert returned.state == State.RETURNED
    assert returned.due_at is None
    # 11:00 to 12:00 and 14:00 to 18:00
    assert returned.seconds_left == 5 * HOUR
    assert returned.return_items == [ITEM]


def test_the_worker_is_told_what_is_missing(returned, worker):
    inbox = Message.objects.get(recipient=worker, kind="membership.returned", channel="inbox")
    assert inbox.title == "您的入会申请还差1样"
    assert "1. 姓名和证件号码对不上（对照证件，看看有没有错字）" in inbox.body


def test_a_return_without_a_single_item_is_refused(application, reviewer):
    with pytest.raises(Refused, match="至少选一处"):
        deciding.return_for_correction(application, items=[], actor=reviewer)


def test_an_answer_before_the_cut_off_is_answered_the_same_day(returned, worker, details):
    again = joining.submit(
        returned, details=details(), actor=worker, at=local(2026, 11, 23, 15, 30)
    )

    assert again.state == State.SUBMITTED
    assert again.due_at == local(2026, 11, 23, 18, 0)
    assert (again.seconds_left, again.return_items) == (None, [])


def test_an_answer_next_morning_goes_on_where_the_clock_stopped(returned, worker, details):
    again = joining.submit(returned, details=details(), actor=worker, at=local(2026, 11, 24, 9, 0))

    # Five hours of office time were left: three before lunch, two after.
    assert again.due_at == local(2026, 11, 24, 16, 0)


def test_the_receipt_of_an_answer_is_sent_again(returned, worker, details):
    joining.submit(returned, details=details(), actor=worker, at=local(2026, 11, 23, 15, 30))

    assert Message.objects.filter(kind="membership.received", channel="sms").count() == 2


def test_a_stranger_cannot_return(application, stranger):
    with pytest.raises(Refused, match="审批范围"):
        deciding.return_for_correction(application, items=[ITEM], actor=stranger)
