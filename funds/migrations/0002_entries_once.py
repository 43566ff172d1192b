"""An entry is written once: a form sent twice is one, and the database refuses to change any."""

from django.db import migrations, models

FORWARDS = """
CREATE FUNCTION funds_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %: a mistake gets a counter-entry', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER funds_fundentry_no_change BEFORE UPDATE OR DELETE ON funds_fundentry
    FOR EACH STATEMENT EXECUTE FUNCTION funds_refuse();
"""
BACKWARDS = """
DROP TRIGGER funds_fundentry_no_change ON funds_fundentry;
DROP FUNCTION funds_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("funds", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="fundentry",
            name="client_id",
            field=models.UUIDField(null=True, unique=True),
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
