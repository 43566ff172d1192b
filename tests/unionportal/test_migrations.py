"""Migrations may run while the code of before is still answering: nobody is sent away for them."""

import pytest
from django_migration_linter import MigrationLinter

APPS = [
    "accounts", "assistance", "audit", "campaigns", "funds", "membership", "notifications",
    "organizations", "people", "spreadsheets",
]  # fmt: skip


@pytest.mark.django_db
def test_no_migration_breaks_the_code_that_still_runs(capsys):
    linter = MigrationLinter(include_apps=APPS, no_cache=True)
    linter.lint_all_migrations()
    linter.print_summary()
    assert not linter.has_errors, capsys.readouterr().out
