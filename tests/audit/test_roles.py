"""Under the grants of docs/deploy.md the application records and seals, and can do no more."""

import re
import uuid
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction

from audit import services as audit
from audit.models import Entry

DOCUMENT = Path(__file__).parents[2] / "docs" / "deploy.md"
pytestmark = pytest.mark.django_db


@pytest.fixture
def as_the_application():
    role = f"portal_app_{uuid.uuid4().hex[:8]}"
    grants = re.search(r"```sql\n(-- as portal_owner.*?)```", DOCUMENT.read_text(), re.DOTALL)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {role}")
        cursor.execute(grants[1].replace("portal_app", role))
        cursor.execute(f"SET LOCAL ROLE {role}")
        yield
        cursor.execute("RESET ROLE")


def test_it_records_and_seals(as_the_application):
    audit.record("membership.opened")
    assert audit.seal() == 1
    assert audit.verify() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET reason = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE audit_seal SET hash = 'x'",
        "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_no_change",
        "DROP FUNCTION audit_refuse() CASCADE",
    ],
)
def test_it_can_neither_change_nor_remove(as_the_application, statement):
    audit.record("membership.opened")
    with (
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Entry.objects.count() == 1
