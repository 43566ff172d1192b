"""The auditor reads sentences: every action recorded anywhere in the code has its words."""

import ast
import re
from pathlib import Path

from django.apps import apps
from django.conf import settings

from audit.services import LOOKS
from audit.wording import WORDING

ACTION = re.compile(r"[a-z]+\.[a-z_]+")
RECORDERS = ("record", "_record", "entry")


def recorded_actions() -> set[str]:
    """Every "room.act" passed to a call named record, _record or entry, in all our rooms."""
    rooms = [Path(each.path) for each in apps.get_app_configs()]
    own = [room for room in rooms if room.is_relative_to(settings.BASE_DIR / room.name)]
    trees = [
        ast.parse(file.read_text())
        for room in [*own, settings.BASE_DIR / "unionportal"]
        for file in room.rglob("*.py")
    ]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    given = [each for call in calls if _name(call) in RECORDERS for each in call.args]
    texts = [getattr(node, "value", None) for each in given for node in ast.walk(each)]
    return {text for text in texts if isinstance(text, str) and ACTION.fullmatch(text)}


def _name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def test_every_recorded_action_has_a_wording():
    assert recorded_actions() - WORDING.keys() == set()


def test_the_search_for_actions_finds_plain_and_conditional_ones():
    assert {
        "organizations.moved",
        "membership.approved",
        "membership.refused",
    } <= recorded_actions()


def test_every_look_is_among_the_words():
    assert set(LOOKS) <= WORDING.keys()


def test_sentences_are_chinese_and_calm():
    assert [words for words in WORDING.values() if "！" in words or "!" in words] == []
    assert [
        words for words in WORDING.values() if any(c.isascii() and c.isalpha() for c in words)
    ] == []
