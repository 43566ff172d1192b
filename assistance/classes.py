"""The city's ceilings of the classes (困难标准), year by year: settings, never constants.

A class is suggested from them; a person decides.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from assistance.models import ClassRule
from assistance.vocabulary import HardshipClass
from audit import services as audit
from audit.refusal import Refused
from funds.money import yuan
from organizations.permissions import is_root_administrator


@dataclass(frozen=True)
class Ceiling:
    """`fen`: income a head and month; 0: none was set."""

    fen: int = 0
    note: str = ""


def refusal_to_set(user) -> str:
    """They hold for the whole city."""
    return "" if is_root_administrator(user) else "困难标准由市总工会的管理员制定。"


def rules_of(year: int) -> list[ClassRule]:
    """The year's classes, the lowest ceiling first."""
    return list(ClassRule.objects.filter(year=year).order_by("ceiling_fen", "pk"))


def years() -> list[tuple[int, list[ClassRule | None]]]:
    """The latest year first, each with its rules in the order of the classes. One query."""
    found: dict[int, dict[str, ClassRule]] = {}
    for rule in ClassRule.objects.order_by("-year"):
        found.setdefault(rule.year, {})[rule.hardship_class] = rule
    return [(year, [rules.get(kind) for kind in HardshipClass]) for year, rules in found.items()]


def a_head(income_fen: int, household_size: int) -> int:
    return income_fen // max(household_size, 1)


def suggest(rules: Sequence[ClassRule], fen_a_head: int) -> ClassRule | None:
    """The class with the lowest ceiling that the income does not pass; `rules` as in rules_of."""
    return next((rule for rule in rules if fen_a_head <= rule.ceiling_fen), None)


def sentence(rules: Sequence[ClassRule], income_fen: int | None, household_size: int) -> str:
    """What the ceilings say of this household, for the one who decides."""
    if income_fen is None or not rules:
        return ""
    year, head = rules[0].year, a_head(income_fen, household_size)
    rule = suggest(rules, head)
    start = f"人均每月{yuan(head)}元，按{year}年的标准"
    if rule is None:
        return f"{start}，超过了各类的上限（最高{yuan(rules[-1].ceiling_fen)}元）。"
    kind = rule.get_hardship_class_display()
    return f"{start}属于“{kind}”（不超过{yuan(rule.ceiling_fen)}元）。由您决定。"


@transaction.atomic
def set_rules(
    year: int, ceilings: dict[str, Ceiling], *, actor: User, at: datetime.datetime | None = None
) -> bool:
    """Set the ceilings of a year, by class; 0 takes one away. Returns whether anything changed.

    Raises Refused.
    """
    refusal = refusal_to_set(actor)
    if refusal:
        raise Refused(refusal)
    # Two editors of one year wait here for one another; a year without rows has nothing to lock.
    list(ClassRule.objects.select_for_update().order_by("pk").values_list("pk"))
    before = _standing(year)
    wanted = {kind: ceiling for kind, ceiling in ceilings.items() if ceiling.fen > 0}
    if before == wanted:
        return False
    ClassRule.objects.filter(year=year).exclude(hardship_class__in=wanted).delete()
    for kind, ceiling in wanted.items():
        values = {"ceiling_fen": ceiling.fen, "note": ceiling.note}
        ClassRule.objects.update_or_create(year=year, hardship_class=kind, defaults=values)
    data: dict[str, Any] = {"year": year, "before": _told(before), "after": _told(wanted)}
    audit.record("assistance.rules_set", actor=actor, data=data, at=at)
    return True


def _standing(year: int) -> dict[str, Ceiling]:
    return {rule.hardship_class: Ceiling(rule.ceiling_fen, rule.note) for rule in rules_of(year)}


def _told(ceilings: dict[str, Ceiling]) -> dict[str, int]:
    return {kind: ceiling.fen for kind, ceiling in ceilings.items()}
