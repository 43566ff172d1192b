"""How far a request for help is, as the person reads it (components/timeline.html)."""

import datetime

from assistance.models import HelpRequest, HelpRequestState


def steps(asked: HelpRequest) -> list[dict]:
    """Title, moment and lines of each step; one of them is where it stands now."""
    sent = _step("您提交了申请", "done", at=asked.created_at, lines=[asked.organization.name])
    match asked.state:
        case HelpRequestState.SUBMITTED:
            return [
                sent,
                _step("工会正在看", "now", lines=["可能会打电话问您几句"]),
                _step("答复您", "todo"),
            ]
        case HelpRequestState.ACCEPTED:
            return [
                sent,
                _step("通过了，已建档", "done", at=asked.decided_at),
                _step("安排联系人", "now", lines=["在“我的帮扶”里看是谁"]),
            ]
        case HelpRequestState.REFUSED:
            return [sent, _step("没有通过", "now", at=asked.decided_at, lines=[asked.reason])]
        case _:
            return [sent, _step("您撤回了", "now", lines=["您写的情况不再处理"])]


def _step(
    title: str, state: str, *, at: datetime.datetime | None = None, lines: list[str] | None = None
) -> dict:
    return {"title": title, "state": state, "at": at, "lines": lines or []}
