"""Every kind of message told anywhere in the code has its words and its name."""

import ast
import re
from pathlib import Path

from django.conf import settings

from notifications import reminders
from notifications.kinds import KINDS
from notifications.models import Channel

WORDS = settings.BASE_DIR / "templates" / "notifications"
KIND = re.compile(r"[a-z]+\.[a-z_]+")
TELLERS = ("enqueue", "_tell", "tell", "_tell_household")
ROOMS = (
    "accounts", "people", "organizations", "membership", "campaigns", "assistance", "unionportal",
)  # fmt: skip


def told_kinds() -> set[str]:
    """Every "room.kind" passed to a call named enqueue or _tell."""
    files = [file for room in ROOMS for file in (settings.BASE_DIR / room).rglob("*.py")]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text()))]
    calls = [node for node in nodes if isinstance(node, ast.Call) and _name(node) in TELLERS]
    given = [node for call in calls for arg in call.args for node in ast.walk(arg)]
    texts = [getattr(node, "value", None) for node in given]
    return {text for text in texts if isinstance(text, str) and KIND.fullmatch(text)}


def _name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def words() -> list[Path]:
    return sorted(WORDS.glob("*.txt"))


def kind_of(file: Path) -> str:
    return ".".join(file.name.split(".")[:2])


def test_every_kind_has_a_name():
    assert (told_kinds() | reminders.registry().keys()) - KINDS.keys() == set()


def test_the_search_finds_what_is_surely_told():
    assert {"membership.received", "membership.returned"} <= told_kinds()


def test_every_kind_has_words():
    written = {kind_of(file) for file in words()}
    assert told_kinds() - written == set()


def test_no_words_lie_about_unused():
    used = told_kinds() | reminders.registry().keys()
    assert {kind_of(file) for file in words()} - used == set()


def test_a_reminder_has_words_for_each_of_its_channels():
    found = reminders.registry().values()
    wanted = [f"{each.name}.{channel}.txt" for each in found for channel in each.channels]
    assert [name for name in wanted if not (WORDS / name).exists()] == []


def test_every_sms_kind_says_which_variables_its_template_takes():
    sms = [kind_of(file) for file in words() if file.name.endswith(f".{Channel.SMS}.txt")]
    assert [kind for kind in sms if not (WORDS / f"{kind}.sms.params.txt").exists()] == []


def test_words_are_plain_and_calm():
    assert [
        file.name for file in words() if re.search("[！!]|身份证|证件号", file.read_text())
    ] == []
