"""The story of one application, told from its audit entries: for the worker and for the desk."""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone

from audit.models import Entry
from membership import clock
from membership.models import Application, State


@dataclass(frozen=True)
class Step:
    """`state` is done, now, hold or todo: the mark on the line."""

    title: str
    lines: list[str] = field(default_factory=list)
    at: datetime.datetime | None = None
    state: str = "done"


_FOR_THE_WORKER = {
    "membership.submitted": "已收到您的申请",
    "membership.resubmitted": "已收到您的补正",
    "membership.opened": "工作人员正在看",
    "membership.returned": "请您补正",
    "membership.union_changed": "改由更合适的工会办理",
    "membership.delay_explained": "没能按时答复，已向您说明",
    "membership.approved": "通过，您已成为会员",
    "membership.refused": "没有通过",
    "membership.withdrawn": "您撤回了申请",
}
_FOR_THE_DESK = _FOR_THE_WORKER | {
    "membership.submitted": "本人提交并勾选同意",
    "membership.resubmitted": "本人补正后重新提交",
    "membership.opened": "打开了这件",
    "membership.returned": "退回补正",
    "membership.union_changed": "改选了工会",
    "membership.delay_explained": "写明超时原因",
    "membership.approved": "通过",
    "membership.withdrawn": "本人撤回",
    "people.revealed": "查看了完整证件号码",
    "membership.attachment_opened": "查看了照片",
}


def for_worker(application: Application, entries: list[Entry], at: datetime.datetime) -> list[Step]:
    steps: list[Step] = []
    for entry in entries:
        title = _FOR_THE_WORKER.get(entry.action)
        # One “正在看” is enough, however many colleagues look.
        if not title or any(step.title == title for step in steps[-1:]):
            continue
        steps.append(Step(title, _worker_lines(application, entry), entry.at))
        if entry.action in ("membership.submitted", "membership.resubmitted"):
            steps.append(Step("材料齐全，没有重复入会", ["系统核对"], entry.at))
    return _with_what_comes(application, steps, at)


def _worker_lines(application: Application, entry: Entry) -> list[str]:
    if entry.action == "membership.submitted":
        return [f"{application.name}，{application.get_occupation_display()}"]
    if entry.action == "membership.refused":
        return [application.decision_reason]
    if entry.action == "membership.delay_explained":
        return [entry.reason]
    if entry.action == "membership.union_changed":
        return [str(entry.data.get("to", ""))]
    return [entry.actor_unit] if entry.actor_unit and entry.action in _BY_STAFF else []


_BY_STAFF = ("membership.opened", "membership.returned", "membership.approved")


def _with_what_comes(application, steps: list[Step], at: datetime.datetime) -> list[Step]:
    if application.state == State.SUBMITTED:
        if application.opened_at is None:
            steps.append(Step("等工作人员查看", [application.organization.name], state="now"))
        else:
            steps[-1] = _marked(steps[-1], "now")
        return [*steps, Step("短信答复您", ["通过后，会员卡就在“我的”里"], state="todo")]
    if application.state == State.RETURNED:
        steps[-1] = _marked(steps[-1], "hold", "请您补正，等您回来")
        return [*steps, Step("补好后接着办", [_if_answered(application, at)], state="todo")]
    return steps


def _if_answered(application: Application, at: datetime.datetime) -> str:
    due = timezone.localtime(clock.due_if_resumed(application, at))
    return f"现在补好，{due.month}月{due.day}日 {due:%H:%M}前答复"


def _marked(step: Step, state: str, title: str = "") -> Step:
    return Step(title or step.title, step.lines, step.at, state)


def for_desk(application: Application, entries: list[Entry], viewer) -> list[Step]:
    steps = []
    for entry in entries:
        title = _FOR_THE_DESK.get(entry.action)
        if title:
            own = entry.actor_id == viewer.pk
            by_applicant = entry.actor_id == application.applicant_id
            who = "您" if own else "" if by_applicant else entry.actor_name
            steps.append(Step(f"{who}{title}", [entry.reason] if entry.reason else [], entry.at))
    if steps and application.is_open:
        steps[-1] = _marked(steps[-1], "now")
    return steps
