"""What happened to a file, newest first, as those who keep it read it (components/timeline.html)."""

from assistance.models import HardshipFile
from audit import services as audit
from audit.models import Entry

# What is a step of the file's own way; looks are not.
TITLES = {
    "assistance.filed": "建档",
    "assistance.edited": "修改档案",
    "assistance.asked": "开始征求意见",
    "assistance.postponed": "本人想以后再说",
    "assistance.agreed": "本人同意建档",
    "assistance.declined": "本人不同意",
    "assistance.paired": "结对",
    "assistance.handed_over": "换了联系干部",
    "assistance.pairing_ended": "结对结束",
    "assistance.lifted": "脱困",
    "assistance.relapsed": "返困",
    "assistance.left": "退出",
    "assistance.reopened": "重新征求意见",
    "assistance.anonymised": "过了保存期，隐去姓名",
}
SHOWN = 30


def steps(file: HardshipFile) -> list[dict]:
    """One query."""
    acts = audit.history(file).filter(action__in=TITLES).order_by("-id")
    return [_step(entry) for entry in acts[:SHOWN]]


def _step(entry: Entry) -> dict:
    who = " ".join(part for part in (entry.actor_unit, entry.actor_name) if part)
    return {
        "title": TITLES[entry.action], "at": entry.at, "state": "done",
        "lines": [text for text in (who, entry.reason) if text],
    }  # fmt: skip
