"""The story of one activity, told from the record."""

import datetime
from typing import NamedTuple

from audit.models import Entry
from campaigns.entries import LABELS
from campaigns.models import Activity, ActivityState
from funds.money import yuan


class Step(NamedTuple):
    """`state` is the mark on the line: done, now or hold."""

    title: str
    lines: list[str]
    at: datetime.datetime
    state: str = "done"


_WORDS = {
    "campaigns.activity_saved": "存了草稿",
    "campaigns.activity_submitted": "提交",
    "campaigns.activity_imported": "从表格导入",
    "campaigns.activity_corrected": "改了提交的内容",
    "campaigns.activity_withdrawn": "作废",
    "campaigns.activity_verified": "核实",
    "campaigns.activity_sent_back": "退回",
    "campaigns.activity_photo_added": "添了照片",
    "campaigns.activity_photo_removed": "删了一张照片",
}
# The last step is still open: it waits for the city, or for who logged it.
_OPEN = {ActivityState.SUBMITTED: "now", ActivityState.RETURNED: "hold", ActivityState.DRAFT: "now"}


def of(activity: Activity, entries: list[Entry], viewer) -> list[Step]:
    steps: list[Step] = []
    for entry in entries:
        if entry.action not in _WORDS:
            continue
        who = "您" if entry.actor_id == viewer.pk else entry.actor_name
        title = f"{who}{_WORDS[entry.action]}"
        # A draft saved five times, four photos: once is enough.
        if not steps or steps[-1].title != title:
            steps.append(Step(title, _lines(entry), entry.at))
    if steps and activity.state in _OPEN:
        steps[-1] = steps[-1]._replace(state=_OPEN[ActivityState(activity.state)])
    return steps


def _lines(entry: Entry) -> list[str]:
    if entry.action == "campaigns.activity_corrected":
        return _changes(entry.data)
    return [entry.reason] if entry.reason else []


def _changes(data: dict) -> list[str]:
    lines = []
    if "people" in data:
        lines.append("人次{}改为{}".format(*data["people"]))
    if "money_fen" in data:
        lines.append("花费{}元改为{}元".format(*map(yuan, data["money_fen"])))
    told = {"groups", "money_fen"} if lines else set()
    rest = [LABELS[name] for name in data.get("fields", ()) if name in LABELS and name not in told]
    return [*lines, f"改了{'、'.join(rest)}"] if rest else lines
