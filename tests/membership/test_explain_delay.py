import pytest

from audit.refusal import Refused
from membership import deciding
from notifications.models import Message
from tests.factories import local

NEXT_DAY = local(2026, 11, 24, 9, 30)
PROMISED = local(2026, 11, 24, 18, 0)


def test_the_worker_reads_the_reason_and_the_new_time(application, reviewer):
    deciding.explain_delay(
        application, reason="正在核实工作地", promised_at=PROMISED, actor=reviewer, at=NEXT_DAY
    )

    application.refresh_from_db()
    assert (application.late_reason, application.promised_at) == ("正在核实工作地", PROMISED)
    # What is counted as late does not change with a new promise.
    assert application.due_at == local(2026, 11, 23, 18, 0)
    inbox = Message.objects.get(kind="membership.delayed", channel="inbox")
    assert "原因：正在核实工作地。新的答复时间：11月24日 18:00前" in inbox.body


def test_deciding_after_an_explanation_needs_no_second_one(application, reviewer):
    deciding.explain_delay(
        application, reason="正在核实工作地", promised_at=PROMISED, actor=reviewer, at=NEXT_DAY
    )
    deciding.approve(application, actor=reviewer, at=NEXT_DAY)

    application.refresh_from_db()
    assert (application.was_late, application.late_reason) == (True, "正在核实工作地")


def test_in_time_there_is_nothing_to_explain(application, reviewer):
    with pytest.raises(Refused, match="还没有超时"):
        deciding.explain_delay(
            application, reason="想晚一点", promised_at=PROMISED, actor=reviewer,
            at=local(2026, 11, 23, 15, 0),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "promised_at", "field"),
    [("  ", PROMISED, "reason"), ("正在核实", local(2026, 11, 24, 9, 0), "promised_at")],
)
def test_an_empty_reason_or_a_time_gone_by_is_refused(
    application, reviewer, reason, promised_at, field
):
    with pytest.raises(Refused) as refused:
        deciding.explain_delay(
            application, reason=reason, promised_at=promised_at, actor=reviewer, at=NEXT_DAY
        )

    assert refused.value.field == field
