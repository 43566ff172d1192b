"""What is known about a cold cell, in one sentence."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from campaigns.models import Session
from campaigns.vocabulary import Category

# Who does it, where an item takes somebody who knows how; else it is said that it was held there.
WHO = {
    Category.COUNSELLING: "咨询师",
    Category.HEALTH_CHECK: "体检队",
    Category.LEGAL: "律师",
    Category.SKILLS: "老师",
    Category.JOBS: "招聘单位",
}


@dataclass(frozen=True)
class Facts:
    """None: not known, or there is none. `here` is the coming session in the district (may be
    full), `elsewhere` the nearest with free seats; `nearest` the district that has done it.
    """

    days_left: int
    target: int
    here: Session | None = None
    elsewhere: tuple[Session, float | None] | None = None
    nearest: tuple[str, float | None, int] | None = None
    before: tuple[datetime.date, str] | None = None
    left_fen: int | None = None


def words(facts: Facts, category: Category) -> str:
    """距结束6天；最近的咨询师在甘州区，约62公里；2025年11月在城关镇驿站办过。"""
    clauses = [
        "" if facts.target else "没定目标",
        _days(facts.days_left),
        _session(facts),
        _nearest(facts, category),
        _before(facts.before),
        _money(facts.left_fen),
    ]
    return "；".join(clause for clause in clauses if clause) + "。"


def _days(left: int) -> str:
    return f"距结束{left}天" if left > 0 else "今天是最后一天" if left == 0 else "日子已经过了"


def _session(facts: Facts) -> str:
    if facts.here:
        full = f"还有{facts.here.left}个名额" if facts.here.left > 0 else "已经约满，可以加场"
        return f"{_moment(facts.here)}已排一场，{full}"
    if facts.elsewhere:
        session, far = facts.elsewhere
        name = session.division.short_name
        return f"{_moment(session)}{name}有一场{_far(far)}，余{session.left}个名额"
    return ""


def _moment(session: Session) -> str:
    at = timezone.localtime(session.starts_at)
    return f"{at.month}月{at.day}日{at:%H:%M}"


def _far(kilometres: float | None) -> str:
    return f"（约{max(round(kilometres), 1)}公里）" if kilometres is not None else ""


def _nearest(facts: Facts, category: Category) -> str:
    if not facts.nearest:
        return ""
    name, far, people = facts.nearest
    who = WHO.get(category)
    if who:
        return f"最近的{who}在{name}{_far(far)}"
    return f"最近办过的是{name}{_far(far)}，已服务{people:,}人次"


def _before(before: tuple[datetime.date, str] | None) -> str:
    if not before:
        return ""
    day, place = before
    return f"{day.year}年{day.month}月在{place}办过"


def _money(left_fen: int | None) -> str:
    return f"专项资金还剩{left_fen // 100:,}元" if left_fen is not None else ""
