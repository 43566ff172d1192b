"""The serial of member numbers: a sequence, so that two approvals never wait for one another."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("membership", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE membership_member_number",
            "DROP SEQUENCE membership_member_number",
        )
    ]
