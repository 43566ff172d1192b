"""Imports run down only: unionportal → membership → … → audit (pyproject.toml, importlinter)."""

import ast
from pathlib import Path

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[2]
APPS = (
    "accounts",
    "audit",
    "membership",
    "notifications",
    "organizations",
    "people",
    "unionportal",
)


def test_every_import_keeps_the_contracts(capsys):
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_imports_stand_at_the_top():
    """One that is needed inside a function shows that the code is in the wrong place."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        for node in inner_imports(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def inner_imports(tree: ast.Module):
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    for function in functions:
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield node
