"""Sealing needs a moment without writers, and the lock for it asks for more than INSERT.

The function takes it with the rights of whoever migrates, so that the application's own role may
be left with SELECT and INSERT on the record (docs/deploy.md).
"""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION audit_ceiling() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
    SET search_path FROM CURRENT AS $$
BEGIN
    LOCK TABLE audit_entry IN SHARE MODE;
    RETURN (SELECT max(id) FROM audit_entry);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_refuse_changes")]

    operations = [migrations.RunSQL(FORWARDS, "DROP FUNCTION audit_ceiling()")]
